// Loops over whole rows: look-ups in a table of rows, and rows that are carried on unchanged.

extension Matrix {
  /// self[rows] ← table[index], in place: one row of the table for each entry of `index`.
  ///
  /// - Parameters:
  ///   - target: the rows that change.
  ///   - table: one row a symbol, of this matrix's width.
  ///   - index: symbols; those at `places` are looked up.
  ///   - places: as many as there are target rows.
  public mutating func fill(
    rows target: Range<Int>, from table: Matrix, index: [Int32], places: Range<Int>
  ) {
    requireIndex(index, places, target, table)
    let columns = columns
    withRows(target) { out in
      table.withRows(0..<table.rows) { table in
        index.withUnsafeBufferPointer { index in
          guard let first = index.baseAddress else { return }
          Scalar.gatherRows(
            rows: target.count, columns: columns, index: first + places.lowerBound, table: table,
            out: out)
        }
      }
    }
  }

  /// self[index] ← self[index] + values[rows], in place: the transposed look-up.
  ///
  /// - Parameters:
  ///   - values: rows of this matrix's width.
  ///   - valueRows: those that are added.
  ///   - index: symbols; those at `places` are meant.
  ///   - places: as many as there are value rows.
  public mutating func scatter(
    _ values: Matrix, rows valueRows: Range<Int>, index: [Int32], places: Range<Int>
  ) {
    values.requireIndex(index, places, valueRows, self)
    let columns = columns
    withRows(0..<rows) { table in
      values.withRows(valueRows) { values in
        index.withUnsafeBufferPointer { index in
          guard let first = index.baseAddress else { return }
          Scalar.scatterRows(
            rows: valueRows.count, columns: columns, index: first + places.lowerBound,
            values: values, table: table)
        }
      }
    }
  }

  private func requireIndex(
    _ index: [Int32], _ places: Range<Int>, _ rows: Range<Int>, _ table: Matrix
  ) {
    precondition(
      places.count == rows.count && places.upperBound <= index.count
        && rows.upperBound <= self.rows && columns == table.columns,
      "places \(places) of \(index.count) symbols, rows \(rows) of \(shape), \(table.shape)")
    let known = 0..<Int32(table.rows)
    precondition(
      index[places].allSatisfy(known.contains), "a symbol outside a table of \(table.rows)")
  }

  /// self[target + r] ← self[source + r] for each row r whose mark is 0, in place.
  ///
  /// - Parameters:
  ///   - target: where the first row may change.
  ///   - source: where the first row is taken from.
  ///   - marks: one a row; those at `places` are meant, as many as there are rows.
  ///   - places: the marks meant.
  public mutating func carryUnmarked(
    to target: Int, from source: Int, marks: [UInt8], places: Range<Int>
  ) {
    let (columns, count) = (columns, places.count)
    precondition(
      max(source, target) + count <= rows && places.upperBound <= marks.count,
      "\(count) rows from \(source) to \(target) of \(shape)")
    withRows(0..<rows) { base in
      for row in 0..<count where marks[places.lowerBound + row] == 0 {
        (base + (target + row) * columns).update(
          from: base + (source + row) * columns, count: columns)
      }
    }
  }

  /// self[first + r] ← 0 for each row r whose mark is 0 (or, `marked`, is not), in place.
  public mutating func clear(
    marked: Bool = false, from first: Int, marks: [UInt8], places: Range<Int>
  ) {
    let (columns, count) = (columns, places.count)
    precondition(first + count <= rows && places.upperBound <= marks.count, "rows of \(shape)")
    withRows(0..<rows) { base in
      for row in 0..<count where (marks[places.lowerBound + row] != 0) == marked {
        (base + (first + row) * columns).update(repeating: 0, count: columns)
      }
    }
  }
}

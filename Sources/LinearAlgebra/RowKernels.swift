// Sums over rows and look-ups in reverse: what a block of messages gives to the gradients; and rows that
// are carried on unchanged.

import CKernels

extension Matrix {
  /// self ← self + left[leftRows]ᵀ·right[rightRows], in place: the gradient of weights.
  ///
  /// - Parameters:
  ///   - left: m columns, as many as this matrix has rows.
  ///   - leftRows: the rows of it.
  ///   - right: blocks · n columns, as many as this matrix has.
  ///   - rightRows: as many rows of it.
  /// - Complexity: 2 operations for each entry and each row; no allocation.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func addProduct(
    ofTransposed left: PaddedRows<Scalar>, rows leftRows: Range<Int>,
    by right: PaddedRows<Scalar>, rows rightRows: Range<Int>
  ) {
    left.require(leftRows)
    precondition(left.blocks == 1 && left.columns == rows, "\(left.shape) into \(shape)")
    addProduct(
      left.base(leftRows.lowerBound), stride: left.stride, by: right, rows: rightRows,
      count: leftRows.count)
  }

  /// The same for the rows of a matrix, such as inputs.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func addProduct(
    ofTransposed left: Matrix, rows leftRows: Range<Int>, by right: PaddedRows<Scalar>,
    rows rightRows: Range<Int>
  ) {
    precondition(
      left.columns == rows && leftRows.lowerBound >= 0 && leftRows.upperBound <= left.rows,
      "rows \(leftRows) of \(left.shape) into \(shape)")
    left.withRows(leftRows) {
      addProduct($0, stride: left.columns, by: right, rows: rightRows, count: leftRows.count)
    }
  }

  private mutating func addProduct(
    _ left: UnsafePointer<Scalar>, stride: Int, by right: PaddedRows<Scalar>,
    rows rightRows: Range<Int>, count: Int
  ) {
    right.require(rightRows)
    precondition(
      rightRows.count == count && right.blocks * right.columns == columns,
      "\(count) rows by \(right.shape) into \(shape)")
    guard rows > 0, columns > 0 else { return }
    let (rows, columns) = (rows, columns)
    withRows(0..<rows) { out in
      for block in 0..<right.blocks {
        var product = CKProduct(
          rows: rows, columns: right.columns, inner: count, left: left, left_row: 1,
          left_inner: stride, right: right.base(rightRows.lowerBound) + block * right.blockWidth,
          right_inner: right.stride, right_column: 1, out: out + block * right.columns,
          out_stride: columns, is_lower: 0)
        Scalar.stepKernels.table.pointee.add_product(&product)
      }
    }
  }

  /// self ← self + the sums over some rows of `values`, without their padding, in place; 1 × columns.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func addSums(of values: PaddedRows<Scalar>, rows part: Range<Int>) {
    values.require(part)
    precondition(count == values.blocks * values.columns, "\(values.shape) into \(shape)")
    let (n, blocks) = (values.columns, values.blocks)
    withRows(0..<1) { sums in
      for block in 0..<blocks {
        Scalar.addColumnSums(
          rows: part.count, columns: n, stride: values.stride,
          values: values.base(part.lowerBound) + block * values.blockWidth, sums: sums + block * n)
      }
    }
  }

  /// self ← self + the column sums of another matrix, in place; self is 1 × n.
  public mutating func addColumnSums(of values: Matrix) {
    precondition(count == values.columns, "\(values.shape) into \(shape)")
    withRows(0..<1) { sums in
      values.withRows(0..<values.rows) {
        Scalar.addColumnSums(
          rows: values.rows, columns: values.columns, stride: values.columns, values: $0,
          sums: sums)
      }
    }
  }
}

extension PaddedRows {
  /// self[index] ← self[index] + values[rows], in place: the transposed look-up.
  ///
  /// - Parameters:
  ///   - values: rows of this width.
  ///   - valueRows: those that are added.
  ///   - index: rows of this table; those at `places` are meant.
  ///   - places: as many as there are value rows.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func scatter(
    _ values: PaddedRows, rows valueRows: Range<Int>, index: [Int32], places: Range<Int>
  ) {
    values.require(valueRows)
    precondition(
      places.count == valueRows.count && places.upperBound <= index.count
        && values.columns == columns && values.blocks == blocks,
      "places \(places) of \(index.count), rows \(valueRows) of \(values.shape) into \(shape)")
    let known = 0..<Int32(rows)
    precondition(index[places].allSatisfy(known.contains), "a symbol outside a table of \(rows)")
    let (table, stride) = (mutableBase(0), stride)
    index.withUnsafeBufferPointer { index in
      guard let first = index.baseAddress else { return }
      Scalar.scatterRows(
        rows: valueRows.count, columns: stride, index: first + places.lowerBound,
        values: values.base(valueRows.lowerBound), table: table)
    }
  }
}

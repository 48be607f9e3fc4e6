extension Matrix {
  /// self ← self + factor · other, in place.
  public mutating func add(_ factor: Scalar, _ other: Matrix) {
    requireSameShape(as: other)
    let count = count
    withRows(0..<rows) { y in
      other.withRows(0..<other.rows) { Scalar.addScaled(count: count, a: factor, x: $0, y: y) }
    }
  }

  /// self[rows] ← self[rows] + other, in place.
  public mutating func add(_ other: Matrix, to target: Range<Int>) {
    precondition(
      target.count == other.rows && columns == other.columns && target.upperBound <= rows,
      "\(other.shape) to rows \(target) of \(shape)")
    withRows(target) { y in
      other.withRows(0..<other.rows) { Scalar.addScaled(count: other.count, a: 1, x: $0, y: y) }
    }
  }

  /// Takes some rows to another place of this matrix, in place; the two may overlap.
  public mutating func moveRows(_ source: Range<Int>, to target: Int) {
    precondition(
      max(source.upperBound, target + source.count) <= rows, "rows \(source) of \(shape)")
    let columns = columns
    withRows(0..<rows) { base in
      (base + target * columns).update(
        from: base + source.lowerBound * columns, count: source.count * columns)
    }
  }

  /// self ← 1·row, in place: the same row vector in each row.
  public mutating func fill(with row: Matrix) {
    precondition(row.count == columns, "\(row.shape) into \(shape)")
    let (rows, columns) = (rows, columns)
    guard rows > 0 else { return }
    withRows(0..<rows) { target in
      row.withRows(0..<1) { row in
        for index in 0..<rows { (target + index * columns).copy(from: row, count: columns) }
      }
    }
  }

  /// self ← factor · self, in place.
  public mutating func scale(by factor: Scalar) {
    withMutableElements { entries in
      for i in entries.indices { entries[i] *= factor }
    }
  }

  /// Σ of the squared entries (the squared Frobenius norm), gathered in Double.
  public var sumOfSquares: Double {
    withRows(0..<rows) { Scalar.sumOfSquares(count: count, x: $0) }
  }

  /// Σ of the squared entries of some rows, gathered in Double.
  public func sumOfSquares(rows part: Range<Int>) -> Double {
    precondition(part.upperBound <= rows, "rows \(part) of \(shape)")
    return withRows(part) { Scalar.sumOfSquares(count: part.count * columns, x: $0) }
  }

  /// The largest magnitude of an entry; NaN if there is a NaN.
  public var maxMagnitude: Scalar {
    withRows(0..<rows) { Scalar.maxMagnitude(count: count, x: $0) }
  }

  /// self ← A · diag(s), in place; s is one row.
  public mutating func assign(_ matrix: Matrix, columnsScaledBy scale: Matrix) {
    requireSameShape(as: matrix)
    precondition(scale.rows == 1 && scale.columns == columns, "\(scale.shape) scales \(shape)")
    let (rows, columns) = (rows, columns)
    withRows(0..<rows) { out in
      matrix.withRows(0..<rows) { a in
        scale.withRows(0..<1) {
          Scalar.scaleColumns(rows: rows, columns: columns, a: a, s: $0, out: out)
        }
      }
    }
  }

  /// self[0, i] ← row i of A · row i of B, in place; this is diag(A·Bᵀ) as one row.
  public mutating func assignRowDots(_ left: Matrix, _ right: Matrix) {
    left.requireSameShape(as: right)
    precondition(rows == 1 && columns == left.rows, "row dots of \(left.shape) into \(shape)")
    withRows(0..<1) { out in
      left.withRows(0..<left.rows) { a in
        right.withRows(0..<right.rows) {
          Scalar.rowDots(rows: left.rows, columns: left.columns, a: a, b: $0, out: out)
        }
      }
    }
  }

  /// self ← the entries of a matrix of another number type, each rounded to nearest, in place.
  public mutating func assign<Other: MatrixScalar>(converting other: Matrix<Other>) {
    requireSameShape(as: other)
    let count = count
    withRows(0..<rows) { out in
      other.withRows(0..<other.rows) { source in
        if Other.self == Double.self {
          let doubles = UnsafeRawPointer(source).assumingMemoryBound(to: Double.self)
          Scalar.fromDouble(count: count, x: doubles, out: out)
        } else if Scalar.self == Double.self {
          let doubles = UnsafeMutableRawPointer(out).assumingMemoryBound(to: Double.self)
          Other.toDouble(count: count, x: source, out: doubles)
        } else {  // Float to Float
          UnsafeMutableRawPointer(out).copyMemory(
            from: source, byteCount: count * MemoryLayout<Scalar>.stride)
        }
      }
    }
  }
}

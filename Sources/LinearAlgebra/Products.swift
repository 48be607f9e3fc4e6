/// One factor of a product: a matrix, or some of its rows, as it stands or transposed.
public struct Operand<Scalar: MatrixScalar> {
  let matrix: Matrix<Scalar>
  let rows: Range<Int>
  let isTransposed: Bool

  /// The matrix as it stands.
  public init(_ matrix: Matrix<Scalar>) {
    self.init(matrix, rows: 0..<matrix.rows)
  }

  /// The given rows of a matrix.
  public init(_ matrix: Matrix<Scalar>, rows: Range<Int>, transposed: Bool = false) {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= matrix.rows, "rows \(rows) of \(matrix.shape)")
    self.matrix = matrix
    self.rows = rows
    self.isTransposed = transposed
  }

  /// The matrix transposed, without moving an entry.
  public static func transposed(_ matrix: Matrix<Scalar>) -> Operand {
    Operand(matrix, rows: 0..<matrix.rows, transposed: true)
  }

  var height: Int { isTransposed ? matrix.columns : rows.count }
  var width: Int { isTransposed ? rows.count : matrix.columns }
}

extension Matrix {
  /// C[rows] ← α·op(A)·op(B) + β·C[rows], in place.
  ///
  /// - Parameters:
  ///   - left: op(A), m × k.
  ///   - right: op(B), k × n.
  ///   - alpha: α.
  ///   - beta: β; with 0, what stood in C is not read.
  ///   - targetRows: the m rows of this matrix (n columns) that change; all when left out.
  /// - Complexity: 2·m·n·k floating-point operations, one BLAS call; no allocation.
  public mutating func setProduct(
    _ left: Operand<Scalar>, _ right: Operand<Scalar>, alpha: Scalar = 1, beta: Scalar = 0,
    rows targetRows: Range<Int>? = nil
  ) {
    let target = targetRows ?? 0..<rows
    precondition(
      left.width == right.height && target.count == left.height && columns == right.width
        && target.lowerBound >= 0 && target.upperBound <= rows,
      "(\(left.height) × \(left.width)) · (\(right.height) × \(right.width)) into rows \(target) "
        + "of \(shape)")
    guard target.count > 0, columns > 0 else { return }
    let call = ProductCall(
      rows: left.height, columns: columns, inner: left.width,
      leftIsTransposed: left.isTransposed, rightIsTransposed: right.isTransposed,
      leftStride: max(left.matrix.columns, 1), rightStride: max(right.matrix.columns, 1))
    withRows(target) { c in
      left.matrix.withRows(left.rows) { a in
        right.matrix.withRows(right.rows) { b in
          Scalar.multiply(call, alpha, a, b, beta, c)
        }
      }
    }
  }

  /// C[target] ← C[source]·op(M) + β·C[target], in place and within one matrix.
  ///
  /// The step of a recurrence whose states lie time step after time step in one matrix.
  ///
  /// - Parameters:
  ///   - source: the rows multiplied; they do not meet `target`.
  ///   - matrix: op(M), n × n.
  ///   - beta: β; with 0, what stood in the target is not read.
  ///   - target: as many rows as `source`.
  public mutating func setProduct(
    ofRows source: Range<Int>, _ matrix: Operand<Scalar>, beta: Scalar, rows target: Range<Int>
  ) {
    precondition(
      source.count == target.count && !source.overlaps(target) && matrix.height == columns
        && matrix.width == columns,
      "rows \(source) of \(shape) by \(matrix.height) × \(matrix.width) into rows \(target)")
    precondition(
      min(source.lowerBound, target.lowerBound) >= 0
        && max(source.upperBound, target.upperBound) <= rows,
      "rows \(source) and \(target) of \(shape)")
    let call = ProductCall(
      rows: source.count, columns: columns, inner: columns, leftIsTransposed: false,
      rightIsTransposed: matrix.isTransposed, leftStride: columns,
      rightStride: matrix.matrix.columns)
    let width = columns
    withRows(0..<rows) { base in
      matrix.matrix.withRows(matrix.rows) { m in
        Scalar.multiply(
          call, 1, UnsafePointer(base + source.lowerBound * width), m, beta,
          base + target.lowerBound * width)
      }
    }
  }

  /// op(A)·op(B) as a new matrix.
  public static func product(_ left: Operand<Scalar>, _ right: Operand<Scalar>) -> Matrix {
    var result = Matrix(rows: left.height, columns: right.width)
    result.setProduct(left, right)
    return result
  }
}

extension Matrix {
  /// Lends the first entry of some rows; an empty matrix lends a place that must not be read.
  func withRows<Result>(
    _ rows: Range<Int>, _ body: (UnsafePointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    try elements.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        preconditionFailure("a matrix without storage")
      }
      return try body(base + rows.lowerBound * columns)
    }
  }

  /// Lends the first entry of some rows for change.
  mutating func withRows<Result>(
    _ rows: Range<Int>, _ body: (UnsafeMutablePointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    let columns = columns
    return try elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        preconditionFailure("a matrix without storage")
      }
      return try body(base + rows.lowerBound * columns)
    }
  }
}

/// Where a factor stands in a product of matrices.
public enum FactorSide: Sendable {
  /// The first factor M of W = M·R, or W itself.
  case left
  /// The last factor M of W = R·M.
  case right
}

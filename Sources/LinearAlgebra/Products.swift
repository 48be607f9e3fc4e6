import CKernels

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
  var rowStride: Int { isTransposed ? 1 : matrix.columns }
  var columnStride: Int { isTransposed ? matrix.columns : 1 }
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
  /// - Complexity: 2·m·n·k floating-point operations; no allocation.
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
    let columns = columns
    withRows(target) { c in
      left.matrix.withRows(left.rows) { a in
        right.matrix.withRows(right.rows) { b in
          var product = CKProduct(
            rows: left.height, columns: columns, inner: left.width, left: a,
            left_row: left.rowStride, left_inner: left.columnStride, right: b,
            right_inner: right.rowStride, right_column: right.columnStride, out: c,
            out_stride: columns, is_lower: 0)
          Scalar.stepKernels.table.pointee.multiply(&product, Double(alpha), Double(beta))
        }
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

/// The thin singular value decomposition A = U · diag(s) · Vᵀ.
public struct SingularValueDecomposition<Scalar: MatrixScalar>: Sendable {
  /// U, m × k with orthonormal columns, k = min(m, n).
  public let leftBasis: Matrix<Scalar>
  /// s, k values from the largest to the smallest.
  public let singularValues: [Scalar]
  /// Vᵀ, k × n with orthonormal rows.
  public let rightBasisTransposed: Matrix<Scalar>
}

extension Matrix {
  /// The thin singular value decomposition, or nil where the iteration does not converge.
  ///
  /// LAPACK (gesdd) does not converge on matrices that hold NaN or infinity.
  ///
  /// - Complexity: about 22·m·n·min(m, n) operations; allocates.
  public func singularValueDecomposition() -> SingularValueDecomposition<Scalar>? {
    guard elements.allSatisfy(\.isFinite) else { return nil }
    let least = min(rows, columns)
    var copy = self
    var values = Matrix(rows: 1, columns: least)
    var left = Matrix(rows: rows, columns: least)
    var right = Matrix(rows: least, columns: columns)
    guard least > 0 else {
      return SingularValueDecomposition(
        leftBasis: left, singularValues: [], rightBasisTransposed: right)
    }
    // Row by row, A reads as Aᵀ column by column, and Aᵀ = V diag(s) Uᵀ: the bases change places.
    let (m, n) = (columns, rows)
    let failures = copy.withRows(0..<rows) { a in
      values.withRows(0..<1) { s in
        left.withRows(0..<n) { u in
          right.withRows(0..<least) { vt in Scalar.decompose(m, n, a, s, vt, u) }
        }
      }
    }
    guard failures == 0 else { return nil }
    return SingularValueDecomposition(
      leftBasis: left, singularValues: values.elements, rightBasisTransposed: right)
  }

  /// Q of the QR factorization A = Q·R with diag(R) > 0, which makes it unique.
  ///
  /// With independent normal entries in A, this Q is distributed by Haar measure (Mezzadri 2007).
  ///
  /// - Precondition: at least as many rows as columns.
  /// - Complexity: 4·m·n² operations; allocates.
  public func orthonormalFactor() -> Matrix {
    precondition(rows >= columns, "\(shape) has more columns than rows")
    guard columns > 0 else { return self }
    var columnwise = transposed()
    let diagonal = columnwise.withRows(0..<columns) { Scalar.orthonormalize(rows, columns, $0) }
    for j in 0..<columns where diagonal[j] < 0 {
      for i in 0..<rows { columnwise[j, i] = -columnwise[j, i] }
    }
    return columnwise.transposed()
  }

  /// self ← self · A⁻¹, in place, by LU with partial pivoting.
  ///
  /// - Parameters:
  ///   - matrix: A, n × n; destroyed (it becomes its LU factors).
  ///   - pivots: room for n row numbers.
  /// - Returns: false where A is singular to working precision; self is then unspecified.
  /// - Complexity: 8/3·n³ operations for an n × n matrix; no allocation of ours.
  public mutating func divideFromRight(by matrix: inout Matrix, pivots: inout [Int32]) -> Bool {
    requireSameShape(as: matrix)
    precondition(rows == columns && pivots.count == rows, "\(shape) with \(pivots.count) pivots")
    let size = rows
    guard size > 0 else { return true }
    // Row by row X·A = B reads as Aᵀ·Xᵀ = Bᵀ column by column: gesv as it stands.
    return withRows(0..<rows) { b in
      matrix.withRows(0..<size) { a in
        pivots.withUnsafeMutableBufferPointer { pivots in
          guard let first = pivots.baseAddress else { return false }
          return Scalar.solve(size, a, b, first) == 0
        }
      }
    }
  }

  /// max |XᵀX − I| over all entries: how far the columns are from orthonormal.
  public var orthogonalityError: Double {
    var gram = Matrix.product(.transposed(self), Operand(self))
    for i in 0..<gram.rows { gram[i, i] -= 1 }
    return Double(gram.maxMagnitude)
  }
}

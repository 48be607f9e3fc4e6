import LinearAlgebra
import Testing

@testable import LinearAlgebra

@Suite struct FactorizationTests {
  static let shapes = [(1, 1), (5, 5), (7, 3), (3, 7), (40, 40)]

  @Test(arguments: shapes)
  func `the SVD gives the matrix back`(rows: Int, columns: Int) throws {
    try check(rows, columns, as: Double.self)
    try check(rows, columns, as: Float.self)
  }

  private func check<Scalar: MatrixScalar>(
    _ rows: Int, _ columns: Int, as type: Scalar.Type
  ) throws {
    let matrix: Matrix<Scalar> = randomMatrix(rows, columns)
    let parts = try #require(matrix.singularValueDecomposition())
    var scaled = parts.leftBasis
    scaled.assign(parts.leftBasis, columnsScaledBy: Matrix(row: parts.singularValues))
    let product = Matrix<Scalar>.product(Operand(scaled), Operand(parts.rightBasisTransposed))
    // LAPACK's backward error: a modest factor of √size ulp times the norm (up to 13 here).
    let tolerance = 200 * Double(Scalar.ulpOfOne)
    #expect(largestDifference(product, matrix) < tolerance)
    #expect(parts.leftBasis.orthogonalityError < tolerance)
    #expect(parts.rightBasisTransposed.transposed().orthogonalityError < tolerance)
    #expect(parts.singularValues == parts.singularValues.sorted(by: >))
    #expect(parts.singularValues.allSatisfy { $0 >= 0 })
  }

  @Test func `a matrix with NaN has no SVD`() {
    var matrix: Matrix<Double> = randomMatrix(3, 3)
    matrix[1, 1] = .nan
    #expect(matrix.singularValueDecomposition() == nil)
  }

  @Test(arguments: [(1, 1), (4, 4), (9, 4), (65, 65)])
  func `the orthonormal factor spans the columns with a positive diagonal`(
    rows: Int, columns: Int
  ) {
    let matrix: Matrix<Double> = randomMatrix(rows, columns)
    let basis = matrix.orthonormalFactor()
    #expect(basis.orthogonalityError < 1e-14)  // Householder QR: a few ulp
    let triangle = Matrix<Double>.product(.transposed(basis), Operand(matrix))
    for i in 0..<columns {
      #expect(triangle[i, i] > 0)
      for j in 0..<i { #expect(abs(triangle[i, j]) < 1e-13) }
    }
  }

  @Test(arguments: [1, 2, 7, 64])
  func `dividing from the right undoes a product`(size: Int) {
    let matrix: Matrix<Double> = randomMatrix(size, size, "a")
    let quotient: Matrix<Double> = randomMatrix(size, size, "b")
    var product = Matrix<Double>.product(Operand(quotient), Operand(matrix))
    var factors = matrix
    var pivots = Array(repeating: Int32(0), count: size)
    let isRegular = product.divideFromRight(by: &factors, pivots: &pivots)
    #expect(isRegular)
    // A Gaussian matrix of this size has a condition number of a few hundred or thousand.
    #expect(largestDifference(product, quotient) < 1e-10)
  }

  @Test func `a singular matrix divides nothing`() {
    var zero = Matrix<Double>(rows: 2, columns: 2)
    var product = Matrix<Double>.identity(2)
    var pivots: [Int32] = [0, 0]
    let isRegular = product.divideFromRight(by: &zero, pivots: &pivots)
    #expect(!isRegular)
  }
}

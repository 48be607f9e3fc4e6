import LinearAlgebra
import Randomness
import Testing

@testable import LinearAlgebra

func randomMatrix<Scalar: MatrixScalar>(
  _ rows: Int, _ columns: Int, _ name: String = "test", as type: Scalar.Type = Scalar.self
) -> Matrix<Scalar> {
  var random = RandomStream(seed: rows * 1000 + columns, name: name)
  let elements = (0..<rows * columns).map { _ in random.normal() }
  return Matrix(rows: rows, columns: columns, elements: elements).converted()
}

/// The product by its definition.
func naiveProduct(_ left: Matrix<Double>, _ right: Matrix<Double>) -> Matrix<Double> {
  var result = Matrix<Double>(rows: left.rows, columns: right.columns)
  for i in 0..<left.rows {
    for j in 0..<right.columns {
      for k in 0..<left.columns { result[i, j] += left[i, k] * right[k, j] }
    }
  }
  return result
}

func largestDifference<Scalar>(_ left: Matrix<Scalar>, _ right: Matrix<Scalar>) -> Double {
  var difference = left
  difference.add(-1, right)
  return Double(difference.maxMagnitude)
}

@Suite struct ProductTests {
  static let shapes = [(1, 1, 1), (3, 5, 2), (50, 7, 13), (17, 128, 9), (2, 1, 40)]

  @Test(arguments: shapes)
  func `a product is the sum of its definition`(m: Int, k: Int, n: Int) {
    check(m, k, n, as: Double.self)
    check(m, k, n, as: Float.self)
  }

  private func check<Scalar: MatrixScalar>(_ m: Int, _ k: Int, _ n: Int, as type: Scalar.Type) {
    let a: Matrix<Scalar> = randomMatrix(m, k, "a")
    let b: Matrix<Scalar> = randomMatrix(k, n, "b")
    let expected: Matrix<Scalar> = naiveProduct(a.converted(), b.converted()).converted()
    // k products of size near 1, each rounded: a few ulp times k.
    let tolerance = 4 * Double(k) * Double(Scalar.ulpOfOne)
    #expect(largestDifference(.product(Operand(a), Operand(b)), expected) <= tolerance)
    #expect(
      largestDifference(.product(.transposed(a.transposed()), Operand(b)), expected) <= tolerance)
    #expect(
      largestDifference(.product(Operand(a), .transposed(b.transposed())), expected) <= tolerance)
  }

  @Test func `alpha and beta scale the product and what stood there`() {
    let a: Matrix<Double> = randomMatrix(3, 4, "a")
    let b: Matrix<Double> = randomMatrix(4, 2, "b")
    let start: Matrix<Double> = randomMatrix(3, 2, "c")
    var c = start
    c.setProduct(Operand(a), Operand(b), alpha: 2, beta: -3)
    var expected = start
    expected.scale(by: -3)
    expected.add(2, naiveProduct(a, b))
    #expect(largestDifference(c, expected) < 1e-14)
  }

  @Test func `beta 0 does not read what stood there`() {
    var c = Matrix<Double>(rows: 1, columns: 1, repeating: .nan)
    let one = Matrix<Double>(rows: 1, columns: 1, repeating: 1)
    c.setProduct(Operand(one), Operand(one))
    #expect(c[0, 0] == 1)
  }

  @Test func `rows outside the range stay as they are`() {
    let a: Matrix<Double> = randomMatrix(6, 3, "a")
    let b: Matrix<Double> = randomMatrix(3, 3, "b")
    var c = a
    c.setProduct(Operand(a, rows: 0..<2), Operand(b), beta: 1, rows: 3..<5)
    for row in 0..<6 where !(3..<5).contains(row) {
      for column in 0..<3 { #expect(c[row, column] == a[row, column]) }
    }
    let product = naiveProduct(a, b)
    #expect(abs(c[3, 1] - (a[3, 1] + product[0, 1])) < 1e-14)
    #expect(abs(c[4, 2] - (a[4, 2] + product[1, 2])) < 1e-14)
  }

  @Test func `a copied matrix does not change with the original`() {
    let original: Matrix<Float> = randomMatrix(4, 4)
    var changed = original
    changed.reset()
    #expect(changed == Matrix(rows: 4, columns: 4))
    #expect(original == randomMatrix(4, 4))
  }

  @Test func `conversion there and back keeps every Float`() {
    let floats: Matrix<Float> = randomMatrix(5, 3)
    #expect(floats.converted(to: Double.self).converted(to: Float.self) == floats)
  }

  @Test func `elementwise operations are their definitions`() {
    let a: Matrix<Double> = randomMatrix(3, 5, "a")
    let b: Matrix<Double> = randomMatrix(3, 5, "b")
    var scaled = a
    let scale = Matrix<Double>(row: [1, -2, 0.5, 0, 3])
    scaled.assign(a, columnsScaledBy: scale)
    var dots = Matrix<Double>(rows: 1, columns: 3)
    dots.assignRowDots(a, b)
    var outer = Matrix<Double>(rows: 3, columns: 3)
    outer.setProduct(Operand(a), .transposed(b))
    for i in 0..<3 {
      #expect(abs(dots[0, i] - outer[i, i]) < 1e-14)
      for j in 0..<5 { #expect(scaled[i, j] == a[i, j] * scale[0, j]) }
    }
    #expect(abs(a.sumOfSquares - a.elements.reduce(0) { $0 + $1 * $1 }) < 1e-13)
    #expect(a.maxMagnitude == a.elements.map(abs).max())
  }

  @Test func `a NaN is the largest magnitude`() {
    var matrix: Matrix<Float> = randomMatrix(3, 7)
    matrix[1, 2] = .nan
    matrix[2, 2] = .infinity
    #expect(matrix.maxMagnitude.isNaN)
  }
}

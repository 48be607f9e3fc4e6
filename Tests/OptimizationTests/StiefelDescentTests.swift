import LinearAlgebra
import Randomness
import Testing

@testable import Optimization

@Suite struct StiefelDescentTests {
  @Test(arguments: [1, 2, 5, 64], [1e-6, 1e-3, 0.5])
  func `a Cayley step keeps columns orthonormal`(size: Int, rate: Double) {
    var point = OrthogonalMatrix<Double>(gaussian(size, "point").orthonormalFactor())
    var descent = StiefelDescent<Double>(learningRate: rate)
    for step in 0..<5 {
      let frame = Frame(point.exact, gaussian(size, "g\(step)"))
      descent.step(&point, on: .left, along: frame.matrix, singularValues: frame.ones)
    }
    // Five steps of turns up to 90°, each a solve of condition near |K|: some hundred ulp.
    #expect(point.exact.orthogonalityError < 5e-14)
  }

  @Test func `above the limit of the Double step the sum is still in Double`() {
    let size = WorkingPrecision.doubleLimit + 1
    let start = gaussian(size, "point").orthonormalFactor()
    var point = OrthogonalMatrix<Float>(start)
    var descent = StiefelDescent<Float>(learningRate: 1e-6)
    let frame = Frame(start, gaussian(size, "gradient"))
    descent.step(
      &point, on: .left, along: frame.matrix.converted(), singularValues: frame.ones.converted())
    #expect(point.exact != start)
    #expect(point.rounded == point.exact.converted())
    // The change is about 3e-5 with Float's relative error of 1e-6 or less.
    #expect(point.exact.orthogonalityError < 1e-11)
  }

  @Test(arguments: [2, 5, 33])
  func `a step goes downhill by half the squared norm of A`(size: Int) {
    let start = gaussian(size, "point").orthonormalFactor()
    let gradient = gaussian(size, "gradient")
    var skew = Matrix.product(Operand(gradient), .transposed(start))
    skew.add(-1, skew.transposed())
    let rate = 1e-7
    var point = OrthogonalMatrix<Double>(start)
    var descent = StiefelDescent<Double>(learningRate: rate)
    let frame = Frame(start, gradient)
    descent.step(&point, on: .left, along: frame.matrix, singularValues: frame.ones)
    var change = point.exact
    change.add(-1, start)
    let slope = zip(change.elements, gradient.elements).reduce(0) { $0 + $1.0 * $1.1 } / rate
    // First order in the rate: the rest is rate · |A|³.
    #expect(abs(slope / (-0.5 * skew.sumOfSquares) - 1) < 1e-4)
  }

  @Test func `a rate of 0 leaves the matrix where it is`() {
    let start = gaussian(4, "point").orthonormalFactor()
    var point = OrthogonalMatrix<Double>(start)
    var descent = StiefelDescent<Double>(learningRate: 0)
    let frame = Frame(start, gaussian(4, "gradient"))
    descent.step(&point, on: .left, along: frame.matrix, singularValues: frame.ones)
    #expect(point.exact == start)
  }

  @Test func `one descent serves matrices of several sizes`() {
    var shared = StiefelDescent<Double>(learningRate: 0.1)
    for size in [3, 7, 3] {
      let start = gaussian(size, "point").orthonormalFactor()
      let frame = Frame(start, gaussian(size, "gradient"))
      var (ours, theirs) = (OrthogonalMatrix<Double>(start), OrthogonalMatrix<Double>(start))
      shared.step(&ours, on: .left, along: frame.matrix, singularValues: frame.ones)
      var own = StiefelDescent<Double>(learningRate: 0.1)
      own.step(&theirs, on: .left, along: frame.matrix, singularValues: frame.ones)
      #expect(ours.exact == theirs.exact)
    }
  }

  @Test func `a turn of no finite size gives numbers that are not finite`() {
    let start = gaussian(3, "point").orthonormalFactor()
    var gradient = gaussian(3, "gradient")
    gradient[0, 1] = .nan
    var point = OrthogonalMatrix<Double>(start)
    var descent = StiefelDescent<Double>(learningRate: 1e-6)
    let frame = Frame(start, gradient)
    descent.step(&point, on: .left, along: frame.matrix, singularValues: frame.ones)
    #expect(point.exact.maxMagnitude.isNaN)
  }
}

/// An orthogonal W in its own frame: Z = Wᵀ·G and S = I.
private struct Frame {
  let matrix: Matrix<Double>
  let ones: Matrix<Double>

  init(_ point: Matrix<Double>, _ gradient: Matrix<Double>) {
    matrix = Matrix.product(.transposed(point), Operand(gradient))
    ones = Matrix(rows: 1, columns: point.rows, repeating: 1)
  }
}

/// A matrix of independent normal entries.
func gaussian(_ size: Int, _ name: String) -> Matrix<Double> {
  var random = RandomStream(seed: size, name: name)
  let elements = (0..<size * size).map { _ in random.normal() }
  return Matrix(rows: size, columns: size, elements: elements)
}

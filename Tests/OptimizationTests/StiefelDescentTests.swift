import LinearAlgebra
import Optimization
import Randomness
import Testing

@Suite struct StiefelDescentTests {
  private func gaussian(_ size: Int, _ name: String) -> Matrix<Double> {
    var random = RandomStream(seed: size, name: name)
    let elements = (0..<size * size).map { _ in random.normal() }
    return Matrix(rows: size, columns: size, elements: elements)
  }

  @Test(arguments: [1, 2, 5, 64], [1e-6, 1e-3, 0.5])
  func `a Cayley step keeps columns orthonormal`(size: Int, rate: Double) {
    var point = gaussian(size, "point").orthonormalFactor()
    var descent = StiefelDescent<Double>(learningRate: rate, size: size)
    for step in 0..<5 {
      descent.step(&point, on: .left, transition: point, gradient: gaussian(size, "g\(step)"))
    }
    // Five steps of turns up to 90°, each a solve of condition near |K|: some hundred ulp.
    #expect(point.orthogonalityError < 5e-14)
  }

  @Test func `above the limit of the Double step the sum is still in Double`() {
    let size = WorkingPrecision.doubleLimit + 1
    let start = gaussian(size, "point").orthonormalFactor()
    var point = start
    var descent = StiefelDescent<Float>(learningRate: 1e-6, size: size)
    descent.step(
      &point, on: .left, transition: point.converted(),
      gradient: gaussian(size, "gradient").converted())
    #expect(point != start)
    // The change is about 3e-5 with Float's relative error of 1e-6 or less.
    #expect(point.orthogonalityError < 1e-11)
  }

  @Test(arguments: [2, 5, 33])
  func `a step goes downhill by half the squared norm of A`(size: Int) {
    let start = gaussian(size, "point").orthonormalFactor()
    let gradient = gaussian(size, "gradient")
    var skew = gradient
    skew.assignSkewPart(of: .product(Operand(gradient), .transposed(start)), scale: 1)
    let rate = 1e-7
    var point = start
    var descent = StiefelDescent<Double>(learningRate: rate, size: size)
    descent.step(&point, on: .left, transition: start, gradient: gradient)
    var change = point
    change.add(-1, start)
    let slope = zip(change.elements, gradient.elements).reduce(0) { $0 + $1.0 * $1.1 } / rate
    // First order in the rate: the rest is rate · |A|³.
    #expect(abs(slope / (-0.5 * skew.sumOfSquares) - 1) < 1e-4)
  }

  @Test(arguments: [2, 5, 17])
  func `both sides agree with the paper's formula on each factor's own gradient`(size: Int) {
    let left = gaussian(size, "left").orthonormalFactor()
    let right = gaussian(size, "right").orthonormalFactor()
    let gradient = gaussian(size, "gradient")
    var spectrum = Matrix<Double>(rows: 1, columns: size)
    for i in 0..<size { spectrum[0, i] = 0.5 + Double(i) / Double(size) }
    var scaled = left
    scaled.assign(left, columnsScaledBy: spectrum)
    let transition = Matrix<Double>.product(Operand(scaled), Operand(right))
    let rawLeft = Matrix<Double>.product(Operand(gradient), .transposed(right))
    var ofLeft = rawLeft
    ofLeft.assign(rawLeft, columnsScaledBy: spectrum)
    let ofRight = Matrix<Double>.product(.transposed(scaled), Operand(gradient))
    var descent = StiefelDescent<Double>(learningRate: 0.1, size: size)
    for (factor, side, own) in [
      (left, FactorSide.left, ofLeft), (right, FactorSide.right, ofRight),
    ] {
      var fromTransition = factor
      descent.step(&fromTransition, on: side, transition: transition, gradient: gradient)
      var fromOwn = factor
      descent.step(&fromOwn, on: .left, transition: factor, gradient: own)
      fromTransition.add(-1, fromOwn)
      // Two routes of a few products and one solve each, condition below 10.
      #expect(fromTransition.maxMagnitude < 1e-13)
    }
  }

  @Test func `a rate of 0 leaves the matrix where it is`() {
    let start = gaussian(4, "point").orthonormalFactor()
    var point = start
    var descent = StiefelDescent<Double>(learningRate: 0, size: 4)
    descent.step(&point, on: .left, transition: start, gradient: gaussian(4, "gradient"))
    #expect(point == start)
  }
}

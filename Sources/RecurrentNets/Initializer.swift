import LinearAlgebra
import Randomness

/// Draws the initial parameters of a network from its seed.
///
/// Each group of parameters has a stream of its own, so seed k gives the same initial weights whatever
/// the other settings, as far as the shapes agree. The orthogonal initial W is U·Vᵀ of the same two
/// Haar matrices for every kind of transition, and a Glorot W the same sample.
struct Initializer {
  let design: NetworkDesign
  let seed: Int

  /// Win: uniform in ±0.01 (the released code's default; the paper does not say).
  func inputWeights() -> Matrix<Double> {
    draw("init.input", rows: design.inputs, columns: design.hidden) {
      $0.uniform(from: -0.01, to: 0.01)
    }
  }

  /// Wout: Glorot uniform, ±√(6/(n + K)).
  func outputWeights() -> Matrix<Double> {
    let limit = (6 / Double(design.hidden + design.outputs)).squareRoot()
    return draw("init.output", rows: design.hidden, columns: design.outputs) {
      $0.uniform(from: -limit, to: limit)
    }
  }

  func transition<Scalar: MatrixScalar>() -> any Transition<Scalar> {
    let start = factors()
    switch design.transition {
    case .factorized(let margin):
      // With a margin the sample gives the bases alone and p = 0, so s = 1; without, also s.
      let spectrum =
        margin == .none ? start.values : Array(repeating: 0, count: design.hidden)
      return FactorizedTransition(
        leftBasis: start.left, rightBasisTransposed: start.right, spectrum: spectrum,
        margin: margin)
    case .dense:
      return DenseTransition(start.matrix)
    case .orthogonal:
      // The polar factor of the sample: the orthogonal matrix nearest to it.
      return OrthogonalTransition(.product(Operand(start.left), Operand(start.right)))
    }
  }

  /// W = left · diag(values) · right, and W itself.
  private struct Factors {
    let left: Matrix<Double>
    let values: [Double]
    let right: Matrix<Double>
    let matrix: Matrix<Double>
  }

  private func factors() -> Factors {
    let n = design.hidden
    let ones = Array(repeating: 1.0, count: n)
    switch design.initialization {
    case .identity:
      let identity = Matrix<Double>.identity(n)
      return Factors(left: identity, values: ones, right: identity, matrix: identity)
    case .orthogonal:
      let left = haar("init.transition")
      let right = haar("init.transition.right")
      let matrix = Matrix<Double>.product(Operand(left), Operand(right))
      return Factors(left: left, values: ones, right: right, matrix: matrix)
    case .glorotNormal:
      let deviation = (2 / Double(n + n)).squareRoot()
      return decompose(
        draw("init.transition", rows: n, columns: n) { deviation * $0.normal() })
    case .glorotUniform:
      let limit = (6 / Double(n + n)).squareRoot()
      return decompose(
        draw("init.transition", rows: n, columns: n) { $0.uniform(from: -limit, to: limit) })
    }
  }

  private func decompose(_ sample: Matrix<Double>) -> Factors {
    guard let parts = sample.singularValueDecomposition() else {
      preconditionFailure("a finite sample of \(sample.shape) has a decomposition")
    }
    return Factors(
      left: parts.leftBasis, values: parts.singularValues, right: parts.rightBasisTransposed,
      matrix: sample)
  }

  /// A Haar orthogonal matrix: Q of the QR of a Gaussian matrix, with diag(R) > 0.
  private func haar(_ stream: String) -> Matrix<Double> {
    draw(stream, rows: design.hidden, columns: design.hidden) { $0.normal() }.orthonormalFactor()
  }

  private func draw(
    _ stream: String, rows: Int, columns: Int, _ one: (inout RandomStream) -> Double
  ) -> Matrix<Double> {
    var random = RandomStream(seed: seed, name: stream)
    return Matrix(
      rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in one(&random) })
  }
}

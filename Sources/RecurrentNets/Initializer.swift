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

  /// E: N(0, 0.01²) (the released code's default); 0 × 0 where the inputs are numbers.
  func embedding() -> Matrix<Double> {
    guard let symbols = design.symbols else { return Matrix(rows: 0, columns: 0) }
    return draw("init.embedding", rows: symbols, columns: design.inputs) { 0.01 * $0.normal() }
  }

  /// Win: uniform in ±0.01 (the released code's default; the paper does not say); of an LSTM, each
  /// gate's block semi-orthogonal.
  func inputWeights() -> Matrix<Double> {
    guard design.cell == .plain else {
      return blocks { semiOrthogonal("init.input.\($0)", design.inputs) }
    }
    return draw("init.input", rows: design.inputs, columns: design.hidden) {
      $0.uniform(from: -0.01, to: 0.01)
    }
  }

  /// b: the design's value, but 1 for an LSTM's forget gate, as the paper has it.
  func bias() -> Matrix<Double> {
    var bias = Matrix<Double>(rows: 1, columns: design.width, repeating: design.bias)
    if design.cell == .lstm {
      for unit in design.hidden..<2 * design.hidden { bias[0, unit] = 1 }
    }
    return bias
  }

  /// w_i, w_f, w_o: N(0, 0.1²) (Lasagne's default); 0 × 0 of a plain cell.
  func peepholes() -> Matrix<Double> {
    guard design.cell == .lstm else { return Matrix(rows: 0, columns: 0) }
    return draw("init.peepholes", rows: 3, columns: design.hidden) { 0.1 * $0.normal() }
  }

  /// Wout: Glorot uniform, ±√(6/(n + K)).
  func outputWeights() -> Matrix<Double> {
    let limit = (6 / Double(design.hidden + design.outputs)).squareRoot()
    return draw("init.output", rows: design.hidden, columns: design.outputs) {
      $0.uniform(from: -limit, to: limit)
    }
  }

  func transition<Scalar: MatrixScalar>() -> any Transition<Scalar> {
    guard design.cell == .plain else {
      return DenseTransition(blocks { haar("init.transition.\($0)") })
    }
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

  /// d × n with orthonormal rows, or columns where d > n.
  private func semiOrthogonal(_ stream: String, _ rows: Int) -> Matrix<Double> {
    let n = design.hidden
    let sample = draw(stream, rows: max(rows, n), columns: min(rows, n)) { $0.normal() }
    let factor = sample.orthonormalFactor()
    return rows > n ? factor : factor.transposed()
  }

  /// The blocks of an LSTM's gates side by side, each from a stream of its own name.
  private func blocks(_ block: (String) -> Matrix<Double>) -> Matrix<Double> {
    let parts = ["i", "f", "c", "o"].map(block)
    let elements = (0..<parts[0].rows).flatMap { row in
      parts.flatMap { part in (0..<part.columns).map { part[row, $0] } }
    }
    return Matrix(rows: parts[0].rows, columns: design.width, elements: elements)
  }

  private func draw(
    _ stream: String, rows: Int, columns: Int, _ one: (inout RandomStream) -> Double
  ) -> Matrix<Double> {
    var random = RandomStream(seed: seed, name: stream)
    return Matrix(
      rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in one(&random) })
  }
}

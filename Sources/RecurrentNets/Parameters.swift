public import LinearAlgebra

/// The names of a network's parameters, as they stand in checkpoints and reference cases.
public enum ParameterName: String, CaseIterable, Sendable {
  /// Win, d × n.
  case inputWeights
  /// b, 1 × n.
  case bias
  /// h_0, 1 × n.
  case initialState
  /// Wout, n × K.
  case outputWeights
  /// bout, 1 × K.
  case outputBias
  /// W, n × n, of a dense or an orthogonal transition.
  case transition
  /// U, n × n, orthogonal.
  case leftBasis
  /// Vᵀ, n × n, orthogonal.
  case rightBasisTransposed
  /// p, 1 × n, of a transition with a margin.
  case spectrumParameters
  /// s, 1 × n, of a transition without a margin.
  case singularValues
}

/// Which learning rate a Euclidean parameter follows.
public enum ParameterGroup: Sendable {
  /// The free rate, for everything but the spectrum's parameters p.
  ///
  /// The singular values of a transition without a margin are free parameters, too.
  case free
  /// The spectrum's own rate, divided by 2m (for p).
  case spectrum
}

/// What a visitor of Euclidean parameters is shown: name, group, parameter (to change), gradient.
public typealias ParameterVisitor<Scalar: MatrixScalar> = (
  ParameterName, ParameterGroup, inout Matrix<Scalar>, Matrix<Scalar>
) -> Void

/// What a visitor of orthogonal factors of W is shown: name, factor (to change), where it stands in W,
/// W, and the gradient G = ∂L/∂W.
public typealias BasisVisitor<Scalar: MatrixScalar> = (
  ParameterName, inout Matrix<Double>, FactorSide, Matrix<Scalar>, Matrix<Scalar>
) -> Void

/// The gradients of the full loss that the backward pass leaves.
public struct NetworkGradients<Scalar: MatrixScalar>: Sendable {
  /// ∂L/∂Win, d × n.
  public internal(set) var inputWeights: Matrix<Scalar>
  /// ∂L/∂b, 1 × n.
  public internal(set) var bias: Matrix<Scalar>
  /// ∂L/∂h_0, 1 × n.
  public internal(set) var initialState: Matrix<Scalar>
  /// ∂L/∂Wout, n × K.
  public internal(set) var outputWeights: Matrix<Scalar>
  /// ∂L/∂bout, 1 × K.
  public internal(set) var outputBias: Matrix<Scalar>
  /// G = ∂L/∂W, n × n, of the composed W.
  public internal(set) var transition: Matrix<Scalar>

  init(_ design: NetworkDesign) {
    let (d, n, k) = (design.inputs, design.hidden, design.outputs)
    inputWeights = Matrix(rows: d, columns: n)
    bias = Matrix(rows: 1, columns: n)
    initialState = Matrix(rows: 1, columns: n)
    outputWeights = Matrix(rows: n, columns: k)
    outputBias = Matrix(rows: 1, columns: k)
    transition = Matrix(rows: n, columns: n)
  }

  /// The Euclidean norm over all gradients, W's counted as G.
  public var norm: Double {
    [inputWeights, bias, initialState, outputWeights, outputBias, transition]
      .reduce(0) { $0 + $1.sumOfSquares }.squareRoot()
  }
}

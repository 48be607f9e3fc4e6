public import LinearAlgebra

/// The names of a network's parameters, as they stand in checkpoints and reference cases.
public enum ParameterName: String, CaseIterable, Sendable {
  /// E, V × d, one row a symbol.
  case embedding
  /// Win, d × n (d × 4n of an LSTM).
  case inputWeights
  /// b, 1 × n.
  case bias
  /// h_0, 1 × n.
  case initialState
  /// c_0, 1 × n, of an LSTM.
  case initialCell
  /// w_i, w_f and w_o of an LSTM, 3 × n.
  case peepholes
  /// α of PReLU, 1 × 1.
  case slope
  /// β of modReLU, 1 × n.
  case modBias
  /// Wout, n × K.
  case outputWeights
  /// bout, 1 × K.
  case outputBias
  /// W, n × n, of a dense or an orthogonal transition; n × 4n of an LSTM.
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

/// What a visitor of orthogonal factors of W = U·S·Vᵀ is shown: name, factor (to change), where it
/// stands in W, Z = Uᵀ·(∂L/∂W)·V, and the diagonal of S as one row.
public typealias BasisVisitor<Scalar: MatrixScalar> = (
  ParameterName, inout OrthogonalMatrix<Scalar>, FactorSide, Matrix<Scalar>, Matrix<Scalar>
) -> Void

/// The gradients of the full loss that the backward pass leaves; what a network lacks is 0 × 0.
public struct NetworkGradients<Scalar: MatrixScalar>: Sendable {
  /// ∂L/∂E, V × d.
  public internal(set) var embedding: Matrix<Scalar>
  /// ∂L/∂Win, d × n.
  public internal(set) var inputWeights: Matrix<Scalar>
  /// ∂L/∂b, 1 × n.
  public internal(set) var bias: Matrix<Scalar>
  /// ∂L/∂h_0, 1 × n.
  public internal(set) var initialState: Matrix<Scalar>
  /// ∂L/∂c_0, 1 × n.
  public internal(set) var initialCell: Matrix<Scalar>
  /// ∂L/∂(w_i, w_f, w_o), 3 × n.
  public internal(set) var peepholes: Matrix<Scalar>
  /// ∂L/∂α (1 × 1) or ∂L/∂β (1 × n).
  public internal(set) var shape: Matrix<Scalar>
  /// ∂L/∂Wout, n × K.
  public internal(set) var outputWeights: Matrix<Scalar>
  /// ∂L/∂bout, 1 × K.
  public internal(set) var outputBias: Matrix<Scalar>
  /// G = ∂L/∂W, n × n, of the composed W.
  public internal(set) var transition: Matrix<Scalar>

  init(_ design: NetworkDesign) {
    let (d, n, k, width) = (design.inputs, design.hidden, design.outputs, design.width)
    let none = Matrix<Scalar>(rows: 0, columns: 0)
    let isLSTM = design.cell == .lstm
    embedding = design.symbols.map { Matrix(rows: $0, columns: d) } ?? none
    inputWeights = Matrix(rows: d, columns: width)
    bias = Matrix(rows: 1, columns: width)
    initialState = Matrix(rows: 1, columns: n)
    initialCell = isLSTM ? Matrix(rows: 1, columns: n) : none
    peepholes = isLSTM ? Matrix(rows: 3, columns: n) : none
    shape = Matrix(rows: 1, columns: design.shapeCount)
    outputWeights = Matrix(rows: n, columns: k)
    outputBias = Matrix(rows: 1, columns: k)
    transition = Matrix(rows: n, columns: width)
  }

  /// Makes all gradients zero, in place.
  mutating func reset() {
    embedding.reset()
    inputWeights.reset()
    bias.reset()
    initialState.reset()
    initialCell.reset()
    peepholes.reset()
    shape.reset()
    outputWeights.reset()
    outputBias.reset()
    transition.reset()
  }

  /// The Euclidean norm over all gradients, W's counted as G.
  public var norm: Double {
    var sum = embedding.count > 0 ? embedding.sumOfSquares : 0
    sum += inputWeights.sumOfSquares + bias.sumOfSquares + initialState.sumOfSquares
    sum += initialCell.count > 0 ? initialCell.sumOfSquares + peepholes.sumOfSquares : 0
    sum += shape.sumOfSquares + outputWeights.sumOfSquares + outputBias.sumOfSquares
    return (sum + transition.sumOfSquares).squareRoot()
  }
}

extension NetworkDesign {
  /// The entries of the activation's own parameter; one that nobody reads where it has none.
  var shapeCount: Int { shapeName == .modBias ? hidden : 1 }

  /// The name of the activation's own parameter.
  var shapeName: ParameterName? {
    guard cell == .plain else { return nil }
    return switch activation {
    case .prelu: .slope
    case .modrelu: .modBias
    case .identity, .tanh, .relu, .oplu: nil
    }
  }
}

public import LinearAlgebra

/// A recurrent network: its design and its parameters, ready to be passed over (W is composed).
public struct RecurrentNetwork<Scalar: MatrixScalar>: Sendable {
  /// What the network is.
  public let design: NetworkDesign
  /// E, V × d; 0 × 0 where the inputs are numbers.
  public private(set) var embedding: Matrix<Scalar>
  /// Win, d × n.
  public private(set) var inputWeights: Matrix<Scalar>
  /// b, 1 × n.
  public private(set) var bias: Matrix<Scalar>
  /// h_0, 1 × n.
  public private(set) var initialState: Matrix<Scalar>
  /// c_0, 1 × n, of an LSTM; else 0 × 0, as the next.
  public private(set) var initialCell: Matrix<Scalar>
  /// w_i, w_f and w_o, 3 × n, of an LSTM.
  public private(set) var peepholes: Matrix<Scalar>
  /// The activation's own parameter: α of PReLU (1 × 1), β of modReLU (1 × n); else not read.
  public private(set) var shape: Matrix<Scalar>
  /// Wout, n × K.
  public private(set) var outputWeights: Matrix<Scalar>
  /// bout, 1 × K.
  public private(set) var outputBias: Matrix<Scalar>
  /// W and its own parameters.
  public private(set) var transition: any Transition<Scalar>

  /// A network at its beginning, drawn from the streams "init.…" of a seed.
  ///
  /// - Complexity: O(n³) for the factorizations; 0.1 s at n = 500.
  public init(_ design: NetworkDesign, seed: Int) {
    let initializer = Initializer(design: design, seed: seed)
    self.design = design
    let isLSTM = design.cell == .lstm
    embedding = initializer.embedding().converted()
    inputWeights = initializer.inputWeights().converted()
    bias = initializer.bias().converted()
    initialState = Matrix(rows: 1, columns: design.hidden)
    initialCell = Matrix(rows: isLSTM ? 1 : 0, columns: isLSTM ? design.hidden : 0)
    peepholes = initializer.peepholes().converted()
    shape = Matrix(
      rows: 1, columns: design.shapeCount,
      repeating: design.shapeName == .slope ? Scalar(design.slope) : 0)
    outputWeights = initializer.outputWeights().converted()
    outputBias = Matrix(rows: 1, columns: design.outputs)
    transition = initializer.transition()
  }
}

extension RecurrentNetwork {
  /// Lets `visit` change each trained Euclidean parameter, in a fixed order.
  ///
  /// Call `compose` when all parameters of an iteration are stepped.
  ///
  /// - Parameters:
  ///   - gradients: those of the last backward pass.
  ///   - visit: gets name, group, parameter and gradient.
  public mutating func visitParameters(
    _ gradients: NetworkGradients<Scalar>, _ visit: ParameterVisitor<Scalar>
  ) {
    if design.symbols != nil { visit(.embedding, .free, &embedding, gradients.embedding) }
    visit(.inputWeights, .free, &inputWeights, gradients.inputWeights)
    visit(.bias, .free, &bias, gradients.bias)
    if design.learnsInitialState {
      visit(.initialState, .free, &initialState, gradients.initialState)
    }
    if design.cell == .lstm {
      if design.learnsInitialState {
        visit(.initialCell, .free, &initialCell, gradients.initialCell)
      }
      visit(.peepholes, .free, &peepholes, gradients.peepholes)
    }
    if let name = design.shapeName, name != .slope || design.learnsSlope {
      visit(name, .free, &shape, gradients.shape)
    }
    visit(.outputWeights, .free, &outputWeights, gradients.outputWeights)
    visit(.outputBias, .free, &outputBias, gradients.outputBias)
    transition.visitParameters(gradients.transition, visit)
  }

  /// Lets `visit` move each orthogonal factor of W; to be called after `pullBack`.
  public mutating func visitBases(
    _ gradients: NetworkGradients<Scalar>, _ visit: BasisVisitor<Scalar>
  ) {
    transition.visitBases(gradients.transition, visit)
  }

  /// Pulls G back to the transition's own parameters; `visitParameters` then shows their gradients.
  public mutating func pullBack(_ gradients: NetworkGradients<Scalar>) {
    transition.pullBack(gradients.transition, spectrumPenalty: design.spectrumPenalty)
  }

  /// Makes W anew from its parameters; to be called once they have changed.
  public mutating func compose() {
    transition.compose()
  }

  /// All parameters by name, in a fixed order; Float values become Double without a change.
  public var parameters: [(name: ParameterName, value: Matrix<Double>)] {
    let fixed: [(name: ParameterName, value: Matrix<Scalar>)] = [
      (.embedding, embedding), (.inputWeights, inputWeights), (.bias, bias),
      (.initialState, initialState), (.initialCell, initialCell), (.peepholes, peepholes),
      (design.shapeName ?? .slope, shape), (.outputWeights, outputWeights),
      (.outputBias, outputBias),
    ]
    return fixed.filter { design.has($0.name) }.map { ($0.name, $0.value.converted()) }
      + transition.parameters
  }

  /// Puts back a parameter that `parameters` gave, and composes W.
  ///
  /// - Returns: false where this network has no parameter of that name or the shape differs.
  public mutating func setParameter(_ name: ParameterName, to value: Matrix<Double>) -> Bool {
    guard
      let present = parameters.first(where: { $0.name == name })?.value,
      present.rows == value.rows, present.columns == value.columns
    else { return false }
    switch name {
    case .embedding: embedding.assign(converting: value)
    case .inputWeights: inputWeights.assign(converting: value)
    case .bias: bias.assign(converting: value)
    case .initialState: initialState.assign(converting: value)
    case .initialCell: initialCell.assign(converting: value)
    case .peepholes: peepholes.assign(converting: value)
    case .slope, .modBias: shape.assign(converting: value)
    case .outputWeights: outputWeights.assign(converting: value)
    case .outputBias: outputBias.assign(converting: value)
    case .transition, .leftBasis, .rightBasisTransposed, .spectrumParameters, .singularValues:
      guard transition.setParameter(name, to: value) else { return false }
      compose()
    }
    return true
  }

  /// The gradients of the full loss for all parameters by name, orthogonal factors included.
  ///
  /// After `pullBack`; for checks, it allocates.
  public func gradientsByName(
    _ gradients: NetworkGradients<Scalar>
  ) -> [(name: ParameterName, value: Matrix<Double>)] {
    let fixed: [(name: ParameterName, value: Matrix<Scalar>)] = [
      (.embedding, gradients.embedding), (.inputWeights, gradients.inputWeights),
      (.bias, gradients.bias), (.initialState, gradients.initialState),
      (.initialCell, gradients.initialCell), (.peepholes, gradients.peepholes),
      (design.shapeName ?? .slope, gradients.shape), (.outputWeights, gradients.outputWeights),
      (.outputBias, gradients.outputBias),
    ]
    return fixed.filter { design.has($0.name) }.map { ($0.name, $0.value.converted()) }
      + transition.gradients(gradients.transition)
  }

  /// Smallest, mean, spread and largest of the singular values of W.
  public var spectrum: SpectrumSummary { SpectrumSummary(transition.singularValues) }
}

extension NetworkDesign {
  /// Whether a network of this design has a parameter besides W's own.
  fileprivate func has(_ name: ParameterName) -> Bool {
    switch name {
    case .embedding: symbols != nil
    case .initialCell, .peepholes: cell == .lstm
    case .slope, .modBias: shapeName == name
    default: true
    }
  }
}

public import LinearAlgebra

/// A recurrent network: its design and its parameters, ready to be passed over (W is composed).
public struct RecurrentNetwork<Scalar: MatrixScalar>: Sendable {
  /// What the network is.
  public let design: NetworkDesign
  /// Win, d × n.
  public private(set) var inputWeights: Matrix<Scalar>
  /// b, 1 × n.
  public private(set) var bias: Matrix<Scalar>
  /// h_0, 1 × n.
  public private(set) var initialState: Matrix<Scalar>
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
    inputWeights = initializer.inputWeights().converted()
    bias = Matrix(rows: 1, columns: design.hidden, repeating: Scalar(design.bias))
    initialState = Matrix(rows: 1, columns: design.hidden)
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
    visit(.inputWeights, .free, &inputWeights, gradients.inputWeights)
    visit(.bias, .free, &bias, gradients.bias)
    if design.learnsInitialState {
      visit(.initialState, .free, &initialState, gradients.initialState)
    }
    visit(.outputWeights, .free, &outputWeights, gradients.outputWeights)
    visit(.outputBias, .free, &outputBias, gradients.outputBias)
    transition.visitParameters(gradients.transition, visit)
  }

  /// Lets `visit` move each orthogonal factor of W, given W and G.
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
    [
      (.inputWeights, inputWeights.converted()), (.bias, bias.converted()),
      (.initialState, initialState.converted()), (.outputWeights, outputWeights.converted()),
      (.outputBias, outputBias.converted()),
    ] + transition.parameters
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
    case .inputWeights: inputWeights.assign(converting: value)
    case .bias: bias.assign(converting: value)
    case .initialState: initialState.assign(converting: value)
    case .outputWeights: outputWeights.assign(converting: value)
    case .outputBias: outputBias.assign(converting: value)
    default:
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
    [
      (.inputWeights, gradients.inputWeights.converted()), (.bias, gradients.bias.converted()),
      (.initialState, gradients.initialState.converted()),
      (.outputWeights, gradients.outputWeights.converted()),
      (.outputBias, gradients.outputBias.converted()),
    ] + transition.gradients(gradients.transition)
  }

  /// Smallest, mean, spread and largest of the singular values of W.
  public var spectrum: SpectrumSummary { SpectrumSummary(transition.singularValues) }
}

/// The singular values of W in four numbers.
public struct SpectrumSummary: Equatable, Sendable {
  /// The smallest.
  public let min: Double
  /// The mean.
  public let mean: Double
  /// The standard deviation over all n of them (divided by n, not n − 1).
  public let std: Double
  /// The largest.
  public let max: Double

  /// The summary of some values; all NaN where there is a NaN or no value.
  public init(_ values: [Double]) {
    guard !values.isEmpty, !values.contains(where: \.isNaN) else {
      (min, mean, std, max) = (.nan, .nan, .nan, .nan)
      return
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    std = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    min = values.reduce(.infinity, Swift.min)
    max = values.reduce(-.infinity, Swift.max)
  }
}

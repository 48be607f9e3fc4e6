import LinearAlgebra
import RecurrentNets

/// The network and the batches that a case describes, in one precision.
struct ReferenceNetwork<Scalar: MatrixScalar> {
  let network: RecurrentNetwork<Scalar>
  let design: NetworkDesign

  init(_ reference: ReferenceCase) throws {
    design = try Self.design(reference)
    var network = RecurrentNetwork<Scalar>(design, seed: 0)
    for name in try reference.keys("parameters") {
      guard
        let parameter = ParameterName(rawValue: name),
        network.setParameter(parameter, to: try reference.matrix("parameters.\(name)"))
      else { throw ReferenceCase.Problem("\(reference.name): a parameter \(name)") }
    }
    self.network = network
  }

  /// The batch under a path of a case.
  func batch(_ reference: ReferenceCase, _ path: String) throws -> SequenceBatch<Scalar> {
    let inputs: Matrix<Scalar> = try reference.matrix(path + "inputs").converted()
    let targets = try reference.matrix(path + "targets")
    switch design.objective {
    case .crossEntropyEveryStep:
      return SequenceBatch(
        inputs: inputs, targets: .classes(targets.elements.map { Int32($0) }),
        size: targets.columns)
    case .crossEntropyLastStep:
      return SequenceBatch(
        inputs: inputs, targets: .classes(targets.elements.map { Int32($0) }),
        size: targets.count)
    case .squaredErrorLastStep:
      let values = Matrix(rows: targets.count, columns: 1, elements: targets.elements)
      return SequenceBatch(
        inputs: inputs, targets: .values(values.converted()), size: targets.count)
    }
  }

  private static func design(_ reference: ReferenceCase) throws -> NetworkDesign {
    let inputWeights = try reference.matrix("parameters.inputWeights")
    let outputWeights = try reference.matrix("parameters.outputWeights")
    let (activation, gain) = try self.activation(reference)
    var design = NetworkDesign(
      inputs: inputWeights.rows, hidden: inputWeights.columns, outputs: outputWeights.columns,
      activation: activation, objective: try objective(reference))
    design.gain = gain
    design.transition = try transition(reference)
    design.clip = try reference.number("config.clip")
    design.weightDecay = try reference.number("config.weightDecay")
    design.orthogonalityPenalty = try reference.number("config.orthogonalityPenalty")
    design.spectrumPenalty = try reference.number("config.spectrumPrior")
    return design
  }

  private static func activation(
    _ reference: ReferenceCase
  ) throws -> (Activation, gain: Double) {
    let name = try reference.text("config.nonlinearity")
    if name == "tanh-gain" { return (.tanh, 1.05) }  // the folder's README
    guard let activation = Activation(rawValue: name) else {
      throw ReferenceCase.Problem("\(reference.name): activation \(name)")
    }
    return (activation, 1)
  }

  private static func transition(_ reference: ReferenceCase) throws -> TransitionKind {
    switch try reference.text("config.transition") {
    case "factorized":
      let margin = try? reference.number("config.margin")
      return .factorized(margin: margin.map { .width($0) } ?? .none)
    case "dense": return .dense
    case "orthogonal": return .orthogonal
    case let other: throw ReferenceCase.Problem("\(reference.name): transition \(other)")
    }
  }

  private static func objective(_ reference: ReferenceCase) throws -> Objective {
    let loss = reference.has("config.loss") ? try reference.text("config.loss") : "mean"
    guard let reduction = Objective.Reduction(rawValue: loss) else {
      throw ReferenceCase.Problem("\(reference.name): loss \(loss)")
    }
    switch try reference.text("config.task") {
    // Accuracy counts the ten symbols to be recalled (method.md §5).
    case "copy": return .crossEntropyEveryStep(reduction: reduction, scoredSteps: 10)
    case "mnist": return .crossEntropyLastStep
    case "adding": return .squaredErrorLastStep
    case let other: throw ReferenceCase.Problem("\(reference.name): task \(other)")
    }
  }
}

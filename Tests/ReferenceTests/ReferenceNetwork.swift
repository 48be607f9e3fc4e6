import LinearAlgebra
import RecurrentNets

/// The network and the batches that a case describes, in one precision.
struct ReferenceNetwork<Scalar: MatrixScalar> {
  let network: RecurrentNetwork<Scalar>
  let design: NetworkDesign

  init(_ reference: ReferenceCase) throws {
    design = try Self.design(reference)
    var network = RecurrentNetwork<Scalar>(design, seed: 0)
    let names = ReferenceNames.split(network.parameters).map(\.name).sorted()
    guard try names == reference.keys("parameters") else {
      throw ReferenceCase.Problem("\(reference.name): parameters other than \(names)")
    }
    for (name, _) in network.parameters {
      guard network.setParameter(name, to: try ReferenceNames.join(name, of: reference)) else {
        throw ReferenceCase.Problem("\(reference.name): the parameter \(name)")
      }
    }
    self.network = network
  }

  /// The batch under a path of a case.
  func batch(_ reference: ReferenceCase, _ path: String) throws -> SequenceBatch<Scalar> {
    let targets = try reference.matrix(path + "targets")
    if design.symbols != nil { return try symbolBatch(reference, path, targets) }
    let inputs: Matrix<Scalar> = try reference.matrix(path + "inputs").converted()
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

  private func symbolBatch(
    _ reference: ReferenceCase, _ path: String, _ targets: Matrix<Double>
  ) throws -> SequenceBatch<Scalar> {
    let symbols = try reference.matrix(path + "inputs")
    let mask = try reference.matrix(path + "mask").elements
    let classes = zip(targets.elements, mask).map { $1 == 0 ? Int32(-1) : Int32($0) }
    return SequenceBatch(
      inputs: .symbols(symbols.elements.map { Int32($0) }), targets: .classes(classes),
      size: symbols.columns, marks: mask.map { $0 == 0 ? 0 : 2 })
  }

  private static func design(_ reference: ReferenceCase) throws -> NetworkDesign {
    let isLSTM = try reference.text("config.transition") == "lstm"
    let inputWeights = try reference.matrix("parameters.inputWeights\(isLSTM ? "_i" : "")")
    let outputWeights = try reference.matrix("parameters.outputWeights")
    let (activation, gain) = try self.activation(reference)
    var design = NetworkDesign(
      inputs: inputWeights.rows, hidden: inputWeights.columns, outputs: outputWeights.columns,
      activation: activation, objective: try objective(reference))
    design.gain = gain
    design.cell = isLSTM ? .lstm : .plain
    if reference.has("parameters.embedding") {
      design.symbols = try reference.matrix("parameters.embedding").rows
    }
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
    case "dense", "lstm": return .dense
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
    // Bits over the characters that count (method.md §5).
    case "ptb": return .crossEntropyEveryStep(reduction: reduction, scoredSteps: nil, unit: .bits)
    case "adding": return .squaredErrorLastStep
    case let other: throw ReferenceCase.Problem("\(reference.name): task \(other)")
    }
  }
}

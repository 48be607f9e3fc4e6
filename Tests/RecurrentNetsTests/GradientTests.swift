import LinearAlgebra
import Randomness
import RecurrentNets
import Testing

/// A network small enough for central differences, with odd sizes where they may be.
struct SmallTask {
  var design: NetworkDesign
  var steps = 4
  var size = 3
  /// Whether sequences end at different steps.
  var isMasked = false
  /// Whether sequences pause, each at a step of its own, and the longest do not come first.
  var pauses = false
  /// Whether inputs are the places of ones.
  var showsPlaces = false

  init(_ objective: Objective, activation: Activation = .tanh, outputs: Int = 4) {
    design = NetworkDesign(
      inputs: 2, hidden: activation == .oplu ? 6 : 5, outputs: outputs, activation: activation,
      objective: objective)
    design.clip = 0
  }

  func batch() -> SequenceBatch<Double> {
    var random = RandomStream(seed: 11, name: "batch")
    // Sequence k has k + 1 steps less than the batch; the first step after them is free, as padded.
    let marks = (0..<steps * size).map { row -> UInt8 in
      let (step, sequence) = (row / size, row % size)
      if pauses { return step == sequence % steps ? 0 : 2 }
      let length = steps - 1 - sequence
      return step < length ? 2 : step == length ? 1 : 0
    }
    return SequenceBatch(
      inputs: inputs(&random), targets: targets(&random, isMasked || pauses ? marks : []),
      size: size, marks: isMasked || pauses ? marks : [])
  }

  private func inputs(_ random: inout RandomStream) -> SequenceBatch<Double>.Inputs {
    if let symbols = design.symbols {
      return .symbols((0..<steps * size).map { _ in Int32(random.integer(below: symbols)) })
    }
    if showsPlaces {
      return .features(
        (0..<steps * size).map { _ in Int32(random.integer(below: design.inputs)) })
    }
    let entries = (0..<steps * size * design.inputs).map { _ in random.normal() }
    return .numbers(Matrix(rows: steps * size, columns: design.inputs, elements: entries))
  }

  private func targets(
    _ random: inout RandomStream, _ marks: [UInt8]
  ) -> SequenceBatch<Double>.Targets {
    if design.objective == .squaredErrorLastStep {
      let values = (0..<size * design.outputs).map { _ in random.normal() }
      return .values(Matrix(rows: size, columns: design.outputs, elements: values))
    }
    let answers = design.objective.answersEveryStep ? steps * size : size
    return .classes(
      (0..<answers).map { row in
        let target = Int32(random.integer(below: design.outputs))
        let isAsked = marks.isEmpty || !design.objective.answersEveryStep || marks[row] > 0
        return isAsked ? target : -1
      })
  }

  /// A network away from its start, where gradients of every parameter are of size 1.
  func network() -> RecurrentNetwork<Double> {
    var network = RecurrentNetwork<Double>(design, seed: 4)
    var random = RandomStream(seed: 12, name: "parameters")
    let bases: [ParameterName] = [.leftBasis, .rightBasisTransposed]
    for (name, value) in network.parameters {
      let isOrthogonal =
        bases.contains(name) || (name == .transition && design.transition == .orthogonal)
      guard !isOrthogonal else { continue }
      let entries = value.elements.map { $0 + 0.5 * random.normal() }
      let moved = Matrix(rows: value.rows, columns: value.columns, elements: entries)
      network.put(name, moved)
    }
    return network
  }
}

@Suite struct GradientTests {
  static let everyStep = Objective.crossEntropyEveryStep(reduction: .mean, scoredSteps: nil)
  static let kinds: [TransitionKind] = [
    .factorized(margin: .none), .factorized(margin: .width(0)),
    .factorized(margin: .width(0.3)), .factorized(margin: .width(3)), .dense, .orthogonal,
  ]
  static let objectives: [Objective] = [
    everyStep, .crossEntropyEveryStep(reduction: .sumTime, scoredSteps: 2),
    .crossEntropyEveryStep(reduction: .mean, scoredSteps: nil, unit: .bits), .crossEntropyLastStep,
    .squaredErrorLastStep,
  ]

  /// Every combination that a trial may ask for: activations × transitions × objectives.
  @Test(arguments: kinds, Activation.allCases)
  func `gradients are those of central differences`(
    kind: TransitionKind, activation: Activation
  ) {
    for objective in Self.objectives {
      var task = SmallTask(objective, activation: activation)
      task.design.transition = kind
      task.design.gain = 1.05
      task.design.weightDecay = 0.01
      task.design.orthogonalityPenalty = 0.1
      task.design.spectrumPenalty = 0.2
      check(task)
    }
  }

  @Test(arguments: objectives)
  func `every objective has its gradients`(objective: Objective) {
    check(SmallTask(objective))
    check(SmallTask(objective, outputs: 1))
  }

  @Test(arguments: objectives, [false, true])
  func `an LSTM has its gradients`(objective: Objective, isMasked: Bool) {
    var task = SmallTask(objective)
    task.design.cell = .lstm
    task.design.weightDecay = 0.01
    task.isMasked = isMasked
    check(task)
    task.design.symbols = 3
    check(task)
  }

  @Test(arguments: kinds, [false, true])
  func `symbols and ends of sequences have their gradients`(
    kind: TransitionKind, isMasked: Bool
  ) {
    for activation in Activation.allCases {
      var task = SmallTask(Self.everyStep, activation: activation)
      task.design.transition = kind
      task.design.symbols = 3
      task.isMasked = isMasked
      check(task)
    }
  }

  @Test(arguments: [everyStep, .crossEntropyLastStep], [CellKind.plain, .lstm])
  func `blocks of time steps join without a seam`(objective: Objective, cell: CellKind) {
    // 80 rows a step, so that a block of 200 rows holds two steps: five steps make 2 + 2 + 1.
    var task = SmallTask(objective)
    task.design.cell = cell
    for isMasked in [false, true] {
      task.isMasked = isMasked
      (task.steps, task.size) = (5, 80)
      check(task)
      // More rows a step than a block holds: one step each.
      (task.steps, task.size) = (3, 201)
      check(task)
    }
  }

  @Test(arguments: objectives, [CellKind.plain, .lstm])
  func `pauses carry states on, and gradients back`(objective: Objective, cell: CellKind) {
    var task = SmallTask(objective, activation: .relu)
    task.design.cell = cell
    task.pauses = true
    task.size = 5
    check(task)
  }

  @Test(arguments: [CellKind.plain, .lstm], [1, 13])
  func `networks wider than a vector have their gradients`(cell: CellKind, size: Int) {
    for hidden in [16, 19, 34] {
      var task = SmallTask(Self.everyStep, activation: .tanh, outputs: 17)
      task.design.cell = cell
      task.design.transition = .dense
      task.design.hidden = hidden
      (task.steps, task.size) = (2, size)
      check(task)
    }
  }

  @Test(arguments: [CellKind.plain, .lstm])
  func `places of ones have the gradients of the numbers that they stand for`(cell: CellKind) {
    var task = SmallTask(Self.everyStep)
    task.design.cell = cell
    task.design.inputs = 3
    task.showsPlaces = true
    check(task)
    let (network, batch) = (task.network(), task.batch())
    guard case .features(let index) = batch.inputs else { return }
    let ones = index.flatMap { place -> [Double] in (0..<Int32(3)).map { $0 == place ? 1 : 0 } }
    let numbers = SequenceBatch(
      inputs: Matrix(rows: index.count, columns: 3, elements: ones), targets: batch.targets,
      size: batch.size)
    var (byPlace, byNumber) = (
      Backpropagation<Double>(task.design), Backpropagation<Double>(task.design)
    )
    let reports = (
      byPlace.differentiate(network, over: batch), byNumber.differentiate(network, over: numbers)
    )
    // Twelve roundings of numbers of size 1, in another order.
    #expect(abs(reports.0.loss - reports.1.loss) < 1e-14)
    #expect(abs(byPlace.gradients.norm - byNumber.gradients.norm) < 1e-13)
  }

  /// Compares every entry's gradient with (L(θ + ε) − L(θ − ε)) / 2ε; an orthogonal factor is
  /// moved off its manifold for this, since its gradient is Euclidean.
  @Test(arguments: [CellKind.plain, .lstm])
  func `networks whose sums are taken in pieces have their gradients`(cell: CellKind) {
    // Sums over more than 256 units go by pieces, for at most 80 sequences at a time.
    var task = SmallTask(Self.everyStep, activation: .tanh)
    task.design.cell = cell
    task.design.transition = .dense
    task.design.hidden = 270
    (task.steps, task.size) = (2, 83)
    check(task, entries: 7)
  }

  /// Holds the gradient against differences: of all entries, or of so many of each parameter.
  private func check(_ task: SmallTask, entries: Int = .max) {
    let batch = task.batch()
    var network = task.network()
    var passes = Backpropagation<Double>(task.design)
    _ = passes.differentiate(network, over: batch)
    network.pullBack(passes.gradients)
    let gradients = network.gradientsByName(passes.gradients)
    let size = 1e-5  // truncation ε² and rounding 1e-16/ε balance near 1e-10
    for ((name, value), gradient) in zip(network.parameters, gradients) {
      let count = value.elements.count
      for index in stride(from: count / 2 % 5, to: count, by: max(1, count / entries)) {
        var losses: [Double] = []
        for sign in [1.0, -1.0] {
          var entries = value.elements
          entries[index] += sign * size
          let moved = Matrix(rows: value.rows, columns: value.columns, elements: entries)
          network.put(name, moved)
          losses.append(passes.evaluate(network, over: batch).loss)
        }
        network.put(name, value)
        let difference = (losses[0] - losses[1]) / (2 * size)
        let expected = gradient.value.elements[index]
        if !(abs(difference - expected) <= 1e-7 * max(1, abs(expected))) {
          Issue.record("\(name)[\(index)]: \(expected), by differences \(difference)")
        }
      }
    }
  }
}

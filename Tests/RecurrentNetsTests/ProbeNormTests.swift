import LinearAlgebra
import RecurrentNets
import Testing

/// The norms that probes keep, against a forward pass written once more.
@Suite("Norms for probes") struct ProbeNormTests {
  private static let objectives: [Objective] = GradientTests.objectives

  @Test(arguments: objectives, Activation.allCases)
  func `norms are those of the formulas`(objective: Objective, activation: Activation) {
    for kind in [TransitionKind.dense, .factorized(margin: .width(0.3))] {
      var task = SmallTask(objective, activation: activation)
      task.design.transition = kind
      task.design.gain = 1.05
      check(task)
      guard objective.answersEveryStep else { continue }
      task.isMasked = true
      task.design.symbols = 3
      check(task)
    }
  }

  @Test(arguments: objectives)
  func `an LSTM's norms are those of the formulas`(objective: Objective) {
    var task = SmallTask(objective)
    task.design.cell = .lstm
    check(task)
    guard objective.answersEveryStep else { return }
    task.isMasked = true
    task.design.symbols = 3
    check(task)
  }

  /// No data set has such sequences, but marks may say so.
  @Test(arguments: CellKind.allCases)
  func `a step left out within a sequence hands the gradient on`(cell: CellKind) {
    var task = SmallTask(GradientTests.everyStep)
    task.design.cell = cell
    let batch = task.batch()
    guard case .classes(var classes) = batch.targets else { return }
    // Sample 0 leaves out the second step, sample 2 the third.
    let marks = classes.indices.map { UInt8([3, 8].contains($0) ? 0 : 2) }
    for row in [3, 8] { classes[row] = -1 }
    check(
      task,
      SequenceBatch(
        inputs: batch.inputs, targets: .classes(classes), size: batch.size, marks: marks))
  }

  private func check(_ task: SmallTask) { check(task, task.batch()) }

  /// Compares ‖h_t‖, and ‖∂L_T/∂h_t‖ with central differences of every entry of h_t.
  private func check(_ task: SmallTask, _ batch: SequenceBatch<Double>) {
    let network = task.network()
    let slow = SlowNetwork(network, batch)
    var passes = Backpropagation<Double>(task.design)
    _ = passes.differentiate(network, over: batch)
    let hidden = passes.hiddenNorms(over: batch)
    let gradients = passes.lastStepGradientNorms(network, over: batch)
    #expect(hidden.count == batch.steps && gradients.count == batch.steps)
    let states = (0..<batch.size).map { slow.states(of: $0, slow.start) }
    for step in 1...batch.steps {
      var (squares, slopes) = (0.0, 0.0)
      for sample in 0..<batch.size {
        let state = states[sample][step]
        squares += state.hidden.reduce(0) { $0 + $1 * $1 }
        for unit in state.hidden.indices {
          let slope = slope(slow, sample, step, state, unit) / Double(batch.size)
          slopes += slope * slope
        }
      }
      // Sums of some hundred products of size 1, in another order.
      #expect(abs(hidden[step - 1] - squares.squareRoot()) < 1e-12, "h after \(step)")
      let expected = slopes.squareRoot()
      // Truncation ε² and rounding 1e-16/ε balance near 1e-10 a difference.
      #expect(
        abs(gradients[step - 1] - expected) < 1e-8 * max(1, expected), "∂L/∂h after \(step)")
    }
  }

  /// ∂L_T/∂h of one unit of one sample, its cell held.
  private func slope(
    _ slow: SlowNetwork, _ sample: Int, _ step: Int, _ state: SlowNetwork.State, _ unit: Int
  ) -> Double {
    let size = 1e-5
    let losses = [size, -size].map { change -> Double in
      var moved = state
      moved.hidden[unit] += change
      let states = slow.states(of: sample, from: step, moved)
      return slow.lastLoss(of: sample, states[states.count - 1])
    }
    return (losses[0] - losses[1]) / (2 * size)
  }

  @Test func `the clip acts on what goes back, and not on the last state's gradient`() {
    var design = NetworkDesign(
      inputs: 1, hidden: 1, outputs: 1, activation: .identity, objective: .squaredErrorLastStep)
    design.transition = .dense
    design.clip = 0.25
    var network = RecurrentNetwork<Double>(design, seed: 0)
    for (name, value) in [
      (ParameterName.inputWeights, 1.0), (.transition, 2), (.outputWeights, 1),
    ] {
      network.put(name, Matrix(row: [value]))
    }
    let batch = SequenceBatch(
      inputs: Matrix<Double>(rows: 3, columns: 1, elements: [1, 0, 0]),
      targets: .values(Matrix(row: [0])), size: 1)
    var passes = Backpropagation<Double>(design)
    _ = passes.differentiate(network, over: batch)
    // h = 1, 2, 4, so that ∂L/∂h_3 = 8; its message is 0.25, twice that arrives, and so on.
    #expect(passes.hiddenNorms(over: batch) == [1, 2, 4])
    #expect(passes.lastStepGradientNorms(network, over: batch) == [0.5, 0.5, 8])
  }

  @Test func `measuring leaves the gradients as they are`() {
    for cell in CellKind.allCases {
      var task = SmallTask(GradientTests.everyStep)
      task.design.cell = cell
      task.isMasked = true
      let (network, batch) = (task.network(), task.batch())
      var passes = Backpropagation<Double>(task.design)
      _ = passes.differentiate(network, over: batch)
      let before = network.gradientsByName(passes.gradients)
      _ = passes.lastStepGradientNorms(network, over: batch)
      let after = network.gradientsByName(passes.gradients)
      #expect(zip(before, after).allSatisfy { $0.value == $1.value })
    }
  }
}

import LinearAlgebra
import RecurrentNets
import Testing

@Suite struct PassTests {
  /// One unit, one input, one sample: h_t = f(x_t + w·h_{t−1}), read by two outputs.
  private func scalar(_ activation: Activation, weight: Double) -> RecurrentNetwork<Double> {
    var design = NetworkDesign(
      inputs: 1, hidden: 1, outputs: 2, activation: activation,
      objective: .crossEntropyEveryStep(reduction: .mean, scoredSteps: 1))
    design.transition = .dense
    design.weightDecay = 0
    design.clip = 0
    var network = RecurrentNetwork<Double>(design, seed: 0)
    for (name, value) in [
      (ParameterName.inputWeights, [1.0]), (.transition, [weight]), (.outputWeights, [1, -1]),
    ] {
      network.put(name, Matrix(row: value))
    }
    return network
  }

  private func batch(_ inputs: [Double], _ classes: [Int32]) -> SequenceBatch<Double> {
    SequenceBatch(
      inputs: Matrix(rows: inputs.count, columns: 1, elements: inputs),
      targets: .classes(classes), size: 1)
  }

  @Test func `states follow the recurrence`() {
    let network = scalar(.identity, weight: 0.5)
    var passes = Backpropagation<Double>(network.design)
    let report = passes.differentiate(network, over: batch([1, 0, -4], [0, 0, 0]))
    #expect(passes.hiddenStates(batchSize: 1).elements == [1, 0.5, -3.75])
    #expect(report.largestState == 3.75)
  }

  @Test func `accuracy counts the scored steps alone`() {
    let network = scalar(.identity, weight: 0)
    var passes = Backpropagation<Double>(network.design)
    // Class 0 is the answer where h > 0; only the last step is scored.
    let right = passes.evaluate(network, over: batch([1, 1, 1], [1, 1, 0]))
    let wrong = passes.evaluate(network, over: batch([1, 1, 1], [0, 0, 1]))
    #expect(right.accuracy == 1 && wrong.accuracy == 0)
  }

  @Test func `relu's message at exactly zero is half`() {
    // A zero input into a zero state stands on the kink: W = 0, b = 0, h_0 = 0.
    let network = scalar(.relu, weight: 0)
    var passes = Backpropagation<Double>(network.design)
    _ = passes.differentiate(network, over: batch([0], [0]))
    // ∂L/∂h = (½ − 1)·1 + ½·(−1) = −1 at z = (0, 0), and half of it passes.
    #expect(passes.gradients.bias[0, 0] == -0.5)
  }

  @Test func `the message clip bounds what reaches each time step`() {
    var design = scalar(.identity, weight: 1).design
    design.clip = 0.01
    var network = RecurrentNetwork<Double>(design, seed: 0)
    for (name, value) in scalar(.identity, weight: 1).parameters {
      network.put(name, value)
    }
    var passes = Backpropagation<Double>(design)
    _ = passes.differentiate(network, over: batch([3, 0, 0], [1, 1, 1]))
    // Every message is far above the clip; three steps add up.
    #expect(abs(passes.gradients.bias[0, 0] - 0.03) < 1e-15)
  }

  @Test func `decay and penalties stay out of the task's loss`() {
    var design = scalar(.identity, weight: 2).design
    design.weightDecay = 0.1
    design.orthogonalityPenalty = 0.01
    var network = RecurrentNetwork<Double>(design, seed: 0)
    for (name, value) in scalar(.identity, weight: 2).parameters {
      network.put(name, value)
    }
    var passes = Backpropagation<Double>(design)
    let report = passes.evaluate(network, over: batch([1], [0]))
    // 0.1·(1² + 2² + 1² + 1²) + 0.01·(2² − 1)²
    #expect(abs(report.loss - report.taskLoss - 0.79) < 1e-14)
  }

  @Test func `a state that overflows is reported`() {
    let network = scalar(.identity, weight: 1e200)
    var passes = Backpropagation<Double>(network.design)
    let report = passes.evaluate(network, over: batch([1, 0, 0], [0, 0, 0]))
    #expect(!report.isFinite)
  }

  @Test func `a pass after one of another shape gives the same bytes`() {
    let network = scalar(.tanh, weight: 0.7)
    let (short, long) = (batch([1, 2], [0, 1]), batch([1, 2, 3, 4, 5], [0, 1, 0, 1, 0]))
    var fresh = Backpropagation<Double>(network.design)
    let expected = fresh.differentiate(network, over: short)
    var used = Backpropagation<Double>(network.design)
    _ = used.differentiate(network, over: long)
    let report = used.differentiate(network, over: short)
    #expect(report == expected)
    #expect(used.gradients.transition == fresh.gradients.transition)
    #expect(used.gradients.initialState == fresh.gradients.initialState)
  }
}

import LinearAlgebra
import Optimization
import Randomness
import RecurrentNets
import Testing
import Training

@Suite struct TrainingStepTests {
  private func design(hidden: Int, _ kind: TransitionKind) -> NetworkDesign {
    var design = NetworkDesign(
      inputs: 1, hidden: hidden, outputs: 9, activation: .identity,
      objective: .crossEntropyEveryStep(reduction: .mean, scoredSteps: 2))
    design.transition = kind
    return design
  }

  /// Random symbols and random answers: gradients of full size that never die out.
  private func batch(_ random: inout RandomStream, steps: Int, size: Int) -> SequenceBatch<Float> {
    let count = steps * size
    let symbols = (0..<count).map { _ in Float(random.integer(below: 9)) }
    let classes = (0..<count).map { _ in Int32(random.integer(below: 9)) }
    return SequenceBatch(
      inputs: Matrix(rows: count, columns: 1, elements: symbols), targets: .classes(classes),
      size: size)
  }

  @Test(arguments: [1e-6, 1e-3])
  func `bases stay orthogonal over 5,000 iterations`(rate: Double) throws {
    BLAS.setThreads(1)  // as a trial does; more threads only wait for each other at this size
    var training = TrainingStep(
      RecurrentNetwork<Float>(design(hidden: 128, .factorized(margin: .width(0.1))), seed: 0),
      rule: .rmsprop, rates: LearningRates(free: 1e-4, spectrum: 1e-4, bases: rate))
    var random = RandomStream(seed: 0, name: "data")
    let batches = (0..<5).map { _ in batch(&random, steps: 6, size: 4) }
    for iteration in 0..<5000 {
      let report = training.iterate(over: batches[iteration % 5])
      #expect(report.isFinite)
    }
    // 5,000 deltas, each rounded to 1e-16 of itself, and added with half an ulp of at most 1.
    #expect(try #require(training.network.transition.orthogonalityError) <= 1e-12)
  }

  @Test func `above the limit of the Double step bases stay orthogonal, too`() throws {
    BLAS.setThreads(1)
    var training = TrainingStep(
      RecurrentNetwork<Float>(design(hidden: 300, .factorized(margin: .width(0.1))), seed: 0),
      rule: .rmsprop, rates: LearningRates(free: 1e-4, spectrum: 1e-4, bases: 1e-6))
    var random = RandomStream(seed: 0, name: "data")
    let batches = (0..<5).map { _ in batch(&random, steps: 6, size: 4) }
    for iteration in 0..<400 { _ = training.iterate(over: batches[iteration % 5]) }
    // Each change, of norm near 1e-6, is Float's to 6e-8 of itself: 6e-14 at worst, 400 times.
    #expect(try #require(training.network.transition.orthogonalityError) <= 3e-11)
  }

  @Test func `bases of rate 0 stay where they are, and the spectrum moves`() {
    for kind in [TransitionKind.factorized(margin: .width(0.1)), .orthogonal] {
      var training = TrainingStep(
        RecurrentNetwork<Float>(design(hidden: 7, kind), seed: 1), rule: .rmsprop,
        rates: LearningRates(free: 1e-2, spectrum: 1e-2, bases: 0))
      let before = training.network.transition.parameters
      var random = RandomStream(seed: 4, name: "data")
      for _ in 0..<3 { _ = training.iterate(over: batch(&random, steps: 4, size: 2)) }
      for (old, new) in zip(before, training.network.transition.parameters) {
        #expect((old.value == new.value) == (old.name != .spectrumParameters))
      }
    }
  }

  @Test func `the same seed gives the same bytes`() {
    func trained() -> [Matrix<Double>] {
      var training = TrainingStep(
        RecurrentNetwork<Float>(design(hidden: 9, .factorized(margin: .none)), seed: 1),
        rule: .adam, rates: LearningRates(free: 1e-2, spectrum: 1e-2, bases: 1e-2))
      var random = RandomStream(seed: 1, name: "data")
      for _ in 0..<20 { _ = training.iterate(over: batch(&random, steps: 5, size: 3)) }
      return training.network.parameters.map(\.value)
    }
    #expect(trained() == trained())
  }

  @Test func `a restored training goes on as if undisturbed`() {
    let design = design(hidden: 6, .factorized(margin: .width(0.5)))
    let rates = LearningRates(free: 1e-2, spectrum: 1e-2, bases: 1e-2)
    var random = RandomStream(seed: 2, name: "data")
    let batches = (0..<6).map { _ in batch(&random, steps: 4, size: 2) }
    var whole = TrainingStep(
      RecurrentNetwork<Float>(design, seed: 1), rule: .nesterov, rates: rates)
    for batch in batches.prefix(3) { _ = whole.iterate(over: batch) }
    var restored = TrainingStep(
      RecurrentNetwork<Float>(design, seed: 9), rule: .nesterov, rates: rates)
    let isRestored = restored.restore(
      parameters: whole.network.parameters,
      optimizers: whole.optimizers.map { ($0.name, $0.optimizer.memory, $0.optimizer.steps) })
    #expect(isRestored)
    for batch in batches.suffix(3) {
      let (expected, report) = (whole.iterate(over: batch), restored.iterate(over: batch))
      #expect(report == expected)
    }
    #expect(
      whole.network.parameters.map(\.value) == restored.network.parameters.map(\.value))
  }

  @Test func `a margin of 0 holds the spectrum at 1 while the bases move`() {
    var training = TrainingStep(
      RecurrentNetwork<Float>(design(hidden: 5, .factorized(margin: .width(0))), seed: 1),
      rule: .rmsprop, rates: LearningRates(free: 1e-2, spectrum: 1e-2, bases: 1e-1))
    let before = training.network.transition.composite
    var random = RandomStream(seed: 3, name: "data")
    for _ in 0..<5 { _ = training.iterate(over: batch(&random, steps: 4, size: 2)) }
    #expect(training.network.transition.singularValues == [1, 1, 1, 1, 1])
    #expect(training.network.transition.composite != before)
  }

  @Test func `the spectrum's rate is divided by the width of its interval`() {
    func rate(_ kind: TransitionKind, rescales: Bool) -> Double? {
      let training = TrainingStep(
        RecurrentNetwork<Float>(design(hidden: 3, kind), seed: 1), rule: .sgd,
        rates: LearningRates(free: 1, spectrum: 8, bases: 0, rescalesSpectrum: rescales))
      return training.optimizers.last?.optimizer.learningRate
    }
    #expect(rate(.factorized(margin: .width(0.1)), rescales: true) == 40)
    #expect(rate(.factorized(margin: .width(0.1)), rescales: false) == 8)
    #expect(rate(.factorized(margin: .width(0)), rescales: true) == 8)
    // Without a margin, s is a free parameter like any other.
    #expect(rate(.factorized(margin: .none), rescales: true) == 1)
  }

  @Test func `a loss that is not finite changes nothing`() {
    var training = TrainingStep(
      RecurrentNetwork<Float>(design(hidden: 3, .dense), seed: 1), rule: .sgd,
      rates: LearningRates(free: 1, spectrum: 1, bases: 1))
    let before = training.network.parameters.map(\.value)
    let inputs = Matrix<Float>(rows: 2, columns: 1, elements: [.infinity, 1])
    let report = training.iterate(
      over: SequenceBatch(inputs: inputs, targets: .classes([0, 1]), size: 1))
    #expect(!report.isFinite)
    #expect(training.network.parameters.map(\.value) == before)
  }
}

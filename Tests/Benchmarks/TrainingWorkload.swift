import BenchmarkFigures
import LinearAlgebra
import Optimization
import Randomness
import RecurrentNets
import Training

// All that the benchmark knows of the engine stands in this file.

/// A network in training on one workload, with batches that lie in memory.
struct TrainingWorkload {
  private var training: TrainingStep<Float>
  private let batches: [SequenceBatch<Float>]
  private var iteration = 0

  /// The network of a workload, and four batches for it, all drawn from one seed.
  init(_ workload: Workload) {
    BLAS.setThreads(1)
    training = TrainingStep(
      RecurrentNetwork(Self.design(of: workload), seed: 1), rule: .rmsprop,
      rates: LearningRates(free: 1e-4, spectrum: 1e-4, bases: 1e-6))
    var random = RandomStream(seed: 1, name: "benchmark")
    batches = (0..<4).map { _ in Self.batch(of: workload, from: &random) }
  }

  /// Trains on the next batch; whoever watches the heap may do so around this call.
  /// - Returns: Whether loss and states stayed among finite numbers.
  mutating func iterate() -> Bool {
    let batch = batches[iteration % batches.count]
    iteration += 1
    return training.iterate(over: batch).isFinite
  }

  /// What is left out is as in any trial: weight decay, h_0 trained, gain 1.
  private static func design(of workload: Workload) -> NetworkDesign {
    var design = NetworkDesign(
      inputs: workload.features, hidden: workload.hidden, outputs: Workload.classes,
      activation: workload.task == .smnist ? .tanh : .identity,
      objective: workload.task == .smnist
        ? .crossEntropyLastStep : .crossEntropyEveryStep(reduction: .mean, scoredSteps: 10))
    design.cell = workload.cell == .lstm ? .lstm : .plain
    design.transition =
      workload.descent == .dense ? .dense : .factorized(margin: .width(0.1))
    design.clip = workload.cell == .lstm ? 1 : 100
    return design
  }

  private static func batch(
    of workload: Workload, from random: inout RandomStream
  ) -> SequenceBatch<Float> {
    switch workload.task {
    case .smnist: pixels(workload, &random)
    case .copy: symbols(workload, &random)
    }
  }

  /// Random pixels and digits; what they show costs no time.
  private static func pixels(
    _ workload: Workload, _ random: inout RandomStream
  ) -> SequenceBatch<Float> {
    let count = workload.steps * Workload.batch
    let pixels = (0..<count).map { _ in Float(random.integer(below: 256)) / 256 }
    let digits = (0..<Workload.batch).map { _ in Int32(random.integer(below: 10)) }
    return SequenceBatch(
      inputs: Matrix(rows: count, columns: 1, elements: pixels), targets: .classes(digits),
      size: Workload.batch)
  }

  /// The peers' one-hot sequences, by the places of their ones: ten symbols of 1…8, blanks (0), the delimiter (9), ten blanks.
  private static func symbols(
    _ workload: Workload, _ random: inout RandomStream
  ) -> SequenceBatch<Float> {
    let (size, steps) = (Workload.batch, workload.steps)
    var places = [Int32](repeating: 0, count: steps * size)
    var answers = [Int32](repeating: 0, count: steps * size)
    for step in 0..<steps {
      for sample in 0..<size {
        let row = step * size + sample
        if step == steps - 11 { places[row] = 9 }
        if step < 10 {
          places[row] = Int32(1 + random.integer(below: 8))
          answers[row + (steps - 10) * size] = places[row]
        }
      }
    }
    return SequenceBatch(inputs: .features(places), targets: .classes(answers), size: size)
  }
}

/// What the engine says of itself.
enum Engine {
  /// The level of the kernels in use, and OpenBLAS with its own.
  static var words: String {
    "kernels \(KernelLevel.current.rawValue) · OpenBLAS \(BLAS.version) (\(BLAS.coreName))"
  }
}

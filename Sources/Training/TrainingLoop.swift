import LinearAlgebra
import RecurrentNets
import SequenceTasks

/// A network in training on its task's minibatches, one iteration after the other.
struct TrainingLoop<Scalar: MatrixScalar>: Sendable {
  /// How an iteration ended.
  enum Iteration {
    case done(LossReport, gradientNorm: Double)
    case diverged(reason: String)
  }

  private(set) var history = IterationHistory()
  /// The iterations begun so far.
  private(set) var step = 0

  private var training: TrainingStep<Scalar>
  private(set) var batches: MinibatchStream
  private var inputs: Matrix<Scalar>
  private var values: Matrix<Scalar>

  init(_ hyperparameters: Hyperparameters) {
    training = TrainingStep(
      RecurrentNetwork(hyperparameters.design, seed: hyperparameters.initSeed),
      rule: hyperparameters.rule, rates: hyperparameters.rates)
    batches = MinibatchStream(
      hyperparameters.task, size: hyperparameters.batch, seed: hyperparameters.dataSeed)
    let batch = batches.current
    inputs = Matrix(rows: batch.inputs.rows, columns: batch.inputs.columns)
    values = Matrix(rows: batch.values.rows, columns: batch.values.columns)
  }

  /// Trains on the next minibatch.
  mutating func iterate() -> Iteration {
    step += 1
    batches.advance()
    let spectrum = cheapSpectrum
    let report = train()
    let gradientNorm = training.gradientNorm
    history.append(
      IterationTrace(
        step: step, loss: report.taskLoss, largestState: report.largestState,
        gradientNorm: gradientNorm, spectrum: spectrum))
    return report.isFinite
      ? .done(report, gradientNorm: gradientNorm) : .diverged(reason: Self.reason(of: report))
  }

  /// The spectrum of W now and the error of its orthogonal factors.
  var spectrumMetrics: [Metric: Double] {
    let spectrum = training.network.spectrum
    var metrics: [Metric: Double] = [
      .spectrumMin: spectrum.min, .spectrumMean: spectrum.mean, .spectrumStd: spectrum.std,
      .spectrumMax: spectrum.max,
    ]
    metrics[.orthogonalityError] = training.network.transition.orthogonalityError
    return metrics
  }

  /// The sequences lie in shared storage only within this call, so that they are drawn in place.
  private mutating func train() -> LossReport {
    let batch = batches.current
    inputs.assign(converting: batch.inputs)
    let targets: SequenceBatch<Scalar>.Targets
    switch batches.task.answer {
    case .classesEveryStep, .classAtTheEnd: targets = .classes(batch.classes)
    case .numbersAtTheEnd:
      values.assign(converting: batch.values)
      targets = .values(values)
    }
    return training.iterate(
      over: SequenceBatch(inputs: inputs, targets: targets, size: batch.size))
  }

  /// A free W would need a decomposition in every iteration.
  private var cheapSpectrum: (min: Double, max: Double)? {
    guard training.network.design.transition != .dense else { return nil }
    let spectrum = training.network.spectrum
    return (spectrum.min, spectrum.max)
  }

  private static func reason(of report: LossReport) -> String {
    func fault(_ value: Double) -> String { value.isNaN ? "NaN" : "infinite" }
    guard report.largestState.isFinite else {
      return "a hidden state is \(fault(report.largestState))"
    }
    return "the loss is \(fault(report.loss))"
  }
}

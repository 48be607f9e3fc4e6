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

  var history = IterationHistory()
  /// The iterations begun so far.
  var step = 0
  var training: TrainingStep<Scalar>
  var batches: MinibatchStream
  var probes: ProbeRecording
  /// How much the last measured iteration changed the parameters, by group.
  var update: UpdateNorms?

  private var conversion = BatchConversion<Scalar>()

  init(_ hyperparameters: Hyperparameters, _ data: TaskData) {
    training = TrainingStep(
      RecurrentNetwork(hyperparameters.design, seed: hyperparameters.initSeed),
      rule: hyperparameters.rule, rates: hyperparameters.rates)
    batches = MinibatchStream(
      hyperparameters.task, data: data, size: hyperparameters.batch,
      seed: hyperparameters.dataSeed)
    let perEpoch = hyperparameters.batchesPerEpoch ?? batches.batchesPerEpoch ?? 1
    // No process lives to see the end of a training whose iterations no number holds.
    let (iterations, overflow) = hyperparameters.epochs.multipliedReportingOverflow(by: perEpoch)
    probes = ProbeRecording(hyperparameters.probes, iterations: overflow ? .max : iterations)
  }

  /// The network as it is now.
  var network: RecurrentNetwork<Scalar> { training.network }

  /// Trains on the next minibatch.
  ///
  /// - Parameter measuringUpdate: whether `update` is to tell of it, which copies all parameters.
  /// - Returns: how it ended.
  mutating func iterate(measuringUpdate: Bool = false) -> Iteration {
    step += 1
    batches.advance()
    let spectrum = cheapSpectrum
    let before = measuringUpdate ? network.parameters : []
    let report = train()
    let gradientNorm = training.gradientNorm
    history.append(
      IterationTrace(
        step: step, loss: report.taskLoss, largestState: report.largestState,
        gradientNorm: gradientNorm, spectrum: spectrum))
    guard report.isFinite else { return .diverged(reason: Self.reason(of: report)) }
    if measuringUpdate { update = UpdateNorms(from: before, to: network) }
    return .done(report, gradientNorm: gradientNorm)
  }

  /// The sequences lie in shared storage only within this call, so that they are drawn in place.
  private mutating func train() -> LossReport {
    let (step, batch) = (step, conversion.batch(of: batches.current, batches.task))
    // Taken out, because the training and its observer may not both change `self`.
    var recording = ProbeRecording([], iterations: 1)
    swap(&recording, &probes)
    defer { swap(&recording, &probes) }
    return training.iterate(over: batch) { passes, network in
      recording.record(step, &passes, network, batch)
    }
  }

  /// A free W would need a decomposition in every iteration.
  private var cheapSpectrum: (min: Double, max: Double)? {
    guard network.design.transition != .dense else { return nil }
    let spectrum = network.spectrum
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

extension TrainingLoop {
  /// What all sequences of a split cost, by the weights as they are.
  ///
  /// - Throws: `Interrupted`, as soon as `isInterrupted` says so; it is asked before every batch.
  mutating func evaluate(
    _ batches: inout SplitBatches, isInterrupted: () -> Bool = { false }
  ) throws(Interrupted) -> Evaluation {
    var (all, strict) = (Tally(), Tally())
    batches.rewind()
    while batches.next() {
      if isInterrupted() { throw Interrupted() }
      let report = training.evaluate(
        over: conversion.batch(of: batches.current, self.batches.task))
      all.add(report.tally)
      strict.add(report.strictTally)
    }
    return Evaluation(all: all, strict: strict)
  }

  /// The spectrum of W now, the error of its orthogonal factors, and PReLU's slope.
  var networkMetrics: [Metric: Double] {
    var metrics: [Metric: Double] = [:]
    if network.design.cell == .plain {
      let spectrum = network.spectrum
      metrics[.spectrumMin] = spectrum.min
      metrics[.spectrumMean] = spectrum.mean
      metrics[.spectrumStd] = spectrum.std
      metrics[.spectrumMax] = spectrum.max
      metrics[.orthogonalityError] = network.transition.orthogonalityError
      if network.design.activation == .prelu { metrics[.slope] = Double(network.shape[0, 0]) }
    }
    return metrics.merging(update?.metrics ?? [:]) { $1 }
  }
}

/// Told to stop in the middle of an evaluation, which is then as if it had not begun.
struct Interrupted: Error {}

/// What a part of the data costs.
struct Evaluation: Sendable, Equatable {
  /// All positions that are trained on.
  let all: Tally
  /// Those that count strictly.
  let strict: Tally
}

extension Tally {
  /// The fraction of right answers; NaN where the network answered NaN to any, which would otherwise
  /// count as an answer of the first class.
  var soundAccuracy: Double { loss.isNaN ? .nan : accuracy }
}

import Foundation
import LinearAlgebra
import RecurrentNets
import SequenceTasks
import Trials

/// A training on its way: all that there is between two iterations, and what is told of it.
///
/// It goes through its epochs one iteration after the other; everything that a checkpoint keeps is in
/// here (`Checkpoint`), so that a training goes on as if it had never stopped.
struct TrainingCourse<Scalar: MatrixScalar>: Sendable {
  var loop: TrainingLoop<Scalar>
  /// The epoch that is going on, counted from 1.
  var epoch = 1
  /// The iterations of it that are done.
  var iterationsDone = 0
  var averages = EpochAverages()
  var curves = CurveColumns()
  var selection: Selection?
  /// W's orthogonal factors at the beginning of the epoch.
  var basesBefore: BasesBefore

  let hyperparameters: Hyperparameters
  /// The sum of the data's files; empty where none were read.
  let dataDigest: String
  let iterationsPerEpoch: Int
  private var validation: SplitBatches?
  private var test: SplitBatches?

  init(_ hyperparameters: Hyperparameters, _ data: TaskData, digest: String = "") {
    self.hyperparameters = hyperparameters
    dataDigest = digest
    loop = TrainingLoop(hyperparameters, data)
    iterationsPerEpoch = hyperparameters.batchesPerEpoch ?? loop.batches.batchesPerEpoch ?? 0
    basesBefore = BasesBefore(loop.network)
    func batches(_ split: DataSplit) -> SplitBatches? {
      SplitBatches(
        hyperparameters.task, data: data, split: split, size: hyperparameters.evaluationBatch)
    }
    (validation, test) = (batches(.valid), batches(.test))
  }

  /// Whether all parameters are finite; the last update of an epoch is seen by no later iteration.
  var isSound: Bool {
    loop.network.parameters.allSatisfy { $0.value.maxMagnitude.isFinite }
  }

  /// Whether the iterations of this epoch are done.
  var isEpochTrained: Bool { iterationsDone == iterationsPerEpoch }

  /// Trains on the next minibatch.
  mutating func iterate() -> TrainingLoop<Scalar>.Iteration {
    let iteration = loop.iterate(measuringUpdate: iterationsDone == iterationsPerEpoch - 1)
    if case .done(let report, let gradientNorm) = iteration {
      averages.add(report, gradientNorm: gradientNorm)
      iterationsDone += 1
    }
    return iteration
  }

  /// Measures what an epoch ends with, and goes on to the next.
  ///
  /// - Parameter isInterrupted: asked before every batch of the validation set.
  /// - Returns: the epoch's metrics, but for its times.
  /// - Throws: `Interrupted`; the epoch's end is then still to come.
  mutating func endEpoch(
    isInterrupted: () -> Bool = { false }
  ) throws(Interrupted) -> [Metric: Double] {
    var metrics = averages.metrics.merging(loop.networkMetrics) { $1 }
    metrics[.basesRotation] = basesBefore.rotation(to: loop.network)
    if let evaluation = try evaluate(\.validation, isInterrupted) {
      metrics.merge(MetricsOfSplit.validation(evaluation, hyperparameters.task)) { $1 }
      let accuracy = evaluation.strict.soundAccuracy
      if selection?.isBeaten(by: accuracy) ?? true {
        selection = Selection(
          epoch: epoch, accuracy: accuracy, parameters: loop.network.parameters)
      }
    }
    basesBefore = BasesBefore(loop.network)
    averages = EpochAverages()
    (epoch, iterationsDone) = (epoch + 1, 0)
    return metrics
  }

  /// What stands for the whole training: the best and the last of its curves, and the test set by
  /// the selected and by the last weights.
  ///
  /// - Parameter isInterrupted: asked before every batch of the test set.
  /// - Returns: the summary, but for its times.
  /// - Throws: `Interrupted`.
  mutating func summary(
    isInterrupted: () -> Bool = { false }
  ) throws(Interrupted) -> [Metric: Double] {
    var summary = curves.summary
    guard let last = try evaluate(\.test, isInterrupted) else { return summary }
    summary.merge(MetricsOfSplit.test(last, hyperparameters.task, .last)) { $1 }
    guard let selection else { return summary }
    summary[.bestValidAccuracy] = selection.accuracy
    summary[.bestEpoch] = Double(selection.epoch)
    let parameters = loop.network.parameters
    loop.training.setParameters(selection.parameters)
    defer { loop.training.setParameters(parameters) }
    if let best = try evaluate(\.test, isInterrupted) {
      summary.merge(MetricsOfSplit.test(best, hyperparameters.task, .selected)) { $1 }
    }
    return summary
  }

  /// Goes on from the first checkpoint that can be used.
  ///
  /// - Parameters:
  ///   - checkpoints: files, newest first.
  ///   - note: gets a sentence for each that cannot be used.
  /// - Returns: whether there was one.
  mutating func resume(from checkpoints: [String], note: (String) -> Void) -> Bool {
    for path in checkpoints {
      do {
        guard let data = FileManager.default.contents(atPath: path) else {
          throw Checkpoint.Problem("it cannot be read")
        }
        try restore(Checkpoint(serialized: data, of: owner))
        return true
      } catch {
        note("\(path): cannot go on from this checkpoint: \(error); an older one is tried")
      }
    }
    if !checkpoints.isEmpty { note("no checkpoint can be used: the trial begins from its start") }
    return false
  }

  /// What is kept beside the metrics: the probes' measurements, and weights.
  ///
  /// The weights are those selected, or the last ones where the task has no validation set.
  func artifacts(isFinished: Bool) -> [(name: String, content: Safetensors)] {
    var artifacts = Probe.allCases.compactMap { probe in
      loop.probes.artifact(of: probe).map { (name: probe.rawValue, content: $0) }
    }
    if let selection {
      artifacts.append(
        ("best-weights", weights(selection.parameters, epoch: selection.epoch)))
    } else if isFinished {
      artifacts.append(("last-weights", weights(loop.network.parameters, epoch: epoch - 1)))
    }
    return artifacts
  }

  private func weights(
    _ parameters: [(name: ParameterName, value: Matrix<Double>)], epoch: Int
  ) -> Safetensors {
    Safetensors(
      Dictionary(uniqueKeysWithValues: parameters.map { ("\($0.name)", $0.value.tensor) }),
      metadata: ["trial": hyperparameters.identity, "epoch": String(epoch)])
  }

  private mutating func evaluate(
    _ split: WritableKeyPath<TrainingCourse, SplitBatches?>, _ isInterrupted: () -> Bool
  ) throws(Interrupted) -> Evaluation? {
    guard var batches = self[keyPath: split] else { return nil }
    return try loop.evaluate(&batches, isInterrupted: isInterrupted)
  }
}

extension Hyperparameters {
  /// The sequences of an evaluation's batch.
  ///
  /// Where only the last step answers, memory does not grow with the steps, and larger products are
  /// faster ones; elsewhere what training needs is there already.
  var evaluationBatch: Int { design.objective.answersEveryStep ? batch : max(batch, 500) }
}

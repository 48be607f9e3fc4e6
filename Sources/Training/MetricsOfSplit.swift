import RecurrentNets
import SequenceTasks

/// Which metrics an evaluation of a task's validation or test set gives.
enum MetricsOfSplit {
  /// Whose weights are judged.
  enum Weights {
    /// Those of the best validation accuracy.
    case selected
    /// Those of the last epoch.
    case last
  }

  /// The metrics of the validation set after an epoch.
  static func validation(_ evaluation: Evaluation, _ task: SequenceTask) -> [Metric: Double] {
    named(
      evaluation, task,
      Names(
        loss: .validLoss, bits: .validBits, accuracy: .validAccuracy, paddedBits: .paddedValidBits,
        paddedAccuracy: .paddedValidAccuracy))
  }

  /// The metrics of the test set.
  static func test(
    _ evaluation: Evaluation, _ task: SequenceTask, _ weights: Weights
  ) -> [Metric: Double] {
    let names =
      switch weights {
      case .selected:
        Names(
          loss: .testLoss, bits: .testBits, accuracy: .testAccuracy, paddedBits: .paddedTestBits,
          paddedAccuracy: .paddedTestAccuracy)
      case .last:
        Names(
          loss: .lastTestLoss, bits: .lastTestBits, accuracy: .lastTestAccuracy,
          paddedBits: .lastPaddedTestBits, paddedAccuracy: .lastPaddedTestAccuracy)
      }
    return named(evaluation, task, names)
  }

  private struct Names {
    let loss: Metric
    let bits: Metric
    let accuracy: Metric
    let paddedBits: Metric
    let paddedAccuracy: Metric
  }

  private static func named(
    _ evaluation: Evaluation, _ task: SequenceTask, _ names: Names
  ) -> [Metric: Double] {
    guard case .pennTreebank(let text) = task else {
      return [
        names.loss: evaluation.strict.meanLoss, names.accuracy: evaluation.strict.soundAccuracy,
      ]
    }
    var metrics = [
      names.bits: evaluation.strict.meanLoss, names.accuracy: evaluation.strict.soundAccuracy,
    ]
    if text.mask == .padded {
      metrics[names.paddedBits] = evaluation.all.meanLoss
      metrics[names.paddedAccuracy] = evaluation.all.soundAccuracy
    }
    return metrics
  }
}

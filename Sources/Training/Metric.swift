import Trials

/// The names of orthornn's metrics.
enum Metric: String, CaseIterable {
  case loss = "train.loss"
  case accuracy = "train.accuracy"
  case gradientNorm = "gradient.norm"
  case largestState = "state.max"
  case spectrumMin = "spectrum.min"
  case spectrumMean = "spectrum.mean"
  case spectrumStd = "spectrum.std"
  case spectrumMax = "spectrum.max"
  case orthogonalityError = "orthogonality.error"
  case epochTime = "time.epoch"
  case iterationTime = "time.iteration"
  case bestLoss = "train.loss.best"
  case lastLoss = "train.loss.last"
  case bestAccuracy = "train.accuracy.best"
  case lastAccuracy = "train.accuracy.last"
}

extension Metric {
  /// What people and tables are told of the metric.
  ///
  /// The loss has no unit, because it differs by task; copy and adding draw every minibatch afresh,
  /// so that their training curves are what the paper's figures show.
  var description: MetricDescription {
    switch self {
    case .loss:
      described(
        "task's loss before each update, mean of the epoch: nats (copy), squared error (adding)",
        better: .min, headlines: [headline("mse", .adding)])
    case .accuracy:
      described(
        "right answers among the last ten steps before each update, mean of the epoch",
        unit: "%", better: .max, headlines: [headline("accuracy", .copy)])
    case .gradientNorm: described("norm of all gradients, mean of the epoch")
    case .largestState: described("largest magnitude of a hidden state in the epoch")
    case .spectrumMin: described("smallest singular value of W after the epoch")
    case .spectrumMean: described("mean singular value of W after the epoch")
    case .spectrumStd: described("standard deviation of the singular values after the epoch")
    case .spectrumMax: described("largest singular value of W after the epoch")
    case .orthogonalityError:
      described("largest entry of M'M - I, M the orthogonal factors of W, after the epoch")
    case .epochTime: described("wall-clock time of the epoch", unit: "s", better: .min)
    case .iterationTime:
      described("wall-clock time of an iteration, mean of the epoch", unit: "ms", better: .min)
    case .bestLoss: described("smallest train.loss of an epoch", better: .min, per: .summary)
    case .lastLoss: described("train.loss of the last epoch", better: .min, per: .summary)
    case .bestAccuracy:
      described("largest train.accuracy of an epoch", unit: "%", better: .max, per: .summary)
    case .lastAccuracy:
      described("train.accuracy of the last epoch", unit: "%", better: .max, per: .summary)
    }
  }

  private func described(
    _ about: String, unit: String = "", better: MetricDescription.Direction? = nil,
    per: MetricDescription.Cadence = .epoch, headlines: [MetricDescription.Headline] = []
  ) -> MetricDescription {
    MetricDescription(
      rawValue, about: about, unit: unit, better: better, per: per, headlines: headlines)
  }

  private func headline(_ name: String, _ task: Word.Task) -> MetricDescription.Headline {
    MetricDescription.Headline(
      name, applies: AppliesWhere([Hyperparameter.task.rawValue: [task.rawValue]]), at: .best)
  }
}

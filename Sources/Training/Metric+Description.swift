import Trials

extension Metric {
  /// What people and tables are told of the metric.
  ///
  /// The loss has no unit, because it differs by task; copy and adding draw every minibatch afresh,
  /// so that their training curves are what the paper's figures show.
  var description: MetricDescription {
    switch self {
    case .loss, .accuracy, .bestLoss, .lastLoss, .bestAccuracy, .lastAccuracy: training
    case .validLoss, .validAccuracy, .validBits, .paddedValidBits, .paddedValidAccuracy,
      .bestValidAccuracy, .bestEpoch:
      validation
    case .testLoss, .testAccuracy, .testBits, .paddedTestBits, .paddedTestAccuracy, .lastTestLoss,
      .lastTestAccuracy, .lastTestBits, .lastPaddedTestBits, .lastPaddedTestAccuracy:
      test
    case .epochTime, .iterationTime, .thousandTime: time
    case .gradientNorm, .largestState, .spectrumMin, .spectrumMean, .spectrumStd, .spectrumMax,
      .orthogonalityError, .basesRotation, .freeUpdate, .spectrumUpdate, .basesUpdate, .slope:
      inside
    }
  }

  private var training: MetricDescription {
    switch self {
    case .loss:
      described(
        "task's loss before each update, mean of the epoch: nats (copy, MNIST), squared error "
          + "(adding), bits per character (ptb); with loss sum-time, of a whole sequence",
        better: .min, headlines: [headline("mse", .adding)])
    case .accuracy:
      described(
        "right answers before each update, mean of the epoch; of copy, among the last ten steps",
        unit: "%", better: .max, headlines: [headline("accuracy", .copy)])
    case .bestLoss: described("smallest train.loss of an epoch", better: .min, per: .summary)
    case .lastLoss: described("train.loss of the last epoch", better: .min, per: .summary)
    case .bestAccuracy:
      described("largest train.accuracy of an epoch", unit: "%", better: .max, per: .summary)
    default:
      described("train.accuracy of the last epoch", unit: "%", better: .max, per: .summary)
    }
  }

  private var validation: MetricDescription {
    switch self {
    case .validLoss: described("loss on the validation set after the epoch, nats", better: .min)
    case .validAccuracy:
      described("right answers on the validation set after the epoch", unit: "%", better: .max)
    case .validBits:
      described("bits per character of the validation set after the epoch", better: .min)
    case .paddedValidBits:
      described("valid.bpc with the free positions of the padded mask", better: .min)
    case .paddedValidAccuracy:
      described(
        "valid.accuracy with the free positions of the padded mask", unit: "%", better: .max)
    case .bestValidAccuracy:
      described("largest valid.accuracy of an epoch", unit: "%", better: .max, per: .summary)
    default:
      described("the epoch of the largest valid.accuracy, the later one on a tie", per: .summary)
    }
  }

  private var test: MetricDescription {
    let mnist = [Word.Task.smnist, .psmnist]
    switch self {
    case .testLoss: return atTheEnd("loss on the test set, nats, by the best weights")
    case .testAccuracy:
      return atTheEnd(
        "right answers on the test set, by the weights with the best valid.accuracy", unit: "%",
        headlines: (mnist + [.ptb]).map { headline("accuracy", $0) })
    case .testBits:
      return atTheEnd(
        "bits per character of the test set, by the best weights",
        headlines: [headline("bpc", .ptb)])
    case .paddedTestBits: return atTheEnd("test.bpc with the free positions of the padded mask")
    case .paddedTestAccuracy:
      return atTheEnd("test.accuracy with the free positions of the padded mask", unit: "%")
    case .lastTestLoss: return atTheEnd("test.loss by the last weights")
    case .lastTestAccuracy: return atTheEnd("test.accuracy by the last weights", unit: "%")
    case .lastTestBits: return atTheEnd("test.bpc by the last weights")
    case .lastPaddedTestBits: return atTheEnd("test.bpc.padded by the last weights")
    default: return atTheEnd("test.accuracy.padded by the last weights", unit: "%")
    }
  }

  private var time: MetricDescription {
    switch self {
    case .epochTime: described("wall-clock time of the epoch", unit: "s", better: .min)
    case .iterationTime:
      described("wall-clock time of an iteration, mean of the epoch", unit: "ms", better: .min)
    default:
      described(
        "wall-clock time of 1000 iterations, median of the epochs after the first", unit: "s",
        better: .min, per: .summary)
    }
  }

  private var inside: MetricDescription {
    switch self {
    case .gradientNorm: described("norm of all gradients, mean of the epoch")
    case .largestState: described("largest magnitude of a hidden state in the epoch")
    case .spectrumMin: described("smallest singular value of W after the epoch")
    case .spectrumMean: described("mean singular value of W after the epoch")
    case .spectrumStd: described("standard deviation of the singular values after the epoch")
    case .spectrumMax: described("largest singular value of W after the epoch")
    case .orthogonalityError:
      described("largest entry of M'M - I, M the orthogonal factors of W, after the epoch")
    case .basesRotation:
      described(
        "how far the epoch turned the orthogonal factors M of W: the larger ||M - M before|| / "
          + "sqrt(n), in radians where small")
    case .freeUpdate: described("norm of the epoch's last update of all free parameters")
    case .spectrumUpdate:
      described("norm of the epoch's last update of the parameters behind the margin")
    case .basesUpdate: described("norm of the epoch's last update of the orthogonal factors")
    default: described("slope of prelu below zero after the epoch")
    }
  }

  private func atTheEnd(
    _ about: String, unit: String = "", headlines: [MetricDescription.Headline] = []
  ) -> MetricDescription {
    described(
      about, unit: unit, better: unit == "%" ? .max : .min, per: .summary, headlines: headlines)
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

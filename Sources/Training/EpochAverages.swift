import RecurrentNets

/// The averages over an epoch's minibatches, each taken before its update.
struct EpochAverages: Sendable {
  private var iterations = 0
  private var loss = 0.0
  private var accuracy: Double?
  private var gradientNorm = 0.0
  private var largestState = 0.0

  init() {}

  /// The averages that `state` told of; nil where it is not so.
  init?(state: [Double]) {
    guard state.count == 5, let count = Int(exactly: state[0]), count >= 0 else { return nil }
    iterations = count
    loss = state[1]
    accuracy = state[2].isNaN ? nil : state[2]
    gradientNorm = state[3]
    largestState = state[4]
  }

  /// All sums so far, for a checkpoint; NaN where the task has no accuracy.
  var state: [Double] {
    [Double(iterations), loss, accuracy ?? .nan, gradientNorm, largestState]
  }

  mutating func add(_ report: LossReport, gradientNorm: Double) {
    iterations += 1
    loss += report.taskLoss
    if let fraction = report.accuracy { accuracy = (accuracy ?? 0) + fraction }
    self.gradientNorm += gradientNorm
    largestState = max(largestState, report.largestState)
  }

  /// The metrics of the epoch, but for its time and W's spectrum at its end.
  var metrics: [Metric: Double] {
    let count = Double(iterations)
    var metrics: [Metric: Double] = [
      .loss: loss / count, .gradientNorm: gradientNorm / count, .largestState: largestState,
    ]
    metrics[.accuracy] = accuracy.map { $0 / count }
    return metrics
  }
}

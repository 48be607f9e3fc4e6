import RecurrentNets

/// The averages over an epoch's minibatches, each taken before its update.
struct EpochAverages: Sendable {
  private var iterations = 0
  private var loss = 0.0
  private var accuracy: Double?
  private var gradientNorm = 0.0
  private var largestState = 0.0

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

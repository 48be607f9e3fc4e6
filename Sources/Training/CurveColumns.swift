import Trials

/// The metrics of the epochs done, for the summary and for checkpoints.
struct CurveColumns: Sendable, Equatable {
  private(set) var curves = Curves()

  init() {}

  init(_ curves: Curves) { self.curves = curves }

  mutating func append(epoch: Int, step: Int, _ metrics: [Metric: Double]) {
    curves.append(
      epoch: epoch, step: step,
      values: Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.rawValue, $0.value) }))
  }

  /// The epochs as they were told; every epoch has the same metrics, so that NaN is a value, too.
  var events: [TrialEvent] {
    curves.epochs.indices.map { index in
      .metrics(
        epoch: curves.epochs[index], step: curves.steps[index],
        values: curves.columns.mapValues { $0[index] })
    }
  }

  /// The best and the last values of what is learned.
  var summary: [Metric: Double] {
    var summary: [Metric: Double] = [:]
    summary[.lastLoss] = curves.last[Metric.loss.rawValue]
    summary[.bestLoss] = curves.best(of: Metric.loss.rawValue, .min)?.value
    summary[.lastAccuracy] = curves.last[Metric.accuracy.rawValue]
    summary[.bestAccuracy] = curves.best(of: Metric.accuracy.rawValue, .max)?.value
    return summary
  }
}

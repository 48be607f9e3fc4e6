import LinearAlgebra
import RecurrentNets
public import Trials

/// Trains one network, from its hyperparameters to its last event.
///
/// The same hyperparameters give the same events, byte for byte on one machine, but for the metrics
/// named `time.*`.
public struct Trainer: Sendable {
  /// What the training depends on.
  public let hyperparameters: Hyperparameters

  /// A training that has not begun.
  public init(_ hyperparameters: Hyperparameters) {
    self.hyperparameters = hyperparameters
  }

  /// How a training ended.
  public enum Ending: Sendable, Equatable {
    /// All epochs are done; the last event was the summary.
    case finished
    /// NaN or infinity: a result, told by the last event.
    case diverged
    /// Told to stop; no event says so.
    case interrupted
  }

  /// Trains to the end.
  ///
  /// - Parameters:
  ///   - clock: measures the metrics named `time.*`.
  ///   - isInterrupted: asked before every iteration; true ends the training there.
  ///   - send: gets `started`, then `metrics` after every epoch, then `summary` or `diverged`.
  /// - Returns: how it ended.
  /// - Throws: what `send` throws.
  /// - Complexity: about 6·n²·B·T + 15·n³ operations an iteration; (T + 2)·B·n numbers of memory.
  public func train(
    clock: some Clock<Duration>, isInterrupted: () -> Bool, send: (TrialEvent) throws -> Void
  ) rethrows -> Ending {
    BLAS.setThreads(hyperparameters.threads)
    return switch hyperparameters.precision {
    case .float: try train(Float.self, clock, isInterrupted, send)
    case .double: try train(Double.self, clock, isInterrupted, send)
    }
  }

  private func train<Scalar: MatrixScalar>(
    _ scalar: Scalar.Type, _ clock: some Clock<Duration>, _ isInterrupted: () -> Bool,
    _ send: (TrialEvent) throws -> Void
  ) rethrows -> Ending {
    let libraries = ["OpenBLAS": "\(BLAS.version) \(BLAS.coreName)"]
    try send(.started(epochs: hyperparameters.epochs, libraries: libraries))
    var loop = TrainingLoop<Scalar>(hyperparameters)
    var curves = Curves()
    for epoch in 1...hyperparameters.epochs {
      let start = clock.now
      var averages = EpochAverages()
      for _ in 0..<hyperparameters.batchesPerEpoch {
        if isInterrupted() { return .interrupted }
        switch loop.iterate() {
        case .done(let report, let gradientNorm):
          averages.add(report, gradientNorm: gradientNorm)
        case .diverged(let reason):
          let last = loop.history.traces.map(\.values)
          try send(.diverged(step: loop.step, reason: reason, last: last))
          return .diverged
        }
      }
      let times = times(of: start.duration(to: clock.now))
      let metrics = averages.metrics.merging(loop.spectrumMetrics) { $1 }.merging(times) { $1 }
      let values = named(metrics)
      curves.append(epoch: epoch, step: loop.step, values: values)
      try send(.metrics(epoch: epoch, step: loop.step, values: values))
    }
    try send(.summary(values: summary(of: curves)))
    return .finished
  }

  private func times(of epoch: Duration) -> [Metric: Double] {
    [
      .epochTime: epoch / .seconds(1),
      .iterationTime: epoch / .milliseconds(1) / Double(hyperparameters.batchesPerEpoch),
    ]
  }

  /// The best and the last values of what is learned.
  private func summary(of curves: Curves) -> [String: Double] {
    var summary: [Metric: Double] = [:]
    summary[.lastLoss] = curves.last[Metric.loss.rawValue]
    summary[.bestLoss] = curves.best(of: Metric.loss.rawValue, .min)?.value
    summary[.lastAccuracy] = curves.last[Metric.accuracy.rawValue]
    summary[.bestAccuracy] = curves.best(of: Metric.accuracy.rawValue, .max)?.value
    return named(summary)
  }

  private func named(_ metrics: [Metric: Double]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.rawValue, $0.value) })
  }
}

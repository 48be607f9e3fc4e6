import LinearAlgebra
import RecurrentNets
public import SequenceTasks
public import Trials

/// Trains one network, from its hyperparameters to its last event.
///
/// The same hyperparameters give the same events, byte for byte on one machine, but for the metrics
/// named `time.*`; and so they do when a training is stopped and goes on from a checkpoint.
public struct Trainer: Sendable {
  /// What the training depends on.
  public let hyperparameters: Hyperparameters
  let data: TaskData

  /// A training that has not begun.
  ///
  /// - Parameters:
  ///   - hyperparameters: what it depends on.
  ///   - data: what was loaded for its task.
  public init(_ hyperparameters: Hyperparameters, data: TaskData = .none) {
    self.hyperparameters = hyperparameters
    self.data = data
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
    var course = TrainingCourse<Scalar>(hyperparameters, data)
    var times = EpochTimes()
    while course.epoch <= hyperparameters.epochs {
      let (epoch, start, before) = (course.epoch, clock.now, course.iterationsDone)
      while !course.isEpochTrained {
        if isInterrupted() { return .interrupted }
        if case .diverged(let reason) = course.iterate() {
          let last = course.loop.history.traces.map(\.values)
          try send(.diverged(step: course.loop.step, reason: reason, last: last))
          return .diverged
        }
      }
      let trained = start.duration(to: clock.now)
      let iterations = course.iterationsDone - before
      let metrics = course.endEpoch()
      times.add(epoch: start.duration(to: clock.now), training: trained, iterations: iterations)
      try send(
        .metrics(
          epoch: epoch, step: course.loop.step,
          values: named(metrics.merging(times.ofLastEpoch) { $1 })))
    }
    var summary = course.summary()
    summary[.thousandTime] = times.secondsPerThousand
    try send(.summary(values: named(summary)))
    return .finished
  }

  private func named(_ metrics: [Metric: Double]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.rawValue, $0.value) })
  }
}

/// How long the epochs of this process took.
struct EpochTimes: Sendable {
  /// Seconds an iteration, epoch by epoch.
  private var iterationSeconds: [Double] = []
  private(set) var ofLastEpoch: [Metric: Double] = [:]

  mutating func add(epoch: Duration, training: Duration, iterations: Int) {
    let seconds = training / .seconds(1) / Double(max(iterations, 1))
    if iterations > 0 { iterationSeconds.append(seconds) }
    ofLastEpoch = [.epochTime: epoch / .seconds(1), .iterationTime: 1000 * seconds]
  }

  /// Seconds of 1000 iterations: the median over epochs, the first left out where there are more,
  /// because it warms up caches and frequencies.
  var secondsPerThousand: Double? {
    let warm = iterationSeconds.count > 1 ? Array(iterationSeconds.dropFirst()) : iterationSeconds
    let sorted = warm.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    let median =
      sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    return 1000 * median
  }
}

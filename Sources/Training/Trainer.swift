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

  /// Trains to the end, from the beginning or from the newest usable checkpoint.
  ///
  /// - Parameters:
  ///   - clock: measures the metrics named `time.*` and the time between checkpoints.
  ///   - folder: where checkpoints and artifacts go, and what may be gone on from.
  ///   - isInterrupted: asked before every iteration; true ends the training there, with a checkpoint.
  ///   - note: gets what people should know besides, such as a damaged checkpoint.
  ///   - send: gets `started` (and `resumed`), then `metrics` after every epoch, then artifacts and
  ///     `summary` or `diverged`.
  /// - Returns: how it ended.
  /// - Throws: what `send` throws, or `TrainingFile.Failure`.
  /// - Complexity: about 6·n²·B·T + 15·n³ operations an iteration; (T + 2)·B·n numbers of memory.
  public func train(
    clock: some Clock<Duration>, in folder: TrainingFolder = .none, isInterrupted: () -> Bool,
    note: (String) -> Void = { _ in }, send: (TrialEvent) throws -> Void
  ) throws -> Ending {
    BLAS.setThreads(hyperparameters.threads)
    return switch hyperparameters.precision {
    case .float: try train(Float.self, clock, folder, isInterrupted, note, send)
    case .double: try train(Double.self, clock, folder, isInterrupted, note, send)
    }
  }

  private func train<Scalar: MatrixScalar>(
    _ scalar: Scalar.Type, _ clock: some Clock<Duration>, _ folder: TrainingFolder,
    _ isInterrupted: () -> Bool, _ note: (String) -> Void, _ send: (TrialEvent) throws -> Void
  ) throws -> Ending {
    let provenance = DataProvenance(of: data)
    try send(.started(epochs: hyperparameters.epochs, libraries: libraries(provenance)))
    if let other = provenance?.note { note(other) }
    var course = TrainingCourse<Scalar>(hyperparameters, data, digest: provenance?.digest ?? "")
    if course.resume(from: folder.checkpoints, note: note) {
      try send(.resumed(epoch: course.epoch - 1, step: course.loop.step))
      // Who heard of these epochs may be gone.
      for event in course.curves.events { try send(event) }
    }
    var saving = Saving(folder, clock, step: course.loop.step)
    var times = EpochTimes()
    do {
      while course.epoch <= hyperparameters.epochs {
        let (start, saved, before) = (clock.now, saving.spent, course.iterationsDone)
        if let reason = try trainEpoch(&course, &saving, isInterrupted) {
          try leaveArtifacts(course.artifacts(isFinished: false), in: folder, send)
          let last = course.loop.history.traces.map(\.values)
          try send(.diverged(step: course.loop.step, reason: reason, last: last))
          return .diverged
        }
        let trained = start.duration(to: clock.now) - (saving.spent - saved)
        let (epoch, iterations) = (course.epoch, course.iterationsDone - before)
        var metrics = try course.endEpoch(isInterrupted: isInterrupted)
        times.add(epoch: start.duration(to: clock.now), training: trained, iterations: iterations)
        metrics.merge(times.ofLastEpoch) { $1 }
        course.curves.append(epoch: epoch, step: course.loop.step, metrics)
        try send(.metrics(epoch: epoch, step: course.loop.step, values: named(metrics)))
      }
      var summary = try course.summary(isInterrupted: isInterrupted)
      summary[.thousandTime] = times.secondsPerThousand
      try leaveArtifacts(course.artifacts(isFinished: true), in: folder, send)
      try send(.summary(values: named(summary)))
      return .finished
    } catch is Interrupted {
      try saving.save(course)
      return .interrupted
    }
  }

  /// Does the rest of an epoch's iterations.
  ///
  /// - Returns: why it diverged; nil where it did not.
  private func trainEpoch<Scalar, Time>(
    _ course: inout TrainingCourse<Scalar>, _ saving: inout Saving<Time>,
    _ isInterrupted: () -> Bool
  ) throws -> String? {
    while !course.isEpochTrained {
      if isInterrupted() { throw Interrupted() }
      if case .diverged(let reason) = course.iterate() { return reason }
      if saving.isDue { try saving.save(course) }
    }
    return course.isSound ? nil : "a parameter is NaN or infinite"
  }

  /// What a record keeps beside the program: what computed, and from which data.
  private func libraries(_ provenance: DataProvenance?) -> [String: String] {
    let threads = hyperparameters.threads > 1 ? ", \(hyperparameters.threads) threads" : ""
    // Rounding differs between levels of kernels, so a record tells which it was.
    var libraries = [
      "OpenBLAS": "\(BLAS.version) \(BLAS.coreName)\(threads)",
      "kernels": KernelLevel.current.rawValue,
    ]
    if let provenance { libraries[provenance.title] = provenance.words }
    return libraries
  }

  /// Writes files beside the events, where there is a folder for them.
  private func leaveArtifacts(
    _ artifacts: [(name: String, content: Safetensors)], in folder: TrainingFolder,
    _ send: (TrialEvent) throws -> Void
  ) throws {
    guard let path = folder.folder else { return }
    for (name, content) in artifacts {
      try TrainingFile.write(try content.serialized(), to: "\(path)/\(name).safetensors")
      try send(.artifact(name: name, file: "\(name).safetensors"))
    }
  }

  private func named(_ metrics: [Metric: Double]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.rawValue, $0.value) })
  }
}

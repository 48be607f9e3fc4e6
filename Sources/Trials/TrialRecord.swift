/// The result of a trial, kept for ever once written: what was run, how it ended, what it
/// measured, and where and with what.
public struct TrialRecord: Sendable, Equatable, Codable {
  /// The version of this form.
  public static let format = 1

  /// The best value of a curve and the epoch it was reached in (the later one on a tie).
  public struct Best: Sendable, Equatable, Codable {
    /// The value.
    public let value: Double
    /// The epoch, counted from 1.
    public let epoch: Int

    /// A value and its epoch.
    public init(value: Double, epoch: Int) {
      self.value = value
      self.epoch = epoch
    }
  }

  /// The version of this form.
  public let format: Int
  /// The trial.
  public let trial: Trial
  /// Finished or diverged.
  public let outcome: TrialOutcome
  /// Epochs that were completed.
  public let epochs: Int
  /// The last value of each metric that has a curve.
  public let last: [String: Double]
  /// The best value of each metric that has a curve and a direction; NaN is never best.
  public let best: [String: Best]
  /// What the program said at its end.
  public let summary: [String: Double]
  /// SHA-256 of `curves.safetensors`; nil if no epoch was completed.
  public let curvesChecksum: String?
  /// SHA-256 of each file under `artifacts/`, by name.
  public let artifacts: [String: String]
  /// Where, when and with what.
  public let provenance: Provenance

  /// A record from its parts.
  public init(
    trial: Trial, outcome: TrialOutcome, epochs: Int, last: [String: Double],
    best: [String: Best], summary: [String: Double], curvesChecksum: String?,
    artifacts: [String: String], provenance: Provenance
  ) {
    precondition(outcome.isResult, "a record of an attempt that is no result: \(outcome)")
    format = Self.format
    self.trial = trial
    self.outcome = outcome
    self.epochs = epochs
    self.last = last
    self.best = best
    self.summary = summary
    self.curvesChecksum = curvesChecksum
    self.artifacts = artifacts
    self.provenance = provenance
  }
}

/// Where, when and with what a result was made.
public struct Provenance: Sendable, Equatable, Codable {
  /// The trial program's version.
  public var programVersion: String
  /// The engine number: raised only when results change.
  public var engine: Int
  /// SHA-256 of the program's file.
  public var programChecksum: String
  /// The scheduler's version.
  public var orthosweepVersion: String
  /// The git commit of the folder that the sweep file lies in, if any; `+` if it was changed.
  public var gitCommit: String?
  /// The host's name.
  public var host: String
  /// The processor's name as the system tells it.
  public var processor: String
  /// What the trial program said of its numeric libraries, as `OpenBLAS Zen`.
  public var libraries: [String: String]
  /// When the first of the attempts that it comes from started: ISO 8601, UTC.
  public var started: String
  /// When the last attempt ended: ISO 8601, UTC.
  public var ended: String
  /// Wall-clock seconds of the attempts that it comes from together.
  public var seconds: Double
  /// Processor seconds (user and system) of the attempts that it comes from together, those left
  /// out whose end nobody saw.
  public var processorSeconds: Double
  /// The largest resident memory of those attempts, in bytes.
  public var peakMemoryBytes: Int
  /// How many attempts it took, those included that nothing was taken from.
  public var attempts: Int
  /// The iterations after which a later attempt went on from an earlier one's checkpoint, in order:
  /// one fewer than the attempts that it comes from; nil if the last attempt began at the start.
  public var resumedSteps: [Int]?

  /// Provenance from its parts.
  public init(
    programVersion: String, engine: Int, programChecksum: String, orthosweepVersion: String,
    gitCommit: String?, host: String, processor: String, libraries: [String: String],
    started: String, ended: String, seconds: Double, processorSeconds: Double,
    peakMemoryBytes: Int, attempts: Int, resumedSteps: [Int]? = nil
  ) {
    self.programVersion = programVersion
    self.engine = engine
    self.programChecksum = programChecksum
    self.orthosweepVersion = orthosweepVersion
    self.gitCommit = gitCommit
    self.host = host
    self.processor = processor
    self.libraries = libraries
    self.started = started
    self.ended = ended
    self.seconds = seconds
    self.processorSeconds = processorSeconds
    self.peakMemoryBytes = peakMemoryBytes
    self.attempts = attempts
    self.resumedSteps = resumedSteps
  }
}

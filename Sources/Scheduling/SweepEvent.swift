public import Results
public import Trials

/// What happens while a sweep is run, for whoever shows it.
public enum SweepEvent: Sendable {
  /// An attempt began; it is the trial's `attempt`-th.
  case began(Trial, attempt: Int)
  /// A trial said how many epochs it will have.
  case announced(Trial, epochs: Int)
  /// A trial went on from an earlier attempt's checkpoint, so many epochs behind it.
  case resumed(Trial, epoch: Int)
  /// An epoch is done.
  case progressed(Trial, epoch: Int, values: [String: Double])
  /// An attempt ended; `again` tells whether the trial will be started once more in this run.
  case ended(Trial, TrialOutcome, seconds: Double, record: TrialRecord?, again: Bool)
  /// So many trials are being run by other sweeps; their results are waited for.
  case waiting(trials: Int)
  /// Another sweep finished a trial of this one.
  case finishedElsewhere(Trial)
  /// Something that people should know; a sentence.
  case note(String)
  /// No trial is started any more.
  case stopping(SweepEnding.Stop)
}

/// How running a sweep ended.
public struct SweepEnding: Sendable {
  /// Why it ended before all trials had been run.
  public enum Stop: Sendable {
    /// Somebody asked for it.
    case asked(Urgency)
    /// The time given (`--for`) is over.
    case timeIsUp
    /// No trial that is left is expected to end within these seconds; the shortest takes so many.
    /// - Parameter started: Whether this run had started any before.
    case noneEndsInTime(seconds: Double, shortest: Double, started: Bool)
    /// So many trials in a row failed that the rest would, too.
    case breaker(failures: Int)
    /// The program cannot be started; a clause for people.
    case cannotStart(String)
    /// The results folder cannot be read or written.
    case storage(StorageError)
    /// A record of a later version lies where ours would.
    case newerFormat(ResultStore.NewerFormat)
    /// A defect of ours; what was thrown.
    case defect(String)
  }

  /// Why it ended early; nil if everything was run.
  public internal(set) var stop: Stop?
  /// Trials that had a record before.
  public internal(set) var doneBefore = 0
  /// Trials that finished in this run, here or in another sweep.
  public internal(set) var finished = 0
  /// Trials that diverged in this run.
  public internal(set) var diverged = 0
  /// Trials that failed, in this run or before and not tried again.
  public internal(set) var failed = 0
  /// Trials that have neither a result nor a failure.
  public internal(set) var left = 0

  /// The exit status that follows (README, "Exit codes"), where a stop was asked for by `signal`.
  public func exitStatus(stoppedBy signal: Int32 = 2) -> Int32 {
    switch stop {
    case .asked: 128 + signal
    case .breaker, .cannotStart: 6
    case .storage: 74
    case .newerFormat: 5
    case .defect: 3
    // What a budget leaves is no failure: the next run goes on with it.
    case .timeIsUp, .noneEndsInTime: failed == 0 ? 0 : 1
    case nil: failed + left == 0 ? 0 : 1
    }
  }
}

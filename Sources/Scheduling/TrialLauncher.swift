public import Results
public import Trials

/// Starts attempts: as processes of this machine, or as a test says.
public protocol TrialLauncher: Sendable {
  /// Makes one attempt, from its start to its end, on the calling thread.
  ///
  /// That thread lives as long as the process, as PR_SET_PDEATHSIG asks.
  /// - Parameters:
  ///   - launch: What is to be started.
  ///   - stop: Tells when it is to be stopped.
  ///   - output: Gets all that the trial prints, in order.
  /// - Returns: How it ended; a trial that cannot be started has an ending, too.
  func attempt(
    _ launch: TrialLaunch, stop: StopLine, output: (TrialOutput) -> Void
  ) -> ProcessEnding
}

/// What one attempt needs.
public struct TrialLaunch: Sendable {
  /// The trial.
  public let trial: Trial
  /// The attempt's folder.
  public let folder: String
  /// The trial's file.
  public let trialFile: String
  /// The file that lists earlier checkpoints.
  public let checkpointList: String
}

/// One piece of what a trial prints.
public enum TrialOutput: Sendable {
  /// A line that is an event; without its line feed.
  case event(TrialEvent, line: ArraySlice<UInt8>)
  /// Anything else.
  case log(ArraySlice<UInt8>)
}

/// How a process ended, as the system tells it, and what we had done before.
public struct ProcessEnding: Sendable, Equatable {
  /// What the system says.
  public enum Exit: Sendable, Equatable {
    /// It exited with this status.
    case status(Int)
    /// A signal ended it.
    case signal(Int32)
    /// It never started; a clause for people.
    case neverStarted(String)
  }

  /// Why we ended it.
  public enum StopReason: Sendable, Equatable {
    /// Somebody asked for it.
    case interrupted
    /// It ran longer than allowed.
    case timedOut
    /// It was silent longer than allowed.
    case stalled
  }

  /// What the system says.
  public let exit: Exit
  /// Why we signalled it, noted before the signal was sent; nil if we did not.
  public let stopReason: StopReason?
  /// Whether the kernel's memory killer was at work in our control group meanwhile.
  public let memoryKiller: Bool
  /// What it used.
  public let usage: AttemptUsage

  /// An ending from its parts.
  public init(
    _ exit: Exit, stopReason: StopReason? = nil, memoryKiller: Bool = false,
    usage: AttemptUsage = AttemptUsage(seconds: 0, processorSeconds: 0, peakMemoryBytes: 0)
  ) {
    self.exit = exit
    self.stopReason = stopReason
    self.memoryKiller = memoryKiller
    self.usage = usage
  }
}

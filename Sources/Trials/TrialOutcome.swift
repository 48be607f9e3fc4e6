/// How an attempt at a trial ended.
///
/// Finished and diverged are results: the trial is done. The pending ones are free to start
/// again; failures, time-outs and stalls wait for `--failed`.
public enum TrialOutcome: Sendable, Hashable {
  /// All epochs done, with a summary.
  case finished
  /// NaN or infinity at an iteration: a result, not an error.
  case diverged(step: Int, reason: String)
  /// Ended badly, for a reason of its own.
  case failed(Failure)
  /// Longer than `trial.timeout`.
  case timedOut
  /// Silent for longer than `trial.stall`.
  case stalled
  /// The scheduler went away, or was stopped; a checkpoint may exist.
  case interrupted
  /// Stopped on request.
  case cancelled
  /// The cluster took the node for other work.
  case preempted
  /// The node is gone.
  case nodeLost

  /// Why an attempt failed.
  public enum Failure: Sendable, Hashable {
    /// The program ended with this exit status.
    case program(status: Int)
    /// The program ended with 0 but did not keep to the protocol.
    case brokenProtocol(String)
    /// The program refused its parameters or its data (exit status 65).
    case invalid(String)
    /// A signal ended the program.
    case signal(String)
    /// Not enough memory.
    case outOfMemory
    /// The program could not be started.
    case cannotStart(String)
    /// The program could not read or write a file (exit status 74).
    case inputOutput(String)
  }

  /// Whether the trial is done.
  public var isResult: Bool {
    switch self {
    case .finished, .diverged: true
    default: false
    }
  }

  /// Whether the trial may start again without being asked for.
  public var isPending: Bool {
    switch self {
    case .interrupted, .cancelled, .preempted, .nodeLost: true
    default: false
    }
  }

  /// Whether the trial waits for `--failed`.
  public var isFailure: Bool { !isResult && !isPending }
}

extension TrialOutcome: CustomStringConvertible {
  /// The outcome in words, as tables and lists show it.
  public var description: String {
    switch self {
    case .finished: "finished"
    case .diverged(let step, let reason): "diverged at step \(step): \(reason)"
    case .failed(let failure): "failed: \(failure)"
    case .timedOut: "timed out"
    case .stalled: "stalled"
    case .interrupted: "interrupted"
    case .cancelled: "cancelled"
    case .preempted: "preempted"
    case .nodeLost: "node lost"
    }
  }
}

extension TrialOutcome.Failure: CustomStringConvertible {
  /// The failure in words.
  public var description: String {
    switch self {
    case .program(let status): "exit status \(status)"
    case .brokenProtocol(let what): "protocol: \(what)"
    case .invalid(let what): what.isEmpty ? "invalid" : "invalid: \(what)"
    case .signal(let name): "signal \(name)"
    case .outOfMemory: "out of memory"
    case .cannotStart(let why): "cannot start: \(why)"
    case .inputOutput(let what): what.isEmpty ? "I/O" : "I/O: \(what)"
    }
  }
}

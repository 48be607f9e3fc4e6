import Glibc
import Results
import Trials

/// Reads a process's ending as an outcome (house.md's table, reliability.md §5).
struct OutcomeReading {
  /// How the process ended.
  let ending: ProcessEnding
  /// The summary or divergence that the trial printed, if it did.
  let closing: TrialEvent?
  /// The end of the trial's log.
  let logTail: String

  /// The outcome.
  ///
  /// What we had noted before we signalled decides, whatever the signal; only a trial that
  /// nevertheless reached its own end has a result, which no stop makes untrue.
  var outcome: TrialOutcome {
    if ending.exit == .status(0), let result { return result }
    switch ending.stopReason {
    case .interrupted: return .interrupted
    case .timedOut: return .timedOut
    case .stalled: return .stalled
    case nil: break
    }
    switch ending.exit {
    case .neverStarted(let why): return .failed(.cannotStart(why))
    case .signal(let signal): return .failed(failure(bySignal: signal))
    case .status(let status): return outcome(ofStatus: status)
    }
  }

  private var result: TrialOutcome? {
    switch closing {
    case .summary: .finished
    case .diverged(let step, let reason, _): .diverged(step: step, reason: reason)
    default: nil
    }
  }

  private func outcome(ofStatus status: Int) -> TrialOutcome {
    switch status {
    case 0: .failed(.brokenProtocol("ended with status 0 but without a summary"))
    case 65: .failed(.invalid(lastLine))
    case 74: .failed(.inputOutput(lastLine))
    case 75: .interrupted
    case 126, 127:
      .failed(.cannotStart(lastLine.isEmpty ? "exit status \(status)" : lastLine))
    default: .failed(.program(status: status))
    }
  }

  private func failure(bySignal signal: Int32) -> TrialOutcome.Failure {
    // Swift aborts with this message when an allocation fails.
    if signal == SIGABRT && logTail.contains("failed to allocate") { return .outOfMemory }
    if signal == SIGKILL && ending.memoryKiller { return .outOfMemory }
    return .signal(Signals.name(of: signal))
  }

  /// The last line of the log that says something.
  private var lastLine: String {
    let lines = logTail.split(whereSeparator: \.isNewline)
    return lines.last { !$0.allSatisfy(\.isWhitespace) }.map { String($0.prefix(300)) } ?? ""
  }
}

/// Signals by their names.
enum Signals {
  private static let names: [Int32: String] = [
    SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL",
    SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
    SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1", SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2",
    SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU",
    SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
  ]

  /// Signals that a program does not raise by a mistake of its own: somebody sent them.
  private static let outside: Set<String> = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGKILL", "SIGTERM"]

  static func name(of signal: Int32) -> String { names[signal] ?? "\(signal)" }

  /// Whether the outcome is a signal that came from outside.
  static func cameFromOutside(_ outcome: TrialOutcome) -> Bool {
    guard case .failed(.signal(let name)) = outcome else { return false }
    return outside.contains(name)
  }
}

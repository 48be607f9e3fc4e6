import CProcess
public import Foundation
import Glibc
import Results
public import Trials

/// How long things may take.
public struct TrialLimits: Sendable, Equatable {
  /// From SIGTERM to SIGKILL.
  public var grace: Duration
  /// The longest an attempt may take; nil: no limit.
  public var timeout: Duration?
  /// The longest an attempt may be silent; nil: no limit.
  public var stall: Duration?

  /// Limits from their parts.
  public init(grace: Duration = .seconds(10), timeout: Duration? = nil, stall: Duration? = nil) {
    self.grace = grace
    self.timeout = timeout
    self.stall = stall
  }
}

/// Starts trials as processes of this machine.
public struct LocalLauncher: TrialLauncher {
  private let command: TrialCommand
  private let limits: TrialLimits
  private let timeouts: [TrialID: Duration]
  private let environment: [String]
  private let startWatch: @Sendable () -> Stopwatch

  /// A launcher of one program.
  ///
  /// The clock should not count while the machine sleeps: limits are the trial's time, not the
  /// day's.
  /// - Parameters:
  ///   - command: What is started.
  ///   - limits: How long things may take.
  ///   - timeouts: The timeouts of trials that have their own, in place of the limits' one.
  ///   - inherited: The environment that trials have besides.
  ///   - clock: Measures the limits.
  public init(
    _ command: TrialCommand, limits: TrialLimits = TrialLimits(),
    timeouts: [TrialID: Duration] = [:],
    inherited: [String: String] = ProcessInfo.processInfo.environment,
    clock: some Clock<Duration> = SuspendingClock()
  ) {
    self.command = command
    self.limits = limits
    self.timeouts = timeouts
    startWatch = { Stopwatch(clock) }
    // One thread a trial: trials are the parallelism, and sums keep their order.
    let ours = TrialCommand.environmentOfAll.merging(["ORTHOSWEEP_LIFELINE": "1"]) { $1 }
    environment = inherited.merging(Self.fallbacks) { $0.isEmpty ? $1 : $0 }
      .merging(ours) { $1 }.merging(command.environment) { $1 }
      .map { "\($0.key)=\($0.value)" }.sorted()
  }

  /// What a trial is told unless the user says otherwise: at most a minute of work is repeated.
  private static let fallbacks = ["ORTHOSWEEP_CHECKPOINT_SECONDS": "60"]

  /// Starts the process, drains it, and ends with it.
  public func attempt(
    _ launch: TrialLaunch, stop: StopLine, output: (TrialOutput) -> Void
  ) -> ProcessEnding {
    let kills = ControlGroup.memoryKills()
    var process: TrialProcess
    do {
      process = try start(command.arguments(for: launch))
    } catch {
      return ProcessEnding(.neverStarted(error.description))
    }
    var limits = limits
    if let timeout = timeouts[launch.trial.id] { limits.timeout = timeout }
    let (exit, reason, usage) = process.watch(limits, stop, startWatch(), output)
    return ProcessEnding(
      exit, stopReason: reason, memoryKiller: ControlGroup.memoryKills() > kills, usage: usage)
  }

  /// Why no process was started.
  struct StartFailure: Error, CustomStringConvertible {
    let description: String
  }

  private func start(_ arguments: [String]) throws(StartFailure) -> TrialProcess {
    if let folder = command.folder, access(folder, X_OK) != 0 {
      throw StartFailure(description: "folder \(folder): \(String(cString: strerror(errno)))")
    }
    do throws(PipeEnd.Failure) {
      return try startWithPatience(arguments)
    } catch {
      throw StartFailure(
        description: "\(arguments[0]): \(String(cString: strerror(error.code)))")
    }
  }

  /// A full process table often has room a moment later.
  private func startWithPatience(_ arguments: [String]) throws(PipeEnd.Failure) -> TrialProcess {
    for pause in [50_000, 100_000, 200_000] as [UInt32] {
      do throws(PipeEnd.Failure) {
        return try TrialProcess(arguments, environment, folder: command.folder)
      } catch {
        if error.code != EAGAIN { throw error }
        usleep(pause)
      }
    }
    return try TrialProcess(arguments, environment, folder: command.folder)
  }
}

import CProcess
import Glibc
import Results
import Trials

/// One process of a trial, watched by the thread that started it: its output drained all the time,
/// its limits kept, its whole group ended with it.
struct TrialProcess {
  /// The longest line that can be an event (reliability: memory stays flat whatever is printed).
  static let lineLimit = 64 << 10

  private let pid: pid_t
  private let standardOutput: PipeEnd
  private let standardError: PipeEnd
  /// Its other end is the trial's standard input, which ends when we are gone.
  private let lifeLine: PipeEnd
  /// -1 where the kernel has no pidfd (before 5.3); then the process is asked after often.
  private let endDescriptor: Int32
  private var outputIsOpen = true
  private var errorIsOpen = true
  private var splitter = LineSplitter(limit: Self.lineLimit)
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// Time in which we were awake: a stopped scheduler must not count as a silent trial.
  private var watched = Duration.zero
  private var lastOutput = Duration.zero
  private var killTime: Duration?
  private var reason: ProcessEnding.StopReason?

  /// Starts the program in a session of its own.
  /// - Throws: The errno value of what failed.
  init(
    _ arguments: [String], _ environment: [String], folder: String?
  ) throws(PipeEnd.Failure) {
    let output = try PipeEnd.pair(readerBlocks: false)
    let errors = try PipeEnd.pair(readerBlocks: false)
    let input = try PipeEnd.pair(readerBlocks: true)
    var pid: pid_t = 0
    let code = withCStrings(arguments) { argv in
      withCStrings(environment) { envp in
        process_start(
          &pid, argv, envp, folder, input.reading.descriptor, output.writing.descriptor,
          errors.writing.descriptor)
      }
    }
    guard code == 0 else { throw PipeEnd.Failure(code: code) }
    self.pid = pid
    standardOutput = output.reading
    standardError = errors.reading
    lifeLine = input.writing
    endDescriptor = process_descriptor(pid)
  }

  /// Watches until the end; the process and its group are gone when this returns.
  mutating func watch(
    _ limits: TrialLimits, _ stop: StopLine, _ stopwatch: Stopwatch,
    _ output: (TrialOutput) -> Void
  ) -> (ProcessEnding.Exit, ProcessEnding.StopReason?, AttemptUsage) {
    var last = stopwatch.elapsed
    while true {
      let patience = self.patience(limits)
      let hasEnded = wait(patience, stop.descriptor)
      let now = stopwatch.elapsed
      // Longer than we meant to wait: we were stopped or suspended, and the trial perhaps as well.
      watched += min(now - last, patience + .seconds(1))
      last = now
      drain(output)
      if hasEnded { break }
      if let urgency = stop.look() { end(urgency, .interrupted, limits) }
      enforce(limits)
    }
    // The ID is still its own, as it is not reaped: no stranger can be hit.
    kill(-pid, SIGKILL)
    var ending = process_ending()
    process_reap(pid, &ending)
    if endDescriptor >= 0 { close(endDescriptor) }
    drainRest(output)
    let usage = AttemptUsage(
      seconds: stopwatch.elapsed.inSeconds, processorSeconds: ending.processor_seconds,
      peakMemoryBytes: Int(ending.peak_memory_bytes))
    let exit: ProcessEnding.Exit =
      ending.signal == 0 ? .status(Int(ending.status)) : .signal(ending.signal)
    return (exit, reason, usage)
  }
}

// MARK: - Limits

extension TrialProcess {
  /// How long nothing needs to be done; at most a second, so that sleep is noticed.
  private func patience(_ limits: TrialLimits) -> Duration {
    var next = Duration.seconds(1)
    if let killTime { next = min(next, killTime - watched) }
    if let timeout = limits.timeout { next = min(next, timeout - watched) }
    if let stall = limits.stall { next = min(next, lastOutput + stall - watched) }
    if endDescriptor < 0 { next = min(next, .milliseconds(20)) }
    return max(next, .milliseconds(1))
  }

  private mutating func enforce(_ limits: TrialLimits) {
    if reason == nil {
      if let timeout = limits.timeout, watched >= timeout { end(.gently, .timedOut, limits) }
      if let stall = limits.stall, watched - lastOutput >= stall {
        end(.gently, .stalled, limits)
      }
    }
    if let killTime, watched >= killTime {
      kill(-pid, SIGKILL)
      self.killTime = nil
    }
  }

  /// Signals the group; the first reason is noted before, and stays.
  private mutating func end(
    _ urgency: Urgency, _ why: ProcessEnding.StopReason, _ limits: TrialLimits
  ) {
    let isFirst = reason == nil
    if isFirst { reason = why }
    switch urgency {
    case .atOnce: kill(-pid, SIGKILL)
    case .gently where isFirst:
      kill(-pid, SIGTERM)
      killTime = watched + limits.grace
    case .gently: break
    }
  }
}

// MARK: - Output

extension TrialProcess {
  /// Waits for output, a stop or the end.
  /// - Returns: Whether the process has ended.
  private func wait(_ patience: Duration, _ stopDescriptor: Int32) -> Bool {
    // poll(2) passes over negative descriptors.
    var waiting = [
      outputIsOpen ? standardOutput.descriptor : -1, errorIsOpen ? standardError.descriptor : -1,
      stopDescriptor, endDescriptor,
    ].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&waiting, nfds_t(waiting.count), patience.inMilliseconds)
    return (endDescriptor < 0 || waiting[3].revents != 0) && process_has_ended(pid) != 0
  }

  /// Reads one buffer of each pipe, so that a flood on one starves nothing else.
  private mutating func drain(_ output: (TrialOutput) -> Void) {
    if outputIsOpen { outputIsOpen = drainOutput(output) != nil }
    if errorIsOpen { errorIsOpen = drainErrors(output) != nil }
  }

  /// What the process left in the pipes: no more than a pipe can hold (1 MiB, pipe(7)), because a
  /// grandchild in a session of its own may go on writing for ever.
  private mutating func drainRest(_ output: (TrialOutput) -> Void) {
    for _ in 0..<(1 << 20) / buffer.count where outputIsOpen {
      guard let count = drainOutput(output), count > 0 else { break }
    }
    for _ in 0..<(1 << 20) / buffer.count where errorIsOpen {
      guard let count = drainErrors(output), count > 0 else { break }
    }
    splitter.finish { Self.hand($0, to: output) }
  }

  /// - Returns: The bytes read; nil at the pipe's end.
  private mutating func drainOutput(_ output: (TrialOutput) -> Void) -> Int? {
    switch standardOutput.read(into: &buffer) {
    case .end: return nil
    case .nothing: return 0
    case .bytes(let count):
      lastOutput = watched
      splitter.take(buffer[..<count]) { Self.hand($0, to: output) }
      return count
    }
  }

  private mutating func drainErrors(_ output: (TrialOutput) -> Void) -> Int? {
    switch standardError.read(into: &buffer) {
    case .end: return nil
    case .nothing: return 0
    case .bytes(let count):
      lastOutput = watched
      output(.log(buffer[..<count]))
      return count
    }
  }

  private static func hand(_ piece: LineSplitter.Piece, to output: (TrialOutput) -> Void) {
    switch piece {
    case .fragment(let bytes): output(.log(bytes))
    case .line(let line):
      if line.first == UInt8(ascii: "{"), let event = TrialEvent(line: line) {
        output(.event(event, line: line))
      } else {
        output(.log(line + [UInt8(ascii: "\n")]))
      }
    }
  }
}

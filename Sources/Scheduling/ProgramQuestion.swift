import CProcess
public import Foundation
import Glibc

/// Asks a program something that it answers at once, as `PROGRAM describe`.
///
/// The program runs in a session of its own, so that a wrapper's children end with it; its standard
/// error is ours.
public enum ProgramQuestion {
  /// Why there is no answer.
  public enum Failure: Error, Sendable, Equatable {
    /// It could not be started; a clause for people.
    case cannotStart(String)
    /// It did not end in time.
    case tooLong
    /// It said more than so many bytes.
    case tooMuch(Int)
    /// It ended with this status.
    case status(Int)
    /// This signal ended it.
    case signal(String)
  }

  /// Starts the program and reads what it prints.
  /// - Parameters:
  ///   - arguments: the program and its arguments.
  ///   - patience: how long it may take.
  ///   - limit: how many bytes it may print.
  /// - Returns: all that it printed.
  /// - Throws: why there is no answer.
  public static func answer(
    to arguments: [String], patience: Duration = .seconds(10), limit: Int = 1 << 20
  ) throws(Failure) -> Data {
    let (pid, output) = try start(arguments)
    let stopwatch = Stopwatch(ContinuousClock())
    var answer = Data()
    var failure: Failure?
    while failure == nil {
      let left = patience - stopwatch.elapsed
      var waiting = [output.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      // Short looks: the program may end while a grandchild of it keeps the pipe open.
      poll(&waiting, 1, min(max(left, .milliseconds(1)), .milliseconds(20)).inMilliseconds)
      let hasEnded = process_has_ended(pid) != 0
      let isOpen = take(output, into: &answer, limit: limit)
      if answer.count > limit { failure = .tooMuch(limit) }
      if hasEnded { break }
      if !isOpen { usleep(1_000) }
      if left <= .zero { failure = .tooLong }
    }
    let ending = finish(pid)
    if let failure { throw failure }
    guard ending.signal == 0 else { throw .signal(Signals.name(of: ending.signal)) }
    guard ending.status == 0 else { throw .status(Int(ending.status)) }
    return answer
  }

  private static func start(_ arguments: [String]) throws(Failure) -> (pid_t, PipeEnd) {
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(nothing) }
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var pid: pid_t = 0
    do throws(PipeEnd.Failure) {
      let (reading, writing) = try PipeEnd.pair(readerBlocks: false)
      let code = withCStrings(arguments) { argv in
        withCStrings(environment) { envp in
          process_start(&pid, argv, envp, nil, nothing, writing.descriptor, STDERR_FILENO)
        }
      }
      guard code == 0 else { throw PipeEnd.Failure(code: code) }
      return (pid, reading)
    } catch {
      throw .cannotStart(String(cString: strerror(error.code)))
    }
  }

  /// Reads what is there.
  /// - Returns: whether there may be more.
  private static func take(_ output: PipeEnd, into answer: inout Data, limit: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)  // a pipe's capacity, pipe(7)
    while answer.count <= limit {
      switch output.read(into: &buffer) {
      case .bytes(let count): answer.append(contentsOf: buffer[..<count])
      case .nothing: return true
      case .end: return false
      }
    }
    return true
  }

  private static func finish(_ pid: pid_t) -> process_ending {
    kill(-pid, SIGKILL)
    var ending = process_ending()
    process_reap(pid, &ending)
    return ending
  }
}

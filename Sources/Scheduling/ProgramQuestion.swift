import CProcess
public import Foundation
import Glibc

/// Asks a program something that it answers at once, as `PROGRAM describe`.
///
/// The program runs in a session of its own, so that a wrapper's children end with it; its standard
/// error is ours.
public struct ProgramQuestion: Sendable {
  private let arguments: [String]
  private let environment: [String]
  private let patience: Duration
  private let limit: Int

  /// A question.
  /// - Parameters:
  ///   - arguments: The program and its arguments.
  ///   - environment: Variables set on top of ours.
  ///   - patience: How long it may take.
  ///   - limit: How many bytes it may print.
  public init(
    _ arguments: [String], environment: [String: String] = [:],
    patience: Duration = .seconds(10), limit: Int = 1 << 20
  ) {
    self.arguments = arguments
    self.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .map { "\($0.key)=\($0.value)" }.sorted()
    self.patience = patience
    self.limit = limit
  }

  /// Why there is no answer.
  public enum Failure: Error, Sendable, Equatable {
    /// It could not be started; a clause for people.
    case cannotStart(String)
    /// It did not end in this time.
    case tooLong(Duration)
    /// It said more than so many bytes.
    case tooMuch(bytes: Int)
    /// It ended with this status.
    case status(Int)
    /// This signal ended it.
    case signal(String)
  }

  /// Starts the program and reads what it prints.
  /// - Parameter lines: What it may read from its standard input, a line each; it need not.
  /// - Returns: All that it printed.
  /// - Throws: Why there is no answer.
  public func answer(reading lines: some Sequence<String> = []) throws(Failure) -> Data {
    let (pid, output) = try start(input(lines))
    let stopwatch = Stopwatch(ContinuousClock())
    var answer = Data()
    var failure: Failure?
    while failure == nil {
      let left = patience - stopwatch.elapsed
      var waiting = [output.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      // Short looks: the program may end while a grandchild of it keeps the pipe open.
      poll(&waiting, 1, min(max(left, .milliseconds(1)), .milliseconds(20)).inMilliseconds)
      let hasEnded = process_has_ended(pid) != 0
      let isOpen = Self.take(output, into: &answer, limit: limit)
      if answer.count > limit { failure = .tooMuch(bytes: limit) }
      if hasEnded { break }
      if !isOpen { usleep(1_000) }
      if left <= .zero { failure = .tooLong(patience) }
    }
    let ending = Self.finish(pid)
    if let failure { throw failure }
    guard ending.signal == 0 else { throw .signal(Signals.name(of: ending.signal)) }
    guard ending.status == 0 else { throw .status(Int(ending.status)) }
    return answer
  }

  /// A file, not a pipe: a program that reads late or not at all can hold nobody up.
  private func input(_ lines: some Sequence<String>) throws(Failure) -> OpenDescriptor {
    let file = OpenDescriptor(process_memory_file())
    guard file.number >= 0 else { throw .cannotStart(String(cString: strerror(errno))) }
    var bytes: [UInt8] = []
    func write() throws(Failure) {
      guard file.write(bytes) else { throw .cannotStart(String(cString: strerror(errno))) }
      bytes.removeAll(keepingCapacity: true)
    }
    for line in lines {
      bytes += line.utf8
      bytes.append(UInt8(ascii: "\n"))
      if bytes.count > 1 << 18 { try write() }
    }
    try write()
    lseek(file.number, 0, SEEK_SET)
    return file
  }

  private func start(_ input: OpenDescriptor) throws(Failure) -> (pid_t, PipeEnd) {
    var pid: pid_t = 0
    do throws(PipeEnd.Failure) {
      let (reading, writing) = try PipeEnd.pair(readerBlocks: false)
      let code = withCStrings(arguments) { argv in
        withCStrings(environment) { envp in
          process_start(&pid, argv, envp, nil, input.number, writing.descriptor, STDERR_FILENO)
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

/// A descriptor, closed when the last reference goes.
private final class OpenDescriptor {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { if number >= 0 { close(number) } }

  /// Writes all bytes; if that fails, errno says why.
  func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
    }
    return true
  }
}

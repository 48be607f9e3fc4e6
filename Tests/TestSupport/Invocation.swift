public import Foundation

/// A program that was started and has ended: what it said, and how it ended.
public struct Invocation: Sendable {
  /// Everything on standard output.
  public let output: String
  /// Everything on standard error.
  public let errors: String
  /// The exit status, or the signal's number.
  public let status: Int32
  /// Wall-clock seconds.
  public let seconds: Double

  /// The programs built beside these tests.
  public static func builtProgram(_ name: String) throws -> URL {
    // The test bundle and the programs are products of one build and lie in one folder.
    var folder = Bundle.main.executableURL?.deletingLastPathComponent()
    for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
      folder = URL(fileURLWithPath: argument).deletingLastPathComponent()
    }
    guard let program = folder?.appending(path: name),
      FileManager.default.isExecutableFile(atPath: program.path)
    else { throw Missing(name: name, folder: folder?.path ?? "an unknown folder") }
    return program
  }

  /// A program that should have been built with the tests and was not.
  public struct Missing: Error, CustomStringConvertible {
    let name: String
    let folder: String

    /// Which program, and where it was looked for.
    public var description: String { "\(name) is not in \(folder)" }
  }

  /// Starts a program and waits for its end, at most `timeout` seconds, then kills it.
  public init(
    _ program: URL, _ arguments: [String], folder: URL? = nil,
    environment: [String: String] = [:], timeout: Double = 60
  ) throws {
    let process = Self.process(program, arguments, folder: folder, environment: environment)
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    let clock = ContinuousClock()
    let start = clock.now
    try process.run()
    let watchdog = DispatchWorkItem { [pid = process.processIdentifier] in kill(pid, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + timeout, execute: watchdog)
    let drained = Drained(errors.fileHandleForReading)
    let said = output.fileHandleForReading.readDataToEndOfFile()
    self.errors = String(decoding: drained.data(), as: UTF8.self)
    process.waitUntilExit()
    watchdog.cancel()
    self.output = String(decoding: said, as: UTF8.self)
    status = process.terminationStatus
    let took = clock.now - start
    seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
  }

  /// A process that is ready to start, with these variables added to the environment.
  public static func process(
    _ program: URL, _ arguments: [String], folder: URL? = nil,
    environment: [String: String] = [:]
  ) -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return process
  }
}

/// Reads a pipe to its end on a thread of its own, so that two pipes cannot wait for each other.
private final class Drained: @unchecked Sendable {
  // Written by the one reading thread before it signals, read after the wait.
  private var content = Data()
  private let done = DispatchSemaphore(value: 0)

  init(_ handle: FileHandle) {
    Thread.detachNewThread { [self] in
      content = handle.readDataToEndOfFile()
      done.signal()
    }
  }

  func data() -> Data {
    done.wait()
    return content
  }
}

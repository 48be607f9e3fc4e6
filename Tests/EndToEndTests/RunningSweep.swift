import Foundation
import TestSupport

/// An orthosweep that runs while a test looks on.
final class RunningSweep {
  private let process: Process
  private let errors: URL

  /// Starts the process; what it says on standard error goes to the file `errors`.
  init(_ process: Process, errors: URL) throws {
    self.process = process
    self.errors = errors
    try Data().write(to: errors)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    // A shell that starts tests in the background makes them ignore it, which children inherit.
    signal(SIGINT, SIG_DFL)
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// The process's number.
  var processID: Int32 { process.processIdentifier }

  /// Whether it has not ended yet.
  var isRunning: Bool { process.isRunning }

  /// What it has said on standard error so far.
  var said: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  /// Sends a signal to orthosweep alone, as `kill` would.
  func send(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for the end and answers the exit status, or 128 and the signal's number.
  func end() -> Int32 {
    let watchdog = DispatchWorkItem { [pid = process.processIdentifier] in kill(pid, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 30, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    let status = process.terminationStatus
    return process.terminationReason == .exit ? status : 128 + status
  }
}

/// Waiting for something that another process does.
enum Waiting {
  /// What was waited for did not come.
  struct TooLong: Error, CustomStringConvertible {
    let description: String
  }

  /// Looks often, until it holds.
  ///
  /// 30 seconds are a hundred times what anything here takes, so only a defect waits them out.
  static func until(
    _ what: String, seconds: Double = 30, _ holds: () throws -> Bool
  ) throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    while try !holds() {
      guard clock.now < deadline else { throw TooLong(description: "waited \(seconds) s: \(what)") }
      usleep(10_000)
    }
  }
}

/// The processes of this machine.
enum ProcessTable {
  /// The numbers of the processes whose command line has this text; the dead have none.
  static func mentioning(_ text: String) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
      .filter { number in
        guard let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline")
        else { return false }
        return String(decoding: line, as: UTF8.self).contains(text)
      }
  }
}

import Foundation
import Synchronization

/// A program that is started, and says its result in one line of JSON.
struct ChildProgram {
  /// What people call it.
  let name: String
  let program: URL
  let arguments: [String]
  /// What its environment has besides ours.
  var environment: [String: String] = [:]

  /// This program itself, as another process.
  static func ourselves(_ name: String, _ arguments: [String]) -> ChildProgram {
    let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
    // As the launcher of trials sets it; see Sources/Scheduling/LocalLauncher.swift.
    return ChildProgram(
      name: name, program: URL(fileURLWithPath: path), arguments: arguments,
      environment: ["OPENBLAS_NUM_THREADS": "1"])
  }

  /// Runs it to its end.
  /// - Returns: What it said.
  /// - Throws: A failure with the last line that it wrote to standard error.
  func result<Result: Decodable>(as type: Result.Type = Result.self) throws -> Result {
    try started().result()
  }

  /// Starts it, for a result that is asked for later.
  func started() throws -> RunningChild {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return try RunningChild(process, name)
  }
}

/// A child program on its way.
struct RunningChild {
  private let name: String
  private let process: Process
  private let output = Pipe()
  private let errors = FileManager.default.temporaryDirectory
    .appending(path: "orthosweep-benchmark-\(UUID().uuidString)")

  fileprivate init(_ process: Process, _ name: String) throws {
    self.name = name
    self.process = process
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    do {
      try RunningChildren.start(process)
    } catch {
      throw BenchmarkFailure("\(name) cannot be started: \(error.localizedDescription)")
    }
  }

  /// Waits for its end.
  func result<Result: Decodable>() throws -> Result {
    defer { try? FileManager.default.removeItem(at: errors) }
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    RunningChildren.forget(process)
    let line = said.split(separator: UInt8(ascii: "\n")).last ?? Data()
    guard process.terminationStatus == 0,
      let result = try? JSONDecoder().decode(Result.self, from: line)
    else {
      let words = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
      let last = words.split(separator: "\n").last.map(String.init) ?? "it said nothing"
      throw BenchmarkFailure(
        "\(name) ended with status \(process.terminationStatus): \(last)")
    }
    return result
  }
}

/// The children at work, which end with us: each has a process group of its own (Foundation's
/// doing), so a terminal's Ctrl-C reaches only this program.
enum RunningChildren {
  private static let processes = Mutex<[Int32]>([])

  static func start(_ process: Process) throws {
    try processes.withLock { processes in
      try process.run()
      processes.append(process.processIdentifier)
    }
  }

  static func forget(_ process: Process) {
    processes.withLock { $0.removeAll { $0 == process.processIdentifier } }
  }

  /// From now on, Ctrl-C and SIGTERM end the children and then this program, by the same signal.
  static func endWithUs() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        processes.withLock { processes in
          for process in processes { kill(-process, SIGKILL) }
        }
        signal(number, SIG_DFL)
        raise(number)
      }
      source.activate()
      return source
    }
  }
}

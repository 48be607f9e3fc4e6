import CBenchmark
import Foundation

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
  /// A file without a name: a pipe that nobody reads would stop a child that has much to say.
  private let errors: FileHandle

  fileprivate init(_ process: Process, _ name: String) throws {
    self.name = name
    self.process = process
    errors = try Self.namelessFile()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw BenchmarkFailure("\(name) cannot be started: \(error.localizedDescription)")
    }
    benchmark_child_started(process.processIdentifier)
  }

  /// Waits for its end.
  func result<Result: Decodable>() throws -> Result {
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    benchmark_child_ended(process.processIdentifier)
    let line = said.split(separator: UInt8(ascii: "\n")).last ?? Data()
    guard process.terminationStatus == 0,
      let result = try? JSONDecoder().decode(Result.self, from: line)
    else {
      try? errors.seek(toOffset: 0)
      let words = String(decoding: (try? errors.readToEnd()) ?? Data(), as: UTF8.self)
      let last = words.split(separator: "\n").last.map(String.init) ?? "it said nothing"
      throw BenchmarkFailure(
        "\(name) ended with status \(process.terminationStatus): \(last)")
    }
    return result
  }

  private static func namelessFile() throws -> FileHandle {
    let place = FileManager.default.temporaryDirectory
      .appending(path: "orthosweep-benchmark-\(UUID().uuidString)")
    guard FileManager.default.createFile(atPath: place.path, contents: nil) else {
      throw BenchmarkFailure("\(place.path) cannot be written")
    }
    defer { try? FileManager.default.removeItem(at: place) }
    return try FileHandle(forUpdating: place)
  }
}

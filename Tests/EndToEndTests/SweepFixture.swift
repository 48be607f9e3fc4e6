import Foundation
import TestSupport
import Trials

/// A project folder with sweep files, and orthosweep to start in it.
struct SweepFixture {
  /// The project's folder; `results/` lies in it because of an empty orthosweep.yaml.
  let root: URL
  /// Removes everything when the fixture goes.
  private let folder: TemporaryFolder
  private let program: URL

  /// What hints of orthosweep begin with: the program as tests call it.
  var called: String { program.path }

  /// A project in a folder of this name.
  init(named name: String = "project") throws {
    folder = try TemporaryFolder()
    // The name as the kernel has it: /tmp may be a symbolic link.
    root = folder.url.resolvingSymlinksInPath().appending(path: name)
    program = try Invocation.builtProgram("orthosweep")
    try write("", to: "orthosweep.yaml")
  }

  /// Writes a file of the project.
  @discardableResult
  func write(_ text: String, to file: String) throws -> URL {
    let url = root.appending(path: file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url
  }

  /// Runs orthosweep to its end, in the project's folder if no other is named.
  func orthosweep(
    _ arguments: String..., in folder: URL? = nil, environment: [String: String] = [:]
  ) throws -> Invocation {
    try Invocation(
      program, arguments, folder: folder ?? root, environment: Self.surroundings(environment))
  }

  /// Starts orthosweep and comes back while it runs.
  func start(_ arguments: String...) throws -> RunningSweep {
    try RunningSweep(
      Invocation.process(
        program, arguments, folder: root, environment: Self.surroundings([:])),
      errors: root.appending(path: "\(arguments[0])-errors.txt"))
  }

  /// A results folder of whoever runs the tests must not reach them.
  private static func surroundings(_ more: [String: String]) -> [String: String] {
    ["ORTHOSWEEP_RESULTS": ""].merging(more) { $1 }
  }
}

// MARK: - What is under results/

extension SweepFixture {
  /// The folders of all trials that were ever started, in order of their IDs.
  func trialFolders(in results: String = "results") throws -> [URL] {
    let trials = root.appending(path: results).appending(path: "trials")
    return try Self.content(of: trials).flatMap { try Self.content(of: $0) }
  }

  /// All records, in order of their IDs.
  func records(in results: String = "results") throws -> [TrialRecord] {
    try trialFolders(in: results).map { $0.appending(path: "record.json") }
      .filter { FileManager.default.fileExists(atPath: $0.path) }
      .map { try TrialJSON.read(TrialRecord.self, from: Data(contentsOf: $0)) }
  }

  /// The trials' curves, by folder name, without the columns that measure the machine.
  func timelessCurves(in results: String = "results") throws -> [String: [String: [UInt64]]] {
    var curves: [String: [String: [UInt64]]] = [:]
    for folder in try trialFolders(in: results) {
      let file = folder.appending(path: "curves.safetensors")
      let columns = try Curves(serialized: Data(contentsOf: file)).columns
      // Bit patterns: equal bytes are asked for, and NaN equals nothing.
      curves[folder.lastPathComponent] = columns.filter { !$0.key.hasPrefix("time.") }
        .mapValues { $0.map(\.bitPattern) }
    }
    return curves
  }

  /// How many attempts each trial had, by folder name.
  func attempts(in results: String = "results") throws -> [String: Int] {
    let pairs = try trialFolders(in: results).map {
      ($0.lastPathComponent, try Self.content(of: $0.appending(path: "attempts")).count)
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Every file of the trials with its bytes.
  func trialBytes(in results: String = "results") throws -> [String: Data] {
    let trials = root.appending(path: results).appending(path: "trials")
    let names = FileManager.default.enumerator(atPath: trials.path)?.allObjects ?? []
    var bytes: [String: Data] = [:]
    for case let name as String in names {
      bytes[name] = try? Data(contentsOf: trials.appending(path: name))
    }
    return bytes
  }

  /// A file's text.
  func text(_ file: String) throws -> String {
    try String(contentsOf: root.appending(path: file), encoding: .utf8)
  }

  /// Whether there is a file or folder of this name.
  func exists(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: file).path)
  }

  private static func content(of folder: URL) throws -> [URL] {
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }
}

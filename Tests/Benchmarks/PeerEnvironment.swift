import BenchmarkFigures
import CBenchmark
import Foundation

/// The Python environment with JAX and PyTorch, made under `.build/` where it is not there yet.
struct PeerEnvironment {
  private static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let sources = checkout.appending(path: "Tests/Benchmarks")
  private static let folder = checkout.appending(path: ".build/benchmark-peers")
  private static let requirements = sources.appending(path: "requirements.txt")
  /// A copy of the requirements that were installed, written last.
  private static let installed = folder.appending(path: "installed-requirements.txt")

  private let python = folder.appending(path: "bin/python")

  /// The environment, with all that `requirements.txt` names.
  init() throws {
    let wanted: String
    do {
      wanted = try String(contentsOf: Self.requirements, encoding: .utf8)
    } catch {
      throw BenchmarkFailure("\(Self.requirements.path) cannot be read; build again with `make`")
    }
    if (try? String(contentsOf: Self.installed, encoding: .utf8)) == wanted { return }
    StandardStream.progress(
      "making the peers' Python environment in \(Self.folder.path) (6 GB, once)")
    if !FileManager.default.isExecutableFile(atPath: python.path) { try Self.make() }
    try Self.install(with: python)
    try wanted.write(to: Self.installed, atomically: true, encoding: .utf8)
  }

  /// What trains a workload in one of a peer's ways.
  func program(
    _ variant: PeerVariant, _ workload: Workload, iterations: Int, warmup: Int, core: Int?
  ) -> ChildProgram {
    let script = Self.sources.appending(path: "Peers/\(variant.peer.script)").path
    let pinning = core.map { ["--cpu", "\($0)"] } ?? []
    return ChildProgram(
      name: Contender.peer(variant, workload).title, program: python,
      arguments: [script] + workload.arguments + variant.arguments
        + ["--iters", "\(iterations)", "--warmup", "\(warmup)"] + pinning,
      environment: variant.environment(for: workload))
  }

  private static func make() throws {
    let status = try run("/usr/bin/env", ["python3", "-m", "venv", folder.path])
    guard status == 0 else {
      // A half-made environment would pass for a whole one the next time.
      try? FileManager.default.removeItem(at: folder)
      throw BenchmarkFailure(
        status == 127
          ? "--peers needs Python: there is no python3 on PATH (Debian: apt-get install python3-venv)"
          : "`python3 -m venv` failed (status \(status)); on Debian it needs the package "
            + "python3-venv: apt-get install python3-venv")
    }
  }

  private static func install(with python: URL) throws {
    let status = try run(
      python.path,
      ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements.path])
    guard status == 0 else {
      throw BenchmarkFailure(
        "pip could not install \(requirements.path) (status \(status); its own words are above); "
          + "the environment stays in \(folder.path), and the same command tries again")
    }
  }

  /// Runs a program whose words go to standard error.
  private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.standardError
    try process.run()
    benchmark_child_started(process.processIdentifier)
    defer { benchmark_child_ended(process.processIdentifier) }
    process.waitUntilExit()
    return process.terminationStatus
  }
}

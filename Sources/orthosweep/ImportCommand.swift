import ArgumentParser
import Foundation
import Results

/// `orthosweep import`: finished trials of another results folder, brought here.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Copy finished trials of another results folder here.",
    discussion: """
      Long runs may have their results elsewhere (run --results). What finished there and is \
      missing here is copied: records, curves and small artifacts, each held against its checksum; \
      never weights or checkpoints. Afterwards `orthosweep report` draws the tables.

      Example: orthosweep import /scratch/results
      """)

  @Argument(help: "The other results folder.", completion: .directory)
  var folder: String

  @Option(
    help: """
      The results folder to copy into (default: ORTHOSWEEP_RESULTS, else results/ beside the \
      nearest Package.swift, orthosweep.yaml or .git above the current folder).
      """, completion: .directory)
  var results: String?

  func run() throws {
    let currentFolder = FileManager.default.currentDirectoryPath
    let target = ResultLayout.locate(
      sweepFile: nil, override: results,
      environment: ProcessInfo.processInfo.environment, currentFolder: currentFolder)
    let source = try source(otherThan: target)
    do {
      let store = ResultStore(target)
      try store.prepare()
      try copy(ResultImport(from: source, into: store), from: source, into: target)
    } catch {
      throw error is ExitCode ? error : OpenSweep.failure(error)
    }
  }

  /// The other folder, if that is what it is.
  private func source(otherThan target: ResultLayout) throws(CommandFailure) -> ResultLayout {
    let path = URL(fileURLWithPath: folder).path
    guard Self.isFolder(path + "/trials") else {
      let inside = path + "/results"
      let hint = Self.isFolder(inside + "/trials") ? "; did you mean \(inside)?" : ""
      throw CommandFailure(
        .usage, "orthosweep: \(path) is no results folder: it has no folder 'trials'\(hint)")
    }
    guard Self.canonical(path) != Self.canonical(target.root) else {
      throw CommandFailure(
        .usage,
        "orthosweep: \(path) is the folder to copy into; say another one with --results")
    }
    return ResultLayout(root: path)
  }

  private func copy(
    _ trials: ResultImport, from source: ResultLayout, into target: ResultLayout
  ) throws {
    var (copied, present, unfinished, refused, leftOut) = (0, 0, 0, 0, 0)
    for folder in try trials.folders() {
      switch try trials.take(folder) {
      case .copied(let artifacts, let replaced):
        copied += 1
        leftOut += artifacts
        for place in replaced {
          Terminal.error.write("note: a damaged file was moved to \(place)\n")
        }
      case .present: present += 1
      case .unfinished: unfinished += 1
      case .refused(let reason):
        refused += 1
        Terminal.error.write("refused: \(folder): \(reason)\n")
      }
    }
    if leftOut > 0 {
      let limit = ResultImport.largestArtifact >> 20
      Terminal.error.write(
        "note: \(Count.of(leftOut, "artifact")) left out: weights, larger than \(limit) MiB, or missing\n"
      )
    }
    var counts = ["\(Count.of(copied, "trial")) copied", "\(present) already here"]
    if unfinished > 0 { counts.append("\(unfinished) not finished there") }
    if refused > 0 { counts.append("\(refused) refused") }
    Terminal.output.write(
      "\(source.root) → \(target.root)   \(counts.joined(separator: " · "))\n")
    if refused > 0 { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private static func canonical(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}

import ArgumentParser
import Foundation
import SequenceTasks

/// `orthornn data import DIR`: takes in files that came another way.
struct DataImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Copies data files from a folder, after checking their SHA-256.",
    discussion: """
      The files are looked for in the folder itself and in its subfolders mnist and ptb, under \
      their published names; `orthornn data list` prints those.
      """)

  @Argument(help: ArgumentHelp("The folder with the files.", valueName: "folder"))
  var source: String

  @OptionGroup var destination: DataDestination

  func run() throws {
    let folder = try destination.resolved()
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: source, isDirectory: &isDirectory),
      isDirectory.boolValue
    else { throw CommandFailure(.inputOutput, "orthornn: \(source) is no folder\n") }
    var (found, wrong, whole) = (0, 0, [DataSet]())
    for dataSet in DataSet.allCases {
      for file in dataSet.files {
        switch try take(file, of: dataSet, to: folder) {
        case .taken: found += 1
        case .wrong: wrong += 1
        case .absent: break
        }
      }
      if try Self.isWhole(dataSet, in: folder) { whole.append(dataSet) }
    }
    if found + wrong == 0 {
      let names = DataSet.allCases.flatMap(\.files).map(\.name).joined(separator: ", ")
      throw CommandFailure(
        .badData, "orthornn: \(source) has none of the data files; they are named \(names)\n")
    }
    try DataDestination.tellWhole(whole, in: folder)
    if wrong > 0 {
      throw CommandFailure(
        .badData, "orthornn: \(wrong) \(wrong == 1 ? "file was" : "files were") not taken in\n")
    }
  }

  private enum Taking { case absent, taken, wrong }

  /// Takes one file, if it is there and right.
  private func take(
    _ file: DataSet.File, of dataSet: DataSet, to folder: String
  ) throws(CommandFailure) -> Taking {
    let target = DataFile(file, of: dataSet, in: folder)
    let name = "\(dataSet.folder)/\(file.name)"
    var taking = Taking.absent
    for place in ["\(source)/\(dataSet.folder)/\(file.name)", "\(source)/\(file.name)"] {
      switch try target.content(of: place) {
      case .nothing: continue
      case .other(let reason):
        try StandardStream.error.write(line: "orthornn: \(place) \(reason)")
        taking = .wrong
        continue
      case .published: break
      }
      let wasThere = try target.content() == .published
      if !wasThere { try copy(place, to: target) }
      let words = wasThere ? "is there already" : "taken from \(place)"
      try StandardStream.output.write(line: "\(name): \(words), SHA-256 \(file.sha256)")
      return .taken
    }
    return taking
  }

  /// Copies beside the target, checks the copy, and renames it.
  private func copy(_ place: String, to target: DataFile) throws(CommandFailure) {
    try DataFile.makeFolder(target.folder)
    let temporary = "\(target.path).import-\(getpid())"
    defer { unlink(temporary) }
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw DataFile.failure("written", target.path) }
    defer { close(descriptor) }
    try DataFile.readChunks(of: place) { (chunk) throws(CommandFailure) in
      var rest = chunk
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw DataFile.failure("written", target.path) }
        rest = rest.dropFirst(count)
      }
    }
    if case .other(let reason) = try target.content(of: temporary) {
      throw CommandFailure(.inputOutput, "orthornn: the copy of \(place) \(reason)\n")
    }
    try target.place(temporary)
  }

  private static func isWhole(
    _ dataSet: DataSet, in folder: String
  ) throws(CommandFailure) -> Bool {
    for file in dataSet.files
    where try DataFile(file, of: dataSet, in: folder).content() != .published { return false }
    return true
  }
}

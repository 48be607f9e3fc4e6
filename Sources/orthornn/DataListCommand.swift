import ArgumentParser
import Foundation
import SequenceTasks

/// `orthornn data list`: what is there, and whether it is what was published.
struct DataListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the data files: where they are, their sizes and SHA-256, and the terms of use."
  )

  @Option(
    help: ArgumentHelp("A data folder to look in before the others.", valueName: "folder"))
  var data: String?

  func run() throws {
    let store = DataStore(folder: data)
    for dataSet in DataSet.allCases {
      try StandardStream.output.write(line: "\(dataSet.title) (\(dataSet.rawValue))")
      try StandardStream.output.write(line: "  terms: \(dataSet.terms)")
      var isAnywhere = false
      for folder in store.folders {
        let places = dataSet.files.map { DataFile($0, of: dataSet, in: folder) }
        let contents = try places.map { (place) throws(CommandFailure) in try place.content() }
        guard contents.contains(where: { $0 != .nothing }) else { continue }
        isAnywhere = true
        try StandardStream.output.write(line: "  in \(folder)/\(dataSet.folder):")
        for (place, content) in zip(places, contents) { try tell(place, content) }
      }
      guard !isAnywhere else { continue }
      for file in dataSet.files { try tell(DataFile(file, folder: ""), .nothing) }
      do throws(DataProblem) {
        _ = try store.folder(of: dataSet)
      } catch {
        try StandardStream.output.write(line: "  \(error)")
      }
    }
  }

  private func tell(_ place: DataFile, _ content: DataFile.Content) throws {
    let words =
      switch content {
      case .nothing: "missing"
      case .published: "as published"
      case .other(let reason): "not as published: \(reason)"
      }
    let name = place.file.name.padding(toLength: 26, withPad: " ", startingAt: 0)
    let size = String(repeating: " ", count: max(0, 9 - "\(Grouped(place.file.bytes))".count))
    try StandardStream.output.write(
      line: "    \(name)  \(size)\(Grouped(place.file.bytes)) bytes  SHA-256 "
        + "\(place.file.sha256)  \(words)")
  }
}

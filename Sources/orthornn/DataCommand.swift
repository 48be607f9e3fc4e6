import ArgumentParser
import Foundation
import SequenceTasks

/// `orthornn data`: getting the published data sets, and seeing what is there.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Gets the data sets that tasks read, and lists what is there.",
    discussion: """
      MNIST (tasks smnist and psmnist) and the Penn Treebank text (task ptb) are looked for in the \
      folder that a trial names, then in the one that ORTHOSWEEP_DATA names, then in \
      $XDG_CACHE_HOME/orthosweep (~/.cache/orthosweep if that is not set). Each has the files as \
      mnist/train-images-idx3-ubyte.gz, ptb/ptb.train.txt and so on.
      """,
    subcommands: [DataFetchCommand.self, DataImportCommand.self, DataListCommand.self])
}

extension DataSet {
  /// The data set of a name on the command line.
  static func named(_ name: String) throws -> DataSet {
    guard let dataSet = DataSet(rawValue: name) else {
      let names = allCases.map(\.rawValue).joined(separator: " and ")
      throw ValidationError("there is no data set '\(name)', only \(names)")
    }
    return dataSet
  }
}

extension ExitStatus {
  /// sysexits.h has one status for wrong data, be they a trial or a download.
  static let badData = ExitStatus.invalidTrial
}

/// The option that says where files go.
struct DataDestination: ParsableArguments {
  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "The data folder to put files in; else ORTHOSWEEP_DATA, else the user's cache folder.",
      valueName: "folder"))
  var folder: String?

  /// The folder, as given or as the environment says.
  func resolved() throws(CommandFailure) -> String {
    if let folder, !folder.isEmpty { return folder }
    guard let home = DataStore().home else {
      throw CommandFailure(
        .inputOutput,
        "orthornn: no folder to put data in (neither HOME nor ORTHOSWEEP_DATA is set); "
          + "name one with --to DIR\n")
    }
    return home
  }

  /// Says that data sets are whole now, and how trials find them where they would not.
  static func tellWhole(_ dataSets: [DataSet], in folder: String) throws(CommandFailure) {
    guard !dataSets.isEmpty else { return }
    let names = dataSets.map(\.title).joined(separator: " and ")
    var line = "\(names) \(dataSets.count == 1 ? "is" : "are") whole in \(folder)"
    let place = URL(fileURLWithPath: folder).standardizedFileURL
    if !DataStore().folders.contains(where: {
      URL(fileURLWithPath: $0).standardizedFileURL == place
    }) {
      line += "; for trials to find it: export ORTHOSWEEP_DATA=\(ShellWord.quoted(place.path))"
    }
    try StandardStream.output.write(line: line)
  }
}

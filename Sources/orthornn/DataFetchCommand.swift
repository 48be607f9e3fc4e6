import ArgumentParser
import Foundation
import SequenceTasks

/// `orthornn data fetch mnist`: downloads what is not there yet.
struct DataFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Downloads data sets with curl, checks their SHA-256, and puts them into place.",
    discussion: """
      A file that is there and right is left alone. What was cut is gone on with where it stopped, \
      here or at the next address. Proxies are set as for curl (https_proxy).
      """)

  @Argument(
    help: ArgumentHelp("What to fetch: mnist, ptb.", valueName: "data-set"),
    transform: DataSet.named)
  var dataSets: [DataSet]

  @OptionGroup var destination: DataDestination

  @Option(
    name: .customLong("mirror"),
    help: ArgumentHelp(
      "Address of a folder with the files (http, https or file), instead of the public ones; may "
        + "be given several times.", valueName: "address"))
  var mirrors: [String] = []

  @Option(
    help: ArgumentHelp(
      "Give an address up that does not answer, or sends less than 1 kB a second, for so long.",
      valueName: "seconds"))
  var patience: Int = 20

  func validate() throws {
    guard !dataSets.isEmpty else { throw ValidationError("name what to fetch: mnist, ptb") }
    guard (1...3600).contains(patience) else {
      throw ValidationError("a patience of 1 to 3600 seconds, not \(patience)")
    }
    let kinds = ["http://", "https://", "file://"]
    for mirror in mirrors where !kinds.contains(where: { mirror.lowercased().hasPrefix($0) }) {
      throw ValidationError(
        "--mirror \(mirror): an address begins with http://, https:// or file:///")
    }
  }

  func run() throws {
    StopSignals.listen()
    let folder = try destination.resolved()
    for dataSet in dataSets { try fetch(dataSet, to: folder) }
    try DataDestination.tellWhole(dataSets, in: folder)
    for dataSet in dataSets {
      try StandardStream.output.write(line: "terms of \(dataSet.title): \(dataSet.terms)")
    }
  }

  private func fetch(_ dataSet: DataSet, to folder: String) throws(CommandFailure) {
    var folders = (mirrors.isEmpty ? dataSet.mirrors : mirrors).map { address in
      address + (address.hasSuffix("/") ? "" : "/")
    }
    for file in dataSet.files {
      let addresses = folders.map { $0 + file.name }
      let place = DataFile(file, of: dataSet, in: folder)
      let name = "\(dataSet.folder)/\(file.name)"
      let fetch = FileFetch(place, from: addresses, patience: patience)
      switch try fetch.run(complain: Self.complain) {
      case .success(let ending):
        try StandardStream.output.write(line: "\(name): \(ending), SHA-256 \(file.sha256)")
        // An address that answers is asked first for the next file.
        if case .fetched(let address, _) = ending, let index = addresses.firstIndex(of: address) {
          folders.insert(folders.remove(at: index), at: 0)
        }
      case .failure(let failure):
        let tried =
          addresses.count == 1 ? "the one address" : "any of \(addresses.count) addresses"
        throw CommandFailure(
          failure.isWrongContent ? .badData : .inputOutput,
          "orthornn: \(name) could not be fetched from \(tried); \(dataSet.wayByHand)\n")
      }
    }
  }

  private static func complain(_ line: String) {
    try? StandardStream.error.write(line: "orthornn: " + line)
  }
}

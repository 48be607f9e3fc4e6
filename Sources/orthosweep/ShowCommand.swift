import ArgumentParser
import Foundation
import Reports
import Results
import Sweeps
import Trials

/// `orthosweep show`: one cell or trial, with all that is known of it.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract:
      "Show a cell or a trial: parameters, outcome, last iterations, log, how to repeat it.",
    discussion: """
      The first word may also be the beginning of a trial's ID. Where several trials fit, they are \
      listed.

      Example: orthosweep show table1-smnist margin=none init=identity seed=0
      """)

  @OptionGroup var arguments: SweepArguments

  @Flag(help: "Print JSON, with all iterations that were kept.")
  var json = false

  func run() throws {
    switch try AddressedTrials(arguments) {
    case .trial(let trial, let store):
      try write(.alone(trial, store), MetricText(ofProgram: trial.program))
    case .sweep(let open):
      let metrics = MetricText(metrics: open.schema.program.metrics)
      if open.sweep.trials.count == 1 {
        try write(open.account(of: open.sweep.trials[0]), metrics)
      } else {
        try list(open)
      }
    }
  }

  private func write(_ account: TrialAccount, _ metrics: MetricText) throws {
    guard json else {
      Terminal.output.write(TrialAccountText(account: account, metrics: metrics).text)
      return
    }
    Terminal.output.write(String(decoding: try TrialJSON.pretty(account), as: UTF8.self))
  }

  /// Several trials: one line each, and how to see one of them.
  private func list(_ open: OpenSweep) throws {
    let listing = try TrialListing(open)
    if json {
      Terminal.output.write(String(decoding: try TrialJSON.pretty(listing.lines), as: UTF8.self))
      return
    }
    Terminal.output.write(listing.text)
    let words = [CommandLine.arguments[0], "show", arguments.sweep] + arguments.words
    let first = listing.lines.first?.id.short ?? ""
    Terminal.output.write("to see one, give its ID: \(ShellWord.line(words + [first]))\n")
  }
}

/// The trials of a sweep or a part of it, a line each; of a single cell its parameters before them.
struct TrialListing {
  struct Line: Encodable {
    let id: TrialID
    let label: String
    let outcome: String
    let epoch: Int
  }

  let lines: [Line]
  private let head: [String]

  init(_ open: OpenSweep) throws {
    let labels = open.labels
    do {
      let reading = try open.store.read(open.sweep.trials.map(\.id))
      let isScheduled = try SweepLock.holder(of: open.sweep.name, in: open.store.layout) != nil
      // Cell by cell, as people see them in the file.
      var seen: Set<TrialID> = []
      lines = try open.sweep.cells.flatMap(\.trials).filter { seen.insert($0.id).inserted }.map {
        let label = labels[$0.id] ?? ""
        if let record = reading.records[$0.id] {
          return Line(id: $0.id, label: label, outcome: "\(record.outcome)", epoch: record.epochs)
        }
        let last = try open.store.attempts(at: $0.id).last
        let isRunning = last?.isRunning(ifScheduled: isScheduled) == true
        let outcome = isRunning ? "running" : last.map { "\($0.outcome)" } ?? "not run"
        return Line(id: $0.id, label: label, outcome: outcome, epoch: last?.reach.epoch ?? 0)
      }
    } catch {
      throw OpenSweep.failure(error)
    }
    head = open.sweep.cells.count == 1 ? Self.parameters(of: open.sweep.cells[0], open) : []
  }

  var text: String {
    let rows = lines.map { line in
      [line.id.short, line.label, line.outcome, line.epoch > 0 ? "epoch \(line.epoch)" : ""]
    }
    return (head + AlignedText.lines(rows)).map { $0 + "\n" }.joined()
  }

  private static func parameters(of cell: ReportCell, _ open: OpenSweep) -> [String] {
    guard let first = cell.trials.first,
      let place = open.whole.cells.firstIndex(where: { $0.trials.contains { $0.id == first.id } })
    else { return [] }
    let values = ValueSources(open.spec, open.schema).values(ofCell: place, seed: first.seed)
    let rows = values.filter { $0.source != .seed }.map { value in
      let alias = value.value.alias.map { " (\($0))" } ?? ""
      return [value.name, "\(value.value.value)\(alias)", "\(value.source)"]
    }
    let words = open.words(of: cell)
    return [words.isEmpty ? "the only cell" : words.joined(separator: ", ")]
      + AlignedText.lines(rows) + ["", "trials"]
  }
}

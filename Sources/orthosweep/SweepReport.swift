import Foundation
import Reports
import Results
import Sweeps
import Trials

/// The report of a sweep as far as it is: read from the store, drawn, written beside the sweep.
struct SweepReport {
  private let open: OpenSweep
  /// The drawn report.
  let report: Report
  /// Every trial, for programs.
  private let trials: TrialList

  /// Reads what is known of each trial, and draws the tables.
  init(_ open: OpenSweep) throws(CommandFailure) {
    self.open = open
    do {
      let reading = try open.store.read(open.sweep.trials.map(\.id))
      let needsCurves = open.sweep.report.tables.contains(where: \.needsCurves)
      let holder = try SweepLock.holder(of: open.sweep.name, in: open.store.layout)
      let isScheduled = holder != nil
      var statuses: [TrialID: TrialStatus] = [:]
      for trial in open.sweep.trials {
        if let record = reading.records[trial.id] {
          let curves = needsCurves ? try open.store.curves(of: record) : nil
          statuses[trial.id] = .done(record, curves)
        } else {
          let last = try open.store.attempts(at: trial.id).last
          // One that runs now has not ended in any way yet.
          let isRunning = last?.isRunning(ifScheduled: isScheduled) == true
          statuses[trial.id] = .notDone(isRunning ? nil : last?.outcome)
        }
      }
      report = Report(
        title: open.sweep.name, about: open.sweep.about, spec: open.sweep.report,
        cells: open.sweep.cells, program: open.schema.program, statuses: statuses)
      trials = TrialList(
        axes: open.sweep.axes, cells: open.sweep.cells, statuses: statuses,
        folder: ResultLayout.folderBelowRoot)
    } catch {
      throw OpenSweep.failure(error)
    }
  }

  /// Writes report.md, one CSV a table, that of the trials, and the sweep file as given with
  /// those that it extends; says on
  /// standard error where, or why not.
  ///
  /// The report of the file as written is never replaced by that of a part or a variant.
  func keep(_ arguments: SweepArguments) throws(CommandFailure) {
    guard open.keepsReport else {
      Terminal.error.write(
        "\nnot written, because this is a \(arguments.kind) of the sweep; with --name NEW the report "
          + "is kept as results/NEW/report.md\n")
      return
    }
    Terminal.error.write("\nwritten: \(try write())/report.md\n")
  }

  private func write() throws(CommandFailure) -> String {
    let folder = SweepFolder(of: open.sweep.name, in: open.store.layout)
    do {
      try folder.write(
        [
          ("report.md", Data(report.markdown.utf8)), ("sweep.yaml", Data(sweepFile)),
          (SweepFolder.trialList, Data(trials.csv.utf8)),
        ] + extendedFiles + report.tables.map { ($0.name + ".csv", Data($0.csv.utf8)) },
        madeFrom: open.sweep.file.path)
    } catch {
      throw OpenSweep.failure(error)
    }
    return folder.path
  }

  /// The files that the sweep file extends, as given, the nearest first: what is reported can then be
  /// made again although they change.
  private var extendedFiles: [(name: String, content: Data)] {
    open.sweep.file.bases.enumerated().map { number, base in
      ("extended-\(number + 1).yaml", Data(base.bytes))
    }
  }

  /// The sweep file, headed by the words of the command line, if there were any.
  private var sweepFile: [UInt8] {
    let bytes = open.sweep.file.bytes
    guard !open.words.isEmpty else { return bytes }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
    return Array("# made with the words: \(ShellWord.line(open.words))\n".utf8) + text
  }

  /// The tables for a terminal.
  var tables: String {
    report.tables.map { "\n\($0.title)\n\n\($0.terminalText)" }.joined()
  }
}

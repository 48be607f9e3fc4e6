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
          let isRunning = isScheduled && last?.hasEnded == false
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

  /// Writes report.md, one CSV a table, that of the trials, and the sweep file as given; answers the
  /// folder.
  func write() throws(CommandFailure) -> String {
    let folder = SweepFolder(of: open.sweep.name, in: open.store.layout)
    do {
      try folder.write(
        [
          ("report.md", Data(report.markdown.utf8)), ("sweep.yaml", Data(open.sweep.file.bytes)),
          (SweepFolder.trialList, Data(trials.csv.utf8)),
        ] + report.tables.map { ($0.name + ".csv", Data($0.csv.utf8)) },
        madeFrom: open.sweep.file.path)
    } catch {
      throw OpenSweep.failure(error)
    }
    return folder.path
  }

  /// The tables for a terminal.
  var tables: String {
    report.tables.map { "\n\($0.title)\n\n\($0.terminalText)" }.joined()
  }
}

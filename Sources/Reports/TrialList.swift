public import Trials

/// Every trial of a sweep, one a row, for programs that look at single trials.
public struct TrialList: Sendable {
  private let axes: [String]
  private let rows: [Row]

  private struct Row: Sendable {
    let cell: ReportCell
    let trial: Trial
    let status: TrialStatus
    let folder: String
  }

  /// A list from what is known of the trials.
  /// - Parameters:
  ///   - axes: the axes, a column each.
  ///   - cells: all cells of the sweep; a trial of two cells is listed under the first.
  ///   - statuses: what is known of each trial; one that is not here has not been run.
  ///   - folder: where a trial's files are, from the results folder.
  public init(
    axes: [String], cells: [ReportCell], statuses: [TrialID: TrialStatus],
    folder: (TrialID) -> String
  ) {
    self.axes = axes
    var seen: Set<TrialID> = []
    rows = cells.flatMap { cell in
      cell.trials.filter { seen.insert($0.id).inserted }.map { trial in
        Row(
          cell: cell, trial: trial, status: statuses[trial.id] ?? .notDone(nil),
          folder: folder(trial.id))
      }
    }
  }

  /// The list as CSV (RFC 4180): the axes, `name`, `seed`, `id`, `outcome`, `engine`,
  /// `time.seconds`, `folder`; empty is absent.
  ///
  /// Equal results give equal bytes but for `time.seconds`, which measures the machine.
  public var csv: String {
    let header = axes + ["name", "seed", "id", "outcome", "engine", "time.seconds", "folder"]
    return ([header] + rows.map(fields)).map(CSVText.line).joined()
  }

  private func fields(of row: Row) -> [String] {
    let (outcome, made) = Self.ending(row.status)
    let place = axes.map { row.cell.axes[$0]?.shown ?? "" } + [row.cell.name ?? ""]
    return place + ["\(row.trial.seed)", row.trial.id.short, outcome]
      + [made.map { "\($0.engine)" } ?? "", made.map { Self.milliseconds($0.seconds) } ?? ""]
      + [row.folder]
  }

  private static func ending(_ status: TrialStatus) -> (outcome: String, made: Provenance?) {
    switch status {
    case .done(let record, _): (words(record.outcome), record.provenance)
    case .notDone(let outcome): (outcome.map(words) ?? "not run", nil)
    }
  }

  /// The outcome with its reason, which is a program's and may have lines.
  private static func words(_ outcome: TrialOutcome) -> String {
    outcome.description.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func milliseconds(_ seconds: Double) -> String {
    CanonicalJSON.text(of: (seconds * 1000).rounded() / 1000)
  }
}

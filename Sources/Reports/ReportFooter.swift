import Foundation
import Trials

/// What stands under a report: how much is done, where and with what, and each trial without a
/// finished result by cell and seed.
struct ReportFooter {
  /// One sentence a line.
  let lines: [String]

  /// - Parameters:
  ///   - cells: all cells of the sweep.
  ///   - axes: the axes in the order in which cells name them; others follow by name.
  ///   - statuses: what is known of each trial.
  init(cells: [ReportCell], axes: [String], statuses: [TrialID: TrialStatus]) {
    var seen: Set<TrialID> = []
    // Two cells may share a trial, which was made once.
    let trials = cells.flatMap(\.trials).filter { seen.insert($0.id).inserted }
    let records = trials.compactMap { trial -> TrialRecord? in
      guard case .done(let record, _)? = statuses[trial.id] else { return nil }
      return record
    }
    var lines = [Self.progress(trials, records)]
    if !trials.isEmpty { lines.append("seeds: \(rangeWords(trials.map(\.seed)))") }
    lines += Self.origins(of: records.map(\.provenance))
    for cell in cells {
      lines += Self.exceptions(in: cell, words: cell.words(order: axes), statuses: statuses)
    }
    self.lines = lines
  }

  private static func progress(_ trials: [Trial], _ records: [TrialRecord]) -> String {
    let diverged = records.filter { $0.outcome != .finished }.count
    let ending = diverged == 0 ? "" : ", \(diverged) of them diverged"
    let seconds = records.reduce(0) { $0 + $1.provenance.seconds }
    let time = records.isEmpty ? "" : "; \(trialTime(seconds))"
    return "\(records.count) of \(trials.count) trials done\(ending)\(time)"
  }

  /// In the largest unit of which it is one at least.
  private static func trialTime(_ seconds: Double) -> String {
    if seconds < 60 { return String(format: "%.1f trial seconds", seconds) }
    if seconds < 3600 { return String(format: "%.1f trial minutes", seconds / 60) }
    let hours = seconds / 3600
    return String(format: hours < 10 ? "%.2f trial hours" : "%.1f trial hours", hours)
  }

  private static func origins(of provenances: [Provenance]) -> [String] {
    guard !provenances.isEmpty else { return [] }
    let engines = Set(provenances.map(\.engine)).sorted()
    let versions = Set(provenances.map(\.programVersion)).sorted()
    var engine = "engine: \(engines.map(String.init).joined(separator: ", "))"
    engine += " (version \(versions.joined(separator: ", ")))"
    if engines.count > 1 { engine += "; results of different engines may differ" }
    let machines = Set(provenances.map { "\($0.host) (\($0.processor))" }).sorted()
    let libraries = Set(
      provenances.flatMap { $0.libraries.map { "\($0.key) \($0.value)" } }
    ).sorted()
    let machine = (machines.count == 1 ? "host: " : "hosts: ") + machines.joined(separator: ", ")
    return [engine, machine]
      + (libraries.isEmpty ? [] : ["libraries: \(libraries.joined(separator: ", "))"])
  }

  /// The trials of a cell that did not finish: each that was started, then those never run.
  private static func exceptions(
    in cell: ReportCell, words: String, statuses: [TrialID: TrialStatus]
  ) -> [String] {
    var lines: [String] = []
    var unstarted: [Trial] = []
    for trial in cell.trials {
      switch statuses[trial.id] {
      case .done(let record, _):
        if record.outcome != .finished {
          lines.append("\(words), seed \(trial.seed) (\(trial.id)): \(record.outcome)")
        }
      case .notDone(let outcome?):
        lines.append("\(words), seed \(trial.seed) (\(trial.id)): \(outcome)")
      case .notDone(nil), nil: unstarted.append(trial)
      }
    }
    if !unstarted.isEmpty {
      let ids = unstarted.map(\.id.short).joined(separator: ", ")
      let noun = unstarted.count == 1 ? "seed" : "seeds"
      lines.append("\(words), \(noun) \(rangeWords(unstarted.map(\.seed))) (\(ids)): not run")
    }
    return lines
  }
}

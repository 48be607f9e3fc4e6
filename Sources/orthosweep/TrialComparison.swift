import Foundation
import Trials

/// Two trials side by side: plain values, from what is known of each.
struct TrialComparison: Encodable {
  /// Something that each side has; nil where a side has it not.
  struct Pair: Encodable {
    let name: String
    let first: String?
    let second: String?
    var isSame: Bool { first == second }
  }

  /// A metric's values.
  struct Metric: Encodable {
    let name: String
    let last: [Double?]
    let best: [TrialRecord.Best?]
  }

  /// Where the curves part.
  struct Parting: Encodable {
    /// The epochs that both have.
    let epochs: Int
    /// The first of them in which any metric differs in any bit; nil if none does.
    let first: Int?
    /// The metrics that differ there.
    let metrics: [String]
  }

  /// One side, as the head names it.
  struct Side: Encodable {
    let id: TrialID
    let label: String?
    let folder: String
  }

  let sides: [Side]
  /// Parameters that differ, the seed included.
  let parameters: [Pair]
  let metrics: [Metric]
  /// Outcome, program, host and so on, whether they differ or not.
  let made: [Pair]
  let curves: Parting?

  init(_ first: ComparedTrial, _ second: ComparedTrial) {
    let accounts = [first.account, second.account]
    sides = accounts.map { Side(id: $0.id, label: $0.label, folder: $0.folder) }
    parameters = Self.pairs(Self.values(first.trial), Self.values(second.trial))
      .filter { !$0.isSame }
    let values = accounts.map { $0.last.merging($0.summary) { own, _ in own } }
    metrics = first.metrics.ordered(values.flatMap(\.keys)).map { name in
      Metric(
        name: name, last: values.map { $0[name] }, best: accounts.map { $0.best[name] })
    }
    made = zip(Self.made(accounts[0]), Self.made(accounts[1])).map {
      Pair(name: $0.name, first: $0.value, second: $1.value)
    }
    curves = Self.parting(first.curves, second.curves)
  }

  private static func values(_ trial: Trial) -> [String: String] {
    var values = trial.parameters.merging(trial.settings) { own, _ in own }
      .mapValues(\.description)
    values["program"] = trial.program
    values["seed"] = String(trial.seed)
    return values
  }

  private static func pairs(_ first: [String: String], _ second: [String: String]) -> [Pair] {
    Set(first.keys).union(second.keys).sorted().map {
      Pair(name: $0, first: first[$0], second: second[$0])
    }
  }

  /// The same names for every account, in the same order.
  private static func made(_ account: TrialAccount) -> [(name: String, value: String?)] {
    let made = account.provenance
    let libraries = made.flatMap { made in
      let names = made.libraries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return names.isEmpty ? nil : names.joined(separator: ", ")
    }
    return [
      ("outcome", account.outcome), ("epochs", String(account.epochs)),
      ("engine", made.map { String($0.engine) }), ("version", made?.programVersion),
      ("program file", made.map { String($0.programChecksum.prefix(12)) }),
      ("libraries", libraries), ("host", made?.host), ("processor", made?.processor),
      ("commit", made?.gitCommit), ("orthosweep", made?.orthosweepVersion),
      ("attempts", made.map { String($0.attempts) }),
      ("time", made.map { SpokenTime.of(seconds: $0.seconds) }),
    ]
  }

  /// Compares bit patterns, epoch by epoch; what measures the machine takes no part.
  private static func parting(_ first: Curves, _ second: Curves) -> Parting? {
    let places = Dictionary(
      second.epochs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let common = first.epochs.enumerated().compactMap { place, epoch in
      places[epoch].map { (epoch: epoch, first: place, second: $0) }
    }
    guard !common.isEmpty else { return nil }
    let names = Set(first.columns.keys).union(second.columns.keys)
      .filter { !MetricDescription.measuresTheMachine($0) }.sorted()
    for epoch in common {
      let differing = names.filter { name in
        first.columns[name]?[epoch.first].bitPattern
          != second.columns[name]?[epoch.second].bitPattern
      }
      if !differing.isEmpty {
        return Parting(epochs: common.count, first: epoch.epoch, metrics: differing)
      }
    }
    return Parting(epochs: common.count, first: nil, metrics: [])
  }
}

/// A comparison as a person reads it.
struct TrialComparisonText {
  private let comparison: TrialComparison
  private let metrics: MetricText

  init(_ comparison: TrialComparison, _ metrics: MetricText) {
    self.comparison = comparison
    self.metrics = metrics
  }

  /// Columns of the two sides below their IDs, then where the curves part.
  var text: String {
    let ids = comparison.sides.map(\.id.short)
    let labels = comparison.sides.map { $0.label ?? "" }
    var rows = [[""] + ids]
    if labels.contains(where: { !$0.isEmpty }) { rows.append([""] + labels) }
    rows.append(["parameters", comparison.parameters.isEmpty ? "none differs" : ""])
    rows += comparison.parameters.map { ["  " + $0.name, $0.first ?? "–", $0.second ?? "–"] }
    rows.append(["last values"])
    rows += comparison.metrics.map { metric in
      ["  " + metric.name] + metric.last.map { value(of: metric.name, $0) }
    }
    let bests = comparison.metrics.filter { $0.best.contains { $0 != nil } }
    if !bests.isEmpty { rows.append(["best values"]) }
    rows += bests.map { metric in
      ["  " + metric.name]
        + metric.best.map { best in
          value(of: metric.name, best?.value) + (best.map { " at \($0.epoch)" } ?? "")
        }
    }
    rows.append(["made"])
    rows += comparison.made.filter { $0.first != nil || $0.second != nil }.map {
      ["  " + $0.name, $0.first ?? "–", $0.isSame ? "same" : $0.second ?? "–"]
    }
    return (AlignedText.lines(rows, indent: 0) + [parting]).map { $0 + "\n" }.joined()
  }

  private func value(of name: String, _ value: Double?) -> String {
    value.map { metrics.value($0, of: name) } ?? "–"
  }

  private var parting: String {
    guard let curves = comparison.curves else { return "curves: no epoch that both have" }
    let common = "\(Count.of(curves.epochs, "epoch")) that both have"
    guard let first = curves.first else { return "curves: equal to the last bit in the \(common)" }
    let shown = curves.metrics.prefix(4).joined(separator: ", ")
    let more = curves.metrics.count > 4 ? ", …" : ""
    return "curves: differ from epoch \(first) on, of the \(common) (\(shown)\(more))"
  }
}

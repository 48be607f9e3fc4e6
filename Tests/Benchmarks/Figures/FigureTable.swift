import Foundation

/// The Markdown that a run prints.
public enum FigureTable {
  /// The goals with what was measured, one a line.
  public static func goals(_ findings: [Finding]) -> String {
    let rows = findings.map { finding in
      let bound = finding.goal.bound
      return [
        finding.goal.title, measured(finding), limit(bound.required, bound),
        limit(bound.stretch, bound), words(finding.verdict),
      ]
    }
    return table(["what", "measured", "required", "stretch", ""], rows)
  }

  /// The medians of an iteration, one line a workload, in milliseconds.
  public static func medians(_ measurements: Measurements, of workloads: [Workload]) -> String {
    let rows = workloads.compactMap { workload -> [String]? in
      guard let ours = measurements.seconds(of: .ours(workload)) else { return nil }
      let peers = measurements.peers(on: workload)
      let cells = Peer.allCases.map { peer in
        peers.compactMap { entry($0, of: peer, measurements) }.joined(separator: "; ")
      }
      return [workload.title, milliseconds(ours)] + cells.map { $0.isEmpty ? "–" : $0 }
    }
    return table(["median iteration, ms", "ours"] + Peer.allCases.map(\.title), rows)
  }

  private static func entry(
    _ contender: Contender, of peer: Peer, _ measurements: Measurements
  ) -> String? {
    guard case .peer(let variant, let workload) = contender, variant.peer == peer,
      let seconds = measurements.seconds(of: contender)
    else { return nil }
    let isLibrary = workload.cell == .lstm && variant == .libraryLSTM
    return "\(milliseconds(seconds)) (\(isLibrary ? "nn.LSTM" : variant.title))"
  }

  private static func measured(_ finding: Finding) -> String {
    switch finding.verdict {
    case .holds(let value), .missed(let value): amount(value, finding.goal.bound)
    case .notMeasured: "–"
    }
  }

  private static func words(_ verdict: Finding.Verdict) -> String {
    switch verdict {
    case .holds: "ok"
    case .missed: "MISSED"
    case .notMeasured(let reason): "not measured (\(reason))"
    }
  }

  /// A value rounded to its bad side, so that it never looks better than it is.
  private static func amount(_ value: Double, _ bound: Bound) -> String {
    let (shown, digits) = scaled(value, bound.unit)
    let scale = pow(10, Double(digits))
    // A millionth of the last digit: 1.15 is a little less than 115 / 100 in binary.
    let slack = 1e-6
    let rounded =
      bound.side == .atLeast
      ? (shown * scale + slack).rounded(.down) : (shown * scale - slack).rounded(.up)
    return String(format: "%.\(digits)f", rounded / scale + 0) + suffix(bound.unit)
  }

  private static func limit(_ value: Double, _ bound: Bound) -> String {
    let text = String(format: "%.6g", scaled(value, bound.unit).shown)
    guard bound.unit != .count else { return text }
    return (bound.side == .atLeast ? "≥ " : "≤ ") + text + suffix(bound.unit)
  }

  private static func scaled(_ value: Double, _ unit: Bound.Unit) -> (shown: Double, digits: Int) {
    switch unit {
    case .times, .ratio: (value, 2)
    case .percent: (100 * value, 1)
    case .count: (value, value == value.rounded() ? 0 : 2)
    case .megabytes: (value, 1)
    }
  }

  private static func suffix(_ unit: Bound.Unit) -> String {
    switch unit {
    case .times: " ×"
    case .percent: " %"
    case .megabytes: " MB"
    case .ratio, .count: ""
    }
  }

  /// A time in milliseconds, three digits of it.
  public static func milliseconds(_ seconds: Double) -> String {
    let milliseconds = 1000 * seconds
    let digits = milliseconds >= 99.95 ? 0 : milliseconds >= 9.995 ? 1 : 2
    return String(format: "%.\(digits)f", milliseconds)
  }

  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    let rule = head.indices.map { $0 == 0 ? "---" : $0 < 4 && $0 > 0 ? "---:" : "---" }
    return ([head, rule] + rows).map { line($0) }.joined()
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }
}

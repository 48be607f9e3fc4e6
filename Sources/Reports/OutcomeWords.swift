import Trials

/// Outcomes as a table's entry shows them.
extension TrialMeasurement {
  /// The outcome of a trial without a value; nil where there is one.
  var words: String? {
    switch self {
    case .value, .arrived, .notArrived: nil
    case .notMeasured: "not measured"
    case .diverged(let step, _): "diverged at step \(step)"
    case .notDone(nil): "not run"
    case .notDone(let outcome?):
      outcome.description.split(whereSeparator: \.isNewline).joined(separator: " ")
        .shortened(to: 60)
    }
  }

  /// The outcome without its details; nil where there is a value.
  private var kind: String? {
    switch self {
    case .diverged: "diverged"
    case .notDone(.failed): "failed"
    default: words
    }
  }

  /// What stands in an entry where no seed has a value: the outcome if all are alike, else how many
  /// there are of each kind, in the order of the seeds.
  static func words(of measurements: [TrialMeasurement]) -> String {
    let words = measurements.compactMap(\.words)
    if let first = words.first, words.allSatisfy({ $0 == first }) { return first }
    var counts: [(kind: String, count: Int)] = []
    for kind in measurements.compactMap(\.kind) {
      if let index = counts.firstIndex(where: { $0.kind == kind }) {
        counts[index].count += 1
      } else {
        counts.append((kind, 1))
      }
    }
    return counts.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
  }
}

extension String {
  /// The beginning, with an ellipsis if anything was cut.
  func shortened(to length: Int) -> String {
    count <= length ? self : prefix(length - 1) + "…"
  }
}

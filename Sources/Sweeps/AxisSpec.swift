import YAML

/// One axis as written: a name, or several that vary together, and the values, not yet typed.
///
/// The grid expands on nodes, so a bad value is reported at its own line and column.
struct AxisSpec: Sendable {
  /// Values under one rule; nil: everywhere.
  struct Item: Sendable {
    let source: Source
    let mark: Mark
    let rule: Int?
  }

  /// Where values come from.
  enum Source: Sendable {
    /// One value, that is one node for each name.
    case values([Node])
    /// As many values as the series has.
    case series(NumberSeries)
  }

  /// One `{value: …, when: …}`.
  struct Rule: Sendable {
    let mark: Mark
    let conditions: [Setting]
  }

  /// At least one name; several are a joint axis.
  let names: [Node.Key]
  let items: [Item]
  let rules: [Rule]

  /// The keys of the ways to write axis values; a map with one of them is no nested name.
  static let forms = Set(words)
  static let words = ["value", "when", "range", "log", "draw", "points", "literal"]

  /// Reads an axis; nil, and a problem, for anything that is none.
  static func read(_ setting: Setting, findings: inout Findings) -> AxisSpec? {
    guard let names = names(in: setting.name, findings: &findings) else { return nil }
    var reader = AxisReader(names)
    guard reader.read(setting.value, findings: &findings) else { return nil }
    return AxisSpec(names: names, items: reader.items, rules: reader.rules)
  }
}

extension AxisSpec {
  /// How many numbers are described and not written.
  var described: Int {
    items.reduce(0) { count, item in
      guard case .series(let series) = item.source else { return count }
      return count + series.count * names.count
    }
  }
}

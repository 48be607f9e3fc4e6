import Reports
import Trials
import YAML

/// One axis, typed: a name, or several that vary together, and its values, each with the rule under
/// which it exists.
struct Axis: Sendable {
  struct Item: Sendable {
    /// One value for each name.
    let values: [ReportCell.AxisValue]
    let mark: Mark
    let rule: Int?
  }

  /// One `when`: all conditions must hold.
  struct Rule: Sendable {
    let mark: Mark
    let conditions: [Condition]
  }

  struct Condition: Sendable {
    let name: String
    let pattern: Pattern
  }

  let names: [String]
  let mark: Mark
  let items: [Item]
  let rules: [Rule]

  /// An axis of one value, as an include row's `model: lstm`.
  init(_ name: Node.Key, _ value: ReportCell.AxisValue, at mark: Mark) {
    names = [name.text]
    self.mark = name.mark
    items = [Item(values: [value], mark: mark, rule: nil)]
    rules = []
  }

  /// Types the values and conditions; equal values are a problem with both positions.
  ///
  /// Draws hang on the name of the `sweep`.
  init(_ spec: AxisSpec, of sweep: String, _ vocabulary: Vocabulary, findings: inout Findings) {
    names = spec.names.map(\.text)
    mark = spec.names[0].mark
    var values = AxisValues(spec, of: sweep, vocabulary)
    items = values.items(findings: &findings)
    rules = spec.rules.map { rule in
      Rule(
        mark: rule.mark,
        conditions: rule.conditions.compactMap {
          Self.condition($0, in: "when", vocabulary, findings: &findings)
        })
    }
  }

  static func condition(
    _ setting: Setting, in section: String, _ vocabulary: Vocabulary, findings: inout Findings
  ) -> Condition? {
    guard vocabulary.type(of: setting.name.text) != nil else {
      findings.unknown(
        "axis or parameter", setting.name, in: " in '\(section)'", among: vocabulary.names)
      return nil
    }
    return vocabulary.pattern(setting, findings: &findings).map {
      Condition(name: setting.name.text, pattern: $0)
    }
  }
}

extension Axis {
  /// The names as people write them: `margin`, `delay, epochs`.
  var title: String { names.joined(separator: ", ") }

  /// The values that one of the names takes, each once for every item that has it.
  func values(of name: String) -> [ReportCell.AxisValue] {
    guard let member = names.firstIndex(of: name) else { return [] }
    return items.map { $0.values[member] }
  }
}

extension Axis.Item {
  /// The value, or those of a joint axis, as `200 160`.
  var shown: String { values.map(\.shown).joined(separator: " ") }
}

extension Axis.Rule {
  /// The conditions as `plan` shows them, as `margin none and task copy-*`.
  var shown: String {
    conditions.map { "\($0.name) \($0.pattern)" }.joined(separator: " and ")
  }
}

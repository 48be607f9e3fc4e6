import Reports
import Trials
import YAML

/// One axis, typed: a name and its values, each with the rule under which it exists.
struct Axis: Sendable {
  struct Item: Sendable {
    let value: ReportCell.AxisValue
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

  let name: String
  let mark: Mark
  let items: [Item]
  let rules: [Rule]

  /// An axis of one value, as an include row's `model: lstm`.
  init(_ name: Node.Key, _ item: Item) {
    self.name = name.text
    mark = name.mark
    items = [item]
    rules = []
  }

  /// Types the values and conditions; equal values are a problem with both positions.
  init(_ spec: AxisSpec, _ vocabulary: Vocabulary, findings: inout Findings) {
    name = spec.name.text
    mark = spec.name.mark
    var items: [Item] = []
    var seen: [ReportCell.AxisValue: Mark] = [:]
    for item in spec.items {
      guard let value = vocabulary.value(item.value, of: spec.name.text, findings: &findings)
      else { continue }
      if let first = seen[value] {
        findings.add(
          "\(spec.name.text): \(value.shown) comes twice; first at \(first)",
          at: item.value.mark, about: spec.name.text)
      } else {
        seen[value] = item.value.mark
        items.append(Item(value: value, mark: item.value.mark, rule: item.rule))
      }
    }
    self.items = items
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

extension Axis.Rule {
  /// The conditions as `plan` shows them, as `margin none and task copy-*`.
  var shown: String {
    conditions.map { "\($0.name) \($0.pattern)" }.joined(separator: " and ")
  }
}

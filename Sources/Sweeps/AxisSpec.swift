import YAML

/// One axis as written: a name and the values it takes, not yet typed.
///
/// The grid expands on nodes, so a bad value is reported at its own line and column.
struct AxisSpec: Sendable {
  /// One value, and the rule under which it exists; nil: everywhere.
  struct Item: Sendable {
    let value: Node
    let rule: Int?
  }

  /// One `{value: …, when: …}`.
  struct Rule: Sendable {
    let mark: Mark
    let conditions: [Setting]
  }

  let name: Node.Key
  let items: [Item]
  let rules: [Rule]

  /// The keys of the ways to write axis values; a map with one of them is no nested name.
  static let forms: Set<String> = ["value", "when", "range", "log", "draw", "points", "literal"]

  private static let known = ["value", "when"]

  /// Reads an axis from a list; nil, and a problem, for anything else.
  static func read(_ setting: Setting, findings: inout Findings) -> AxisSpec? {
    let name = setting.name.text
    guard let nodes = setting.value.items else {
      let later = forms.subtracting(known)
      if let form = setting.value.entries?.first(where: { later.contains($0.key.text) }) {
        findings.add(MappingReader.notYet(form.key.text), at: form.key.mark, about: name)
      } else {
        findings.add("\(name): an axis is a list of values", at: setting.value.mark, about: name)
      }
      return nil
    }
    guard !nodes.isEmpty else {
      findings.add("\(name): an axis without values", at: setting.value.mark, about: name)
      return nil
    }
    var items: [Item] = []
    var rules: [Rule] = []
    for node in nodes {
      switch node.content {
      case .scalar:
        items.append(Item(value: node, rule: nil))
      case .mapping:
        read(conditional: node, of: name, into: &items, rules: &rules, findings: &findings)
      case .sequence:
        findings.add(
          "\(name): a list among the values; the values of an axis are one list", at: node.mark,
          about: name)
      }
    }
    return AxisSpec(name: setting.name, items: items, rules: rules)
  }

  private static func read(
    conditional node: Node, of name: String, into items: inout [Item], rules: inout [Rule],
    findings: inout Findings
  ) {
    let keys = KeyWords(known, later: forms.subtracting(known).sorted())
    let before = findings.problems.count
    guard let map = MappingReader(node, of: name, keys: keys, findings: &findings),
      findings.problems.count == before
    else { return }
    guard let value = map["value"], let when = map["when"], let key = map.key("when") else {
      findings.add(
        "\(name): a conditional value is {value: …, when: {axis: pattern}}", at: node.mark,
        about: name)
      return
    }
    for value in value.items ?? [value] {
      guard value.text != nil, !value.isMissing else {
        findings.add("\(name): `value` is one value or a list of them", at: value.mark, about: name)
        return
      }
      items.append(Item(value: value, rule: rules.count))
    }
    let conditions = Setting.list(of: when, in: "when", findings: &findings)
    if conditions.isEmpty, findings.problems.count == before {
      findings.add("\(name): `when` has no conditions", at: key.mark)
    }
    rules.append(Rule(mark: key.mark, conditions: conditions))
  }
}

import YAML

/// One item of `exclude` as written: patterns and the reason.
struct ExclusionSpec: Sendable {
  let mark: Mark
  let conditions: [Setting]
  let reason: String

  /// The items of `exclude`: a list of maps.
  static func list(of node: Node, findings: inout Findings) -> [ExclusionSpec] {
    guard let items = node.items else {
      findings.add(
        "`exclude` must be a list of maps, as {task: ptb, margin: 0, because: \"not in Table 3\"}",
        at: node.mark)
      return []
    }
    return items.compactMap { read($0, findings: &findings) }
  }

  private static func read(_ node: Node, findings: inout Findings) -> ExclusionSpec? {
    guard let entries = node.entries, let first = entries.first else {
      findings.add(
        "an item of `exclude` is a map of patterns, with `because:`", at: node.mark)
      return nil
    }
    let before = findings.problems.count
    let conditions = Setting.list(
      of: entries.filter { $0.key.text != "because" }, in: "exclude", findings: &findings)
    guard findings.problems.count == before else { return nil }
    if conditions.isEmpty {
      findings.add("this `exclude` has no patterns: it would leave nothing", at: first.key.mark)
    }
    guard let because = entries.first(where: { $0.key.text == "because" }) else {
      findings.add(
        "this `exclude` gives no reason; add `because: …`, which `plan` shows", at: first.key.mark)
      return nil
    }
    guard let reason = because.value.text, !reason.isEmpty else {
      findings.add("because: one text that says why", at: because.value.mark)
      return nil
    }
    guard !conditions.isEmpty else { return nil }
    return ExclusionSpec(mark: first.key.mark, conditions: conditions, reason: reason)
  }
}

/// One item of `set` as written: values, and where they are set.
struct ChangeSpec: Sendable {
  let mark: Mark
  private(set) var settings: [Setting]
  let conditions: [Setting]

  /// The rule without what it says of a name; nil if it says nothing else.
  func without(_ name: String) -> ChangeSpec? {
    var rule = self
    rule.settings.removeAll { $0.name.text == name }
    return rule.settings.isEmpty ? nil : rule
  }

  /// The items of `set`: a list of maps.
  static func list(of node: Node, findings: inout Findings) -> [ChangeSpec] {
    guard let items = node.items else {
      findings.add(
        "`set` must be a list of maps, as {lr.free: 1e-5, when: {task: ptb}}", at: node.mark)
      return []
    }
    return items.compactMap { read($0, findings: &findings) }
  }

  private static func read(_ node: Node, findings: inout Findings) -> ChangeSpec? {
    guard let entries = node.entries, let first = entries.first else {
      findings.add("an item of `set` is a map of values, with or without `when:`", at: node.mark)
      return nil
    }
    let before = findings.problems.count
    let settings = Setting.list(
      of: entries.filter { $0.key.text != "when" }, in: "set", findings: &findings)
    var conditions: [Setting] = []
    if let when = entries.first(where: { $0.key.text == "when" }) {
      conditions = Setting.list(of: when.value, in: "when", findings: &findings)
      if conditions.isEmpty, findings.problems.count == before {
        findings.add("set: `when` has no conditions", at: when.key.mark)
      }
    }
    if settings.isEmpty, findings.problems.count == before {
      findings.add("this `set` sets nothing", at: first.key.mark)
    }
    guard findings.problems.count == before else { return nil }
    return ChangeSpec(mark: first.key.mark, settings: settings, conditions: conditions)
  }
}

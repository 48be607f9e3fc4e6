import YAML

/// Reads the values of one axis, single or joint, in the ways in which they may be written.
struct AxisReader {
  let names: [Node.Key]
  private(set) var items: [AxisSpec.Item] = []
  private(set) var rules: [AxisSpec.Rule] = []

  /// The ways that make values, with what may stand beside each.
  private static let companions = [
    "value": ["when"], "range": ["draw", "points"], "log": ["points", "draw"], "literal": [],
  ]

  init(_ names: [Node.Key]) { self.names = names }

  private var isJoint: Bool { names.count > 1 }
  private var title: String { AxisSpec.title(of: names) }
  private var series: SeriesReader { SeriesReader(names: names) }

  /// Reads what stands after the axis's name.
  ///
  /// - Returns: whether it is an axis at all; if not, there is a problem.
  mutating func read(_ node: Node, findings: inout Findings) -> Bool {
    if let nodes = node.items {
      guard !nodes.isEmpty else {
        add("an axis without values", at: node.mark, &findings)
        return false
      }
      guard !isJoint || !nodes.allSatisfy({ $0.text != nil }) else {
        add("a joint axis is a list of lists, as [\(example)]", at: node.mark, &findings)
        return false
      }
      for node in nodes { item(node, findings: &findings) }
      return true
    }
    let keys = Set((node.entries ?? []).map(\.key.text))
    let isForm = !keys.isDisjoint(with: AxisSpec.forms) && keys.isDisjoint(with: ["value", "when"])
    guard isForm else {
      let wanted =
        isJoint
        ? "a joint axis is a list of lists, as [\(example)], or {draw: 20, …}"
        : "an axis is a list of values"
      add(wanted, at: node.mark, &findings)
      return false
    }
    form(node, rule: nil, findings: &findings)
    return true
  }

  /// One item of the list.
  private mutating func item(_ node: Node, findings: inout Findings) {
    guard let entries = node.entries else {
      plain(node, rule: nil, findings: &findings)
      return
    }
    if entries.contains(where: { ["value", "when"].contains($0.key.text) }) {
      conditional(node, findings: &findings)
    } else {
      form(node, rule: nil, findings: &findings)
    }
  }

  /// One value, or one list of values for a joint axis.
  private mutating func plain(_ node: Node, rule: Int?, findings: inout Findings) {
    if isJoint {
      tuple(node, rule: rule, findings: &findings)
    } else if node.items != nil {
      add(
        "a list among the values; the values of an axis are one list, and a list that is one "
          + "value is {literal: …}", at: node.mark, &findings)
    } else {
      items.append(AxisSpec.Item(source: .values([node]), mark: node.mark, rule: rule))
    }
  }

  private mutating func tuple(_ node: Node, rule: Int?, findings: inout Findings) {
    guard let members = node.items else {
      let what = node.text.map { "`\(Findings.short($0))` is one value; " } ?? ""
      add("\(what)a list of \(names.count) is wanted, as \(example)", at: node.mark, &findings)
      return
    }
    guard members.count == names.count else {
      let values = members.count == 1 ? "1 value" : "\(members.count) values"
      add("\(values) for \(names.count) names", at: node.mark, &findings)
      return
    }
    let values = members.compactMap { member -> Node? in
      if let literal = member["literal"], member.entries?.count == 1 {
        return LiteralText.node(literal)
      }
      return LiteralText.node(member)
    }
    guard values.count == names.count else {
      add("in a joint axis each member is a value or {literal: …}", at: node.mark, &findings)
      return
    }
    items.append(AxisSpec.Item(source: .values(values), mark: node.mark, rule: rule))
  }

  /// One of the ways to write values; never `value` or `when`.
  private mutating func form(_ node: Node, rule: Int?, findings: inout Findings) {
    if isJoint {
      if let series = JointDraw(names).read(node, findings: &findings) {
        items.append(AxisSpec.Item(source: .series(series), mark: node.mark, rule: rule))
      }
      return
    }
    guard let map = map(node, findings: &findings) else { return }
    if let literal = map["literal"] {
      guard let value = LiteralText.node(literal) else {
        add("`literal` is a list, as [64, 64], without maps in it", at: literal.mark, &findings)
        return
      }
      items.append(AxisSpec.Item(source: .values([value]), mark: literal.mark, rule: rule))
    } else if let series = series.series(map, findings: &findings) {
      items.append(AxisSpec.Item(source: .series(series), mark: node.mark, rule: rule))
    }
  }

  private mutating func conditional(_ node: Node, findings: inout Findings) {
    guard let map = map(node, findings: &findings) else { return }
    guard let value = map["value"], let when = map["when"], let key = map.key("when") else {
      add("a conditional value is {value: …, when: {axis: pattern}}", at: node.mark, &findings)
      return
    }
    guard !values(of: value).isEmpty else {
      add("`value` is an empty list", at: value.mark, &findings)
      return
    }
    for value in values(of: value) {
      if value.isMissing || value.entries?.contains(where: { $0.key.text == "value" }) == true {
        add("`value` is one value or a list of them", at: value.mark, &findings)
        return
      }
      if value.entries == nil {
        plain(value, rule: rules.count, findings: &findings)
      } else {
        form(value, rule: rules.count, findings: &findings)
      }
    }
    let before = findings.problems.count
    let conditions = Setting.list(of: when, in: "when", findings: &findings)
    if conditions.isEmpty, findings.problems.count == before {
      findings.add("\(title): `when` has no conditions", at: key.mark)
    }
    rules.append(AxisSpec.Rule(mark: key.mark, conditions: conditions))
  }

  /// The values of a `value`: for a joint axis a list of lists is several, any other is one.
  private func values(of node: Node) -> [Node] {
    guard isJoint else { return node.items ?? [node] }
    let isList = node.items?.allSatisfy { $0.text == nil } ?? false
    return isList ? node.items ?? [] : [node]
  }

  /// The keys of a map, if they are words that may stand together.
  private func map(_ node: Node, findings: inout Findings) -> MappingReader? {
    let before = findings.problems.count
    let words = KeyWords(AxisSpec.words)
    guard let map = MappingReader(node, of: title, keys: words, findings: &findings),
      findings.problems.count == before
    else {
      findings.suspect(names)
      return nil
    }
    let written = (node.entries ?? []).map(\.key)
    guard let main = written.first(where: { Self.companions[$0.text] != nil }) else {
      // A `when` alone is told as what it lacks.
      guard let key = written.first, key.text != "when" else {
        if written.isEmpty { add("an empty map is no value", at: node.mark, &findings) }
        return written.isEmpty ? nil : map
      }
      let wanted = key.text == "points" ? "`log`" : "`range` or `log`"
      add("`\(key.text)` needs \(wanted) beside it", at: key.mark, &findings)
      return nil
    }
    let allowed = (Self.companions[main.text] ?? []) + [main.text]
    guard let stray = written.first(where: { !allowed.contains($0.text) }) else { return map }
    add(
      stray.text == "when"
        ? "`when` stands beside `value`, as {value: {\(main.text): …}, when: …}"
        : "`\(stray.text)` cannot stand beside `\(main.text)`", at: stray.mark, &findings)
    return nil
  }

  /// What a value of a joint axis looks like.
  private var example: String { AxisSpec.example(of: names) }

  private func add(_ message: String, at mark: Mark, _ findings: inout Findings) {
    findings.add("\(title): \(message)", at: mark, about: names)
  }
}

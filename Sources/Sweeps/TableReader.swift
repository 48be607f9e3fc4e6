import Reports
import Trials
import YAML

/// Reads the tables of a report: words to axes, quantities and references.
struct TableReader {
  let vocabulary: Vocabulary
  /// The axes in the order of the file.
  let axes: [String]
  /// The names of the reference tables.
  let references: Set<String>

  private static let keys = KeyWords(
    ["rows", "columns", "where", "at", "title", "digits"],
    later: ["until", "show", "choose", "among", "over"])

  /// Reads one table; nil, and problems, if it is not sound.
  func read(_ entry: Node.Entry, findings: inout Findings) -> TableSpec? {
    let before = findings.problems.count
    let table =
      entry.value.items.map { short(entry.key.text, $0, findings: &findings) }
      ?? long(entry, findings: &findings)
    return findings.problems.count == before ? table : nil
  }

  /// A list of axes, metrics and reference columns: axes make the rows, all else the columns.
  private func short(_ name: String, _ items: [Node], findings: inout Findings) -> TableSpec {
    let isAxis = { (node: Node) in node.text.map(vocabulary.axes.contains) ?? false }
    return TableSpec(
      name: name, rows: items.filter(isAxis).compactMap(\.text),
      columns: items.filter { !isAxis($0) }.flatMap {
        columns($0, orAxis: true, findings: &findings)
      })
  }

  private func long(_ entry: Node.Entry, findings: inout Findings) -> TableSpec? {
    let name = entry.key.text
    guard let map = MappingReader(entry.value, of: name, keys: Self.keys, findings: &findings)
    else { return nil }
    if map.key("columns") == nil {
      findings.add("table \(name) has no `columns`", at: entry.key.mark)
    }
    var columns: [ColumnSpec] = []
    if let node = map["columns"] {
      for item in node.items ?? [node] {
        columns += self.columns(item, orAxis: false, findings: &findings)
      }
    }
    return TableSpec(
      name: name, title: map.text("title", findings: &findings),
      rows: map["rows"].map { rows($0, findings: &findings) } ?? [],
      columns: columns,
      cells: map["where"].map { patterns($0, findings: &findings) } ?? [:],
      at: moment(map, findings: &findings) ?? .programsChoice,
      digits: map.value(
        "digits", wanted: "an integer from 0 to 15", findings: &findings
      ) { WrittenQuantity.wholeNumber($0, within: 0...15) })
  }

  private func rows(_ node: Node, findings: inout Findings) -> [String] {
    (node.items ?? [node]).compactMap { item in
      guard let word = item.text else {
        findings.add("a row is the name of an axis", at: item.mark)
        return nil
      }
      return isAxis(Node.Key(word, mark: item.mark), findings: &findings) ? word : nil
    }
  }

  private func isAxis(_ word: Node.Key, findings: inout Findings) -> Bool {
    if vocabulary.axes.contains(word.text) { return true }
    if word.text == "name" {
      findings.add("`name` is no axis; rows show the names of include rows anyway", at: word.mark)
    } else if vocabulary.type(of: word.text) != nil {
      findings.add("`\(word.text)` is no axis of this sweep; \(axesInWords)", at: word.mark)
    } else {
      findings.unknown("axis", word, in: "", among: axes)
    }
    return false
  }

  private var axesInWords: String {
    axes.isEmpty ? "it has none" : "its axes are \(axes.joined(separator: ", "))"
  }

  /// The columns of one item: a word, or a map of axes to quantities.
  private func columns(
    _ node: Node, orAxis: Bool, findings: inout Findings
  ) -> [ColumnSpec] {
    if let text = node.text {
      return column(Node.Key(text, mark: node.mark), orAxis: orAxis, findings: &findings)
        .map { [$0] } ?? []
    }
    guard let entries = node.entries, !entries.isEmpty else {
      findings.add("a column is a metric, a reference or {axis: metric}", at: node.mark)
      return []
    }
    // A key of several words is a quantity that YAML took apart at its colon or brace.
    return Setting.list(of: entries, in: "columns", findings: &findings).flatMap { pivot in
      guard isAxis(pivot.name, findings: &findings) else { return [ColumnSpec]() }
      return (pivot.value.items ?? [pivot.value]).compactMap { item in
        guard let text = item.text else {
          findings.add("a column is {axis: metric}, with one metric or a list", at: item.mark)
          return nil
        }
        return quantity(Node.Key(text, mark: item.mark), among: [], findings: &findings)
          .map { .pivot(axis: pivot.name.text, $0) }
      }
    }
  }

  private func column(
    _ word: Node.Key, orAxis: Bool, findings: inout Findings
  ) -> ColumnSpec? {
    if references.contains(word.text) { return .reference(word.text) }
    if word.text.hasPrefix("delta ") {
      let name = String(word.text.dropFirst(6).drop { $0 == " " })
      if references.contains(name) { return .delta(name) }
      findings.unknown(
        "reference", Node.Key(name, mark: word.mark), in: "", among: references.sorted())
      return nil
    }
    if vocabulary.axes.contains(word.text) {
      findings.add(
        "`\(word.text)` is an axis; write it under `rows`, or as {\(word.text): metric}",
        at: word.mark)
      return nil
    }
    let others = (orAxis ? axes : []) + references.sorted()
    return quantity(word, among: others, findings: &findings).map { .measured($0) }
  }

  /// A quantity; a single unknown word may have been meant for one of `others` as well.
  private func quantity(
    _ word: Node.Key, among others: [String], findings: inout Findings
  ) -> Quantity? {
    let program = vocabulary.schema.program
    do {
      return try Quantity.read(word.text, program: program)
    } catch {
      if others.isEmpty || word.text.contains(" ") || word.text.contains("(") {
        findings.add("\(error)", at: word.mark)
      } else {
        let metrics = program.metrics.flatMap { [$0.name] + $0.headlines.map(\.name) }
        findings.unknown("axis, metric or reference", word, in: "", among: metrics + others)
      }
      return nil
    }
  }

  private func patterns(_ node: Node, findings: inout Findings) -> [String: Pattern] {
    var patterns: [String: Pattern] = [:]
    for setting in Setting.list(of: node, in: "where", findings: &findings) {
      if vocabulary.type(of: setting.name.text) == nil {
        findings.unknown(
          "axis or parameter", setting.name, in: " in 'where'", among: vocabulary.names)
      } else if let pattern = vocabulary.pattern(setting, findings: &findings) {
        patterns[setting.name.text] = pattern
      }
    }
    return patterns
  }

  /// `last`, `best valid.accuracy` or `epoch 50`.
  private func moment(_ map: MappingReader, findings: inout Findings) -> TableSpec.Moment? {
    guard let node = map["at"], let text = map.text("at", findings: &findings) else { return nil }
    if text == "last" { return .last }
    if text.hasPrefix("epoch "),
      let epoch = WrittenQuantity.wholeNumber(String(text.dropFirst(6)), within: 1...(1 << 53))
    {
      return .epoch(epoch)
    }
    guard text.hasPrefix("best ") else {
      findings.add(
        "at: `\(Findings.short(text))` is not `last`, `best METRIC` or `epoch N`", at: node.mark)
      return nil
    }
    guard
      case .best(let metric)? = quantity(
        Node.Key(text, mark: node.mark), among: [], findings: &findings)
    else { return nil }
    return .best(metric: metric)
  }
}

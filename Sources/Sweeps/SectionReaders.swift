import YAML

extension PresetSpec {
  /// `presets: {NAME: {CHOICE: {parameter: value}}}`; the outer names may be nested as well.
  static func list(of node: Node, findings: inout Findings) -> [PresetSpec] {
    guard let groups = node.entries else {
      findings.add("`presets` must be a map of parameters or choices", at: node.mark)
      return []
    }
    return groups.compactMap { group in
      guard let choices = group.value.entries else {
        findings.add(
          "presets of `\(group.key.text)` must be a map, as {NAME: {parameter: value}}",
          at: group.key.mark)
        return nil
      }
      return PresetSpec(
        name: group.key,
        choices: choices.map { choice in
          Choice(
            name: choice.key,
            settings: Setting.list(of: choice.value, in: choice.key.text, findings: &findings))
        })
    }
  }
}

extension IncludeRow {
  /// The rows of `include`: a list of maps.
  static func list(of node: Node, findings: inout Findings) -> [IncludeRow] {
    guard let rows = node.items else {
      findings.add("`include` must be a list of rows, each a map", at: node.mark)
      return []
    }
    return rows.compactMap { read($0, findings: &findings) }
  }

  private static func read(_ node: Node, findings: inout Findings) -> IncludeRow? {
    guard let entries = node.entries else {
      findings.add("a row of `include` is a map, as {name: LSTM, model: lstm}", at: node.mark)
      return nil
    }
    let named = entries.first { $0.key.text == "name" }
    let name = named?.value.text.flatMap(accepted)
    if let named, name == nil {
      findings.add(
        "name: a row's name is one text of 1 to 64 characters without line ends",
        at: named.value.mark)
    }
    let all = Setting.list(
      of: entries.filter { $0.key.text != "name" }, in: name ?? "include", findings: &findings)
    AxisSpec.tellTwins(among: all, findings: &findings)
    let lists = all.filter { $0.value.text == nil || AxisSpec.isJoint($0.name) }
    return IncludeRow(
      mark: named?.key.mark ?? entries.first?.key.mark ?? node.mark, name: name,
      axes: lists.compactMap { AxisSpec.read($0, findings: &findings) },
      settings: all.filter { $0.value.text != nil && !AxisSpec.isJoint($0.name) },
      order: all.flatMap { AxisSpec.parts(of: $0.name).map(\.text) })
  }

  /// A name that a line of a table can show.
  private static func accepted(_ name: String) -> String? {
    let isShown = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    return isShown && (1...64).contains(name.count) ? name : nil
  }
}

extension ReportSection {
  private static let keys = KeyWords(
    ["tables", "references"], later: ["compare", "claims", "figures"])

  /// The tables and references, each a map of names.
  static func read(_ node: Node, findings: inout Findings) -> ReportSection {
    guard let map = MappingReader(node, of: "report", keys: keys, findings: &findings) else {
      return ReportSection()
    }
    return ReportSection(
      tables: entries("tables", of: map, findings: &findings),
      references: entries("references", of: map, findings: &findings))
  }

  private static func entries(
    _ key: String, of map: MappingReader, findings: inout Findings
  ) -> [Node.Entry] {
    guard let node = map[key] else { return [] }
    guard let entries = node.entries else {
      findings.add("`\(key)` must be a map of names", at: node.mark)
      return []
    }
    for entry in entries where !FileName.isAccepted(entry.key.text) {
      findings.add(
        "`\(Findings.short(entry.key.text))` under '\(key)' must be \(FileName.rule)",
        at: entry.key.mark)
    }
    for entry in entries where key == "tables" && entry.key.text == "trials" {
      findings.add(
        "`trials` cannot name a table: trials.csv lists every trial", at: entry.key.mark)
    }
    return entries
  }
}

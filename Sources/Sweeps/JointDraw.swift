import YAML

/// Reads `{draw: 20, lr.free: {log: …}, clip: {log: …}}`: draws for several names at once.
struct JointDraw {
  let names: [Node.Key]

  init(_ names: [Node.Key]) { self.names = names }

  /// The draws; nil, and a problem, for anything else.
  func read(_ node: Node, findings: inout Findings) -> NumberSeries? {
    let before = findings.problems.count
    let title = AxisSpec.title(of: names)
    var scales: [String: NumberScale] = [:]
    let counting = (node.entries ?? []).filter { $0.key.text == "draw" }
    let rest = (node.entries ?? []).filter { $0.key.text != "draw" }
    for setting in Setting.list(of: rest, in: title, findings: &findings) {
      guard names.contains(where: { $0.text == setting.name.text }) else {
        findings.unknown("name", setting.name, in: " in '\(title)'", among: names.map(\.text))
        continue
      }
      scales[setting.name.text] = scale(setting, findings: &findings)
    }
    guard findings.problems.count == before else {
      findings.suspect(names)
      return nil
    }
    let count = MappingReader(
      Node(.mapping(counting), mark: node.mark), of: title, keys: KeyWords(["draw"]),
      findings: &findings
    ).flatMap { SeriesReader(names: names).count("draw", of: $0, findings: &findings) }
    let lacking = names.filter { scales[$0.text] == nil }
    if counting.isEmpty || !lacking.isEmpty {
      let missing = counting.isEmpty ? "draw" : lacking[0].text
      findings.add(
        "\(title): `\(missing)` is missing in {draw: 20, \(names[0].text): {log: [1e-4, 1]}, …}",
        at: node.mark, about: names)
    }
    guard let count, lacking.isEmpty else { return nil }
    return .drawn(names.compactMap { scales[$0.text] }, count: count)
  }

  private func scale(_ setting: Setting, findings: inout Findings) -> NumberScale? {
    let name = setting.name
    guard setting.value.entries != nil else {
      findings.add(
        "\(name.text): what is drawn from is {log: [1e-4, 1]} or {range: [0, 1]}",
        at: setting.value.mark, about: names)
      return nil
    }
    let keys = KeyWords(["range", "log"])
    let before = findings.problems.count
    guard
      let map = MappingReader(setting.value, of: name.text, keys: keys, findings: &findings),
      findings.problems.count == before
    else { return nil }
    if let range = map.key("range"), let log = map.key("log") {
      findings.add(
        "\(name.text): `range` and `log` cannot stand together", at: max(range.mark, log.mark),
        about: names)
      return nil
    }
    return SeriesReader(names: [name]).scale(
      to: "draw", of: map, at: setting.value.mark, findings: &findings)
  }
}

import YAML

/// One dotted name with what was written for it; a nested map equals dotted names.
struct Setting: Sendable {
  /// The dotted name; its place is that of the innermost key.
  let name: Node.Key
  let value: Node

  /// The settings of a map, `lr: {free: 1e-4}` as `lr.free: 1e-4`.
  ///
  /// A name given twice, nested and dotted, is a problem with both places.
  static func list(of node: Node, in section: String, findings: inout Findings) -> [Setting] {
    guard let entries = node.entries else {
      findings.add(
        "`\(section)` must be a map of names and values", at: node.mark, about: section)
      return []
    }
    return list(of: entries, in: section, findings: &findings)
  }

  static func list(
    of entries: [Node.Entry], in section: String, findings: inout Findings
  ) -> [Setting] {
    var settings: [Setting] = []
    var seen: [String: Mark] = [:]
    for setting in entries.flatMap({ flatten($0, below: "") }) {
      if let first = seen[setting.name.text] {
        findings.add(
          "'\(setting.name.text)' is given twice; first at \(first)", at: setting.name.mark)
      } else if setting.value.isMissing {
        findings.add(
          missing(setting.name.text, in: section), at: setting.name.mark, about: setting.name.text)
      } else {
        settings.append(setting)
      }
      seen[setting.name.text] = setting.name.mark
    }
    return settings
  }

  /// The entries of a map with nested names made dotted ones, each as often as it is written.
  static func dotted(_ entries: [Node.Entry]) -> [Node.Entry] {
    entries.flatMap { flatten($0, below: "") }.map { Node.Entry(key: $0.name, value: $0.value) }
  }

  private static func flatten(_ entry: Node.Entry, below prefix: String) -> [Setting] {
    let name = Node.Key(joined(prefix, entry.key), mark: entry.key.mark)
    guard let inner = entry.value.entries, !inner.isEmpty, !isForm(inner), !AxisSpec.isJoint(name)
    else {
      return [Setting(name: name, value: entry.value)]
    }
    return inner.flatMap { flatten($0, below: name.text + ".") }
  }

  /// The dotted name; the names of a joint axis have each the prefix.
  private static func joined(_ prefix: String, _ key: Node.Key) -> String {
    guard !prefix.isEmpty, AxisSpec.isJoint(key) else { return prefix + key.text }
    return AxisSpec.parts(of: key).map { prefix + $0.text }.joined(separator: ", ")
  }

  /// Whether a map is one of the language's ways to write values, and no nested name.
  private static func isForm(_ entries: [Node.Entry]) -> Bool {
    entries.contains { AxisSpec.forms.contains($0.key.text) }
  }

  private static func missing(_ name: String, in section: String) -> String {
    // `{because: a, b}` and `{delay, epochs: 3}` are how YAML comes to such a key.
    "`\(Findings.short(name))` in '\(section)' has no value; quote a text with a comma in it"
  }
}

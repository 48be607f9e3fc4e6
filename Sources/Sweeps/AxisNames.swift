import YAML

/// The names in the key of an axis: one, or several with commas between them.
extension AxisSpec {
  /// Whether a key has several names in it.
  static func isJoint(_ key: Node.Key) -> Bool { key.text.contains(",") }

  /// What stands between the commas of a key.
  static func parts(of key: Node.Key) -> [Node.Key] {
    key.text.split(separator: ",", omittingEmptySubsequences: false).map {
      Node.Key(WordText.trimmed($0), mark: key.mark)
    }
  }

  /// Tells names that stand in several keys, one of them a joint axis.
  static func tellTwins(among settings: [Setting], findings: inout Findings) {
    guard settings.contains(where: { isJoint($0.name) }) else { return }
    var seen: [String: (key: String, mark: Mark)] = [:]
    for key in settings.map(\.name) {
      for part in parts(of: key) {
        if let first = seen[part.text], first.key != key.text {
          findings.add(
            "'\(Findings.short(part.text))' is given twice; first at \(first.mark)",
            at: key.mark, about: part.text)
        }
        seen[part.text] = (key.text, key.mark)
      }
    }
  }

  /// The names of a key, split at commas; nil, and a problem, if one is empty or comes twice.
  static func names(in key: Node.Key, findings: inout Findings) -> [Node.Key]? {
    let names = parts(of: key)
    guard !names.contains(where: \.text.isEmpty) else {
      findings.add(
        "`\(Findings.short(key.text))` has an empty name between its commas", at: key.mark)
      return nil
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0.text).inserted }) {
      findings.add(
        "`\(Findings.short(twice.text))` is named twice in `\(Findings.short(key.text))`",
        at: key.mark, about: names)
      return nil
    }
    return names
  }

  /// The names as people write them: `margin`, `delay, epochs`.
  static func title(of names: [Node.Key]) -> String {
    Findings.short(names.map(\.text).joined(separator: ", "))
  }

  /// What a value of a joint axis looks like, as `[delay, epochs]`.
  static func example(of names: [Node.Key]) -> String { "[\(title(of: names))]" }

  /// The keys of lists of lists that lost the names before them.
  ///
  /// Without its quotes `{delay, epochs: [[200, 160]]}` is a key without a value and one of which
  /// no more need be said.
  static func torn(_ entries: [Node.Entry]) -> Set<Mark> {
    let pairs = zip(entries, entries.dropFirst())
    return Set(
      pairs.compactMap { first, second in
        let lists = second.value.items.map { $0.allSatisfy { $0.items != nil } }
        return first.value.isMissing && lists == true ? second.key.mark : nil
      })
  }
}

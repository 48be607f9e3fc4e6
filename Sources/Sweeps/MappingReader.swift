import YAML

/// The words that a map of the language may have as keys.
struct KeyWords {
  /// Keys that are read.
  let read: [String]
  /// Keys of the language that this version does not read yet.
  let later: [String]

  init(_ read: [String], later: [String] = []) {
    self.read = read
    self.later = later
  }
}

/// The entries of one map whose keys are words of the language.
struct MappingReader {
  /// Where the map stands, as ` in 'trial'`; empty for the file itself.
  let place: String
  private let entries: [String: Node.Entry]

  /// Reads the keys; unknown ones are problems, and so is anything but a map.
  init?(_ node: Node, of section: String, keys: KeyWords, findings: inout Findings) {
    guard let written = node.entries else {
      let what = section.isEmpty ? "a sweep file is" : "`\(section)` must be"
      findings.add(
        "\(what) a map of \(Self.list(keys.read))", at: node.mark, about: section)
      return nil
    }
    place = section.isEmpty ? "" : " in '\(section)'"
    var entries: [String: Node.Entry] = [:]
    for entry in written {
      if keys.read.contains(entry.key.text) {
        if entry.value.isMissing {
          findings.add("`\(entry.key.text)` has no value", at: entry.key.mark)
        } else {
          entries[entry.key.text] = entry
        }
      } else if keys.later.contains(entry.key.text) {
        findings.add(Self.notYet(entry.key.text), at: entry.key.mark)
      } else {
        findings.unknown("key", entry.key, in: place, among: keys.read + keys.later)
      }
    }
    self.entries = entries
  }

  /// The value of a key, if it is there.
  subscript(key: String) -> Node? { entries[key]?.value }

  /// The key itself, if it is there.
  func key(_ key: String) -> Node.Key? { entries[key]?.key }

  /// The text of a key; a list or a map there is a problem.
  func text(_ key: String, findings: inout Findings) -> String? {
    guard let node = entries[key]?.value else { return nil }
    guard let text = node.text else {
      findings.add("`\(key)` must be one value", at: node.mark)
      return nil
    }
    return text
  }

  /// The value of a key as `read` makes it from text; nil from `read` is a problem.
  func value<Value>(
    _ key: String, wanted: String, findings: inout Findings, read: (String) -> Value?
  ) -> Value? {
    guard let node = entries[key]?.value, let text = text(key, findings: &findings) else {
      return nil
    }
    guard let value = read(text) else {
      findings.add("\(key): `\(Findings.short(text))` is not \(wanted)", at: node.mark)
      return nil
    }
    return value
  }

  /// What is said of a word that the language has and this version does not read.
  static func notYet(_ word: String) -> String {
    "`\(word)` is part of the sweep language that this version does not read yet"
  }

  private static func list(_ words: [String]) -> String {
    words.map { "`\($0)`" }.joined(separator: ", ")
  }
}

import YAML

/// One `NAME=VALUE[,VALUE…]` of a command line, not yet typed.
struct SetWord {
  /// What the name is to have.
  struct Value {
    /// The value, if it is only one.
    let single: Node?
    /// The values as an axis.
    let axis: AxisSpec
  }

  let name: Node.Key
  private let text: String

  /// Takes a word apart; nil, and a problem, if it has no `=`.
  init?(_ word: String, at mark: Mark, findings: inout Findings) {
    guard let sign = word.firstIndex(of: "="), sign > word.startIndex else {
      findings.add("a name and its value are wanted, as --set hidden=128", at: mark)
      return nil
    }
    name = Node.Key(WordText.trimmed(word[..<sign]), mark: mark)
    text = WordText.trimmed(word[word.index(after: sign)...])
  }

  /// The values, written as in a list of the file; nil, and a problem, if they are none.
  func value(findings: inout Findings) -> Value? {
    let reading = Reading(of: Array("[\(text)]".utf8))
    guard reading.problems.isEmpty, var items = reading.root?.items else {
      findings.add(
        "\(name.text): this is no value and no list of values; quote a text that has commas, "
          + "brackets or colons in it", at: name.mark)
      return nil
    }
    // `[0, 0.1]` is the same as `0,0.1`.
    if items.count == 1, let inner = items[0].items { items = inner }
    guard !items.isEmpty else {
      findings.add("\(name.text): a value is missing, as --set hidden=128", at: name.mark)
      return nil
    }
    items = items.map { $0.mapMarks { _ in name.mark } }
    let list = Node(.sequence(items), mark: name.mark)
    guard let axis = AxisSpec.read(Setting(name: name, value: list), findings: &findings) else {
      return nil
    }
    return Value(single: items.count == 1 && items[0].text != nil ? items[0] : nil, axis: axis)
  }
}

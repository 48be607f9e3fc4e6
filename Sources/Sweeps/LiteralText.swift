import Trials
import YAML

/// A list that is one value: its canonical JSON, for a parameter that is a text.
enum LiteralText {
  /// The node as one scalar, `[64, 64]` as `[64,64]`; a scalar as it is.
  ///
  /// Without a type to ask, what looks like a number or a boolean is one, unless it is in quotes.
  /// - Returns: nil for a map, or with one inside.
  static func node(_ node: Node) -> Node? {
    guard node.items != nil else { return node.text == nil ? nil : node }
    return json(node).map { Node(.scalar($0, isPlain: false), mark: node.mark) }
  }

  private static func json(_ node: Node) -> String? {
    switch node.content {
    case .scalar(let text, let isPlain):
      guard isPlain else { return CanonicalJSON.text(of: text) }
      if text == "true" || text == "false" { return text }
      let number = try? NumberGrammar.read(text)
      return number.map(CanonicalJSON.text(of:)) ?? CanonicalJSON.text(of: text)
    case .sequence(let items):
      let texts = items.compactMap(json)
      return texts.count == items.count ? "[" + texts.joined(separator: ",") + "]" : nil
    case .mapping: return nil
    }
  }
}

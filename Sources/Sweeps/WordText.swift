/// The writing inside one word of a command line.
enum WordText {
  /// The text without the spaces around it.
  static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// The parts between commas that stand in no quotes and no brackets, each without its own quotes;
  /// brackets around everything mean nothing.
  static func list(_ text: String) -> [String] {
    var inner = text[...]
    if inner.hasPrefix("["), inner.hasSuffix("]") { inner = inner.dropFirst().dropLast() }
    var parts: [Substring] = []
    var start = inner.startIndex
    var depth = 0
    var quote: Character?
    for place in inner.indices {
      let character = inner[place]
      if let open = quote {
        if character == open { quote = nil }
      } else {
        switch character {
        case "\"", "'": quote = character
        case "[", "{", "(": depth += 1
        case "]", "}", ")": depth -= 1
        case "," where depth <= 0:
          parts.append(inner[start..<place])
          start = inner.index(after: place)
        default: break
        }
      }
    }
    return (parts + [inner[start...]]).map { unquoted(trimmed($0)) }
  }

  private static func unquoted(_ text: String) -> String {
    for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) {
      if text.hasSuffix(quote) { return String(text.dropFirst().dropLast()) }
    }
    return text
  }
}

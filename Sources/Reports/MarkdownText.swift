/// Text made safe for a Markdown document, in which it shall be read as it stands.
enum MarkdownText {
  /// One line of text without markup, for people who see it as it is.
  ///
  /// Ends of lines become spaces; characters that cannot be seen (controls, and those that turn the
  /// direction of writing) are shown by number.
  static func line(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}": out += " "
      case _ where isInvisible(scalar):
        out += "(U+" + String(scalar.value, radix: 16, uppercase: true) + ")"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// One line of text in a document: as ``line(_:)``, and what Markdown would take as markup is
  /// escaped.
  static func escaped(_ text: String) -> String {
    var out = ""
    let scalars = Array(line(text).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\\", "|", "*", "`", "[", "]", "~", "<": out += "\\\(scalar)"
      case "_": out += isInsideWord(index, of: scalars) ? "_" : "\\_"
      case "&": out += "&amp;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// A paragraph of plain text, which shall become neither a heading nor a list nor a quotation.
  static func paragraph(_ text: String) -> String {
    let escaped = escaped(text)
    let first = escaped.drop { $0 == " " }
    return first.first.map { "#>-+=".contains($0) } ?? false ? "\\" + first : String(first)
  }

  /// An underline between letters or digits marks nothing up, and names are full of them.
  private static func isInsideWord(_ index: Int, of scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0, index + 1 < scalars.count else { return false }
    return [scalars[index - 1], scalars[index + 1]].allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}

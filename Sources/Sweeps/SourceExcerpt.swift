import YAML

/// One source line with an underline, as messages show it.
struct SourceExcerpt {
  /// Two lines with their ends; empty for a line without text.
  let text: String

  /// - Parameters:
  ///   - line: the characters of the line.
  ///   - mark: what to underline; what goes on beyond the line is underlined to its end.
  init(_ line: [Unicode.Scalar], at mark: Mark) {
    guard !line.isEmpty else {
      text = ""
      return
    }
    // A long line is shown around its mark only: a file may be one line of a megabyte.
    let first = line.count > Self.width ? max(0, mark.column - 1 - Self.width / 3) : 0
    let shown = line[min(first, line.count)...].prefix(Self.width)
    let before = first > 0 ? "…" : ""
    let after = first + shown.count < line.count ? "…" : ""
    let indent = mark.column - 1 - first + before.count
    let length = max(1, min(mark.length, shown.count - (mark.column - 1 - first)))
    let number = " \(mark.line) | "
    let gutter = String(repeating: " ", count: number.count - 2) + "| "
    text =
      number + before + Self.printable(shown) + after + "\n"
      + gutter + String(repeating: " ", count: indent) + "^"
      + String(repeating: "~", count: length - 1) + "\n"
  }

  private static let width = 120

  /// A tab as one space, so that the underline fits; what would move the cursor as U+FFFD.
  private static func printable(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in scalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text.unicodeScalars.append(scalar == "\t" ? " " : "\u{FFFD}")
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

/// The place of a token in a text, so that a message can point at it.
///
/// Columns count Unicode scalars, as libyaml does, not bytes. A line below 1 is none of the text's:
/// whoever puts a value there that was not in the text knows what it stands for.
public struct Mark: Sendable, Hashable {
  /// The line, from 1.
  public var line: Int { Int(lineNumber) }
  /// The column, from 1.
  public var column: Int { Int(columnNumber) }
  /// How many columns the token covers, at least 1; a token may go on beyond its first line.
  public var length: Int { Int(columns) }
  /// Which text: 0 is the one that is read, 1 the one that it extends, 2 what that extends, and so on.
  public var text: Int { Int(textNumber) }

  // A file of a megabyte has a hundred thousand marks, so they are small and own nothing.
  private let lineNumber, columnNumber, columns, textNumber: Int32

  /// A place and how far it reaches.
  public init(line: Int, column: Int, length: Int = 1, text: Int = 0) {
    lineNumber = Int32(clamping: line)
    columnNumber = Int32(clamping: column)
    columns = Int32(clamping: max(1, length))
    textNumber = Int32(clamping: text)
  }

  /// The same place in the text of this number.
  public func moved(to text: Int) -> Mark {
    Mark(line: line, column: column, length: length, text: text)
  }

  /// The other text in words, as `the extended file`; nil in the text that is read.
  public var otherText: String? {
    switch text {
    case 0: nil
    case 1: "the extended file"
    default: "extended file \(text)"
    }
  }

  /// The place as a message at `other` tells it.
  public func seen(from other: Mark) -> String {
    guard line >= 1 else { return description }
    if text == other.text { return "\(line):\(column)" }
    return text == 0 ? "\(self) of the extending file" : description
  }

  /// `line 3`, and in another text `line 3 of the extended file`.
  public var lineInWords: String { "line \(line)" + (otherText.map { " of \($0)" } ?? "") }

  /// The first character of a text.
  public static let start = Mark(line: 1, column: 1)
}

extension Mark: Comparable {
  /// Earlier in the text first; at one place, the shorter token first.
  public static func < (left: Mark, right: Mark) -> Bool {
    // What stands in the text itself comes first.
    (left.text, left.line, left.column, left.length)
      < (right.text, right.line, right.column, right.length)
  }
}

extension Mark: CustomStringConvertible {
  /// `line:column`, and in another text `line:column of the extended file`.
  public var description: String {
    guard line >= 1 else { return "the command line" }
    return "\(line):\(column)" + (otherText.map { " of \($0)" } ?? "")
  }
}

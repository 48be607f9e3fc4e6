/// The place of a token in a text, so that a message can point at it.
///
/// Columns count Unicode scalars, as libyaml does, not bytes. A line below 1 is none of the text's:
/// whoever puts a value there that was not in the text knows what it stands for.
public struct Mark: Sendable, Hashable {
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int
  /// How many columns the token covers, at least 1; a token may go on beyond its first line.
  public let length: Int

  /// A place and how far it reaches.
  public init(line: Int, column: Int, length: Int = 1) {
    self.line = line
    self.column = column
    self.length = max(1, length)
  }

  /// The first character of a text.
  public static let start = Mark(line: 1, column: 1)
}

extension Mark: Comparable {
  /// Earlier in the text first; at one place, the shorter token first.
  public static func < (left: Mark, right: Mark) -> Bool {
    (left.line, left.column, left.length) < (right.line, right.column, right.length)
  }
}

extension Mark: CustomStringConvertible {
  /// `line:column`.
  public var description: String { line < 1 ? "the command line" : "\(line):\(column)" }
}

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
  /// The path of the text, as messages show it, if it is another one than the text that is read.
  public let file: String?

  /// A place and how far it reaches.
  public init(line: Int, column: Int, length: Int = 1, file: String? = nil) {
    self.line = line
    self.column = column
    self.length = max(1, length)
    self.file = file
  }

  /// The same place in a text of this path.
  public func moved(to file: String) -> Mark {
    Mark(line: line, column: column, length: length, file: file)
  }

  /// The place as a message at `other` tells it: without the path that both have.
  public func seen(from other: Mark) -> String {
    guard line >= 1, file != other.file else { return line < 1 ? description : "\(line):\(column)" }
    return file == nil ? "\(self) of the file that extends this one" : description
  }

  /// `line 3`, and in another text `line 3 of sweeps/base.yaml`.
  public var lineInWords: String { "line \(line)" + (file.map { " of \($0)" } ?? "") }

  /// The first character of a text.
  public static let start = Mark(line: 1, column: 1)
}

extension Mark: Comparable {
  /// Earlier in the text first; at one place, the shorter token first.
  public static func < (left: Mark, right: Mark) -> Bool {
    // What stands in the text itself comes first.
    (left.file ?? "", left.line, left.column, left.length)
      < (right.file ?? "", right.line, right.column, right.length)
  }
}

extension Mark: CustomStringConvertible {
  /// `line:column`, and in another text `path:line:column`.
  public var description: String {
    guard line >= 1 else { return "the command line" }
    return (file.map { $0 + ":" } ?? "") + "\(line):\(column)"
  }
}

/// What became of a text: its value as far as it could be read, and what is wrong with it.
public struct Reading: Sendable, Equatable {
  /// The whole document; nil if the text is empty or its syntax is broken.
  public let root: Node?
  /// Everything that is wrong, in the order in which it was found.
  public let problems: [SyntaxProblem]
}

/// One thing that is wrong with a YAML text.
public struct SyntaxProblem: Error, Sendable, Equatable {
  /// Where.
  public let mark: Mark
  /// What is wrong, and what to do about it.
  public let message: String

  /// A problem at its place.
  public init(_ message: String, at mark: Mark) {
    self.message = message
    self.mark = mark
  }
}

/// What a text may ask for before it is refused; the bounds keep every answer fast.
public enum Limits {
  /// The largest text.
  public static let bytes = 1_048_576
  /// The deepest nesting, also of what aliases stand for.
  public static let depth = 64
  /// The most values after every alias was replaced by what it stands for.
  public static let expandedNodes = 100_000
}

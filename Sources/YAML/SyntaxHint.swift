/// What people usually meant where libyaml stops, in words that say what to do.
enum SyntaxHint {
  private static let alias = "while scanning an alias"
  private static let tag = "while scanning a tag"

  /// Whether the place to show is where the token begins.
  static func blamesStart(_ context: String?) -> Bool { context == alias || context == tag }

  /// A message from libyaml's problem and context, and a hint by the character at its place.
  static func message(
    _ problem: String, context: String?, from start: Mark, at mark: Mark,
    in line: [Unicode.Scalar]
  ) -> String {
    let character = line.dropFirst(mark.column - 1).first
    if character == "\t" { return "a tab; indent with spaces" }
    if context == alias {
      return "`*` begins an alias; quote globs, as " + quoted(line.dropFirst(mark.column - 1))
    }
    if context == tag {
      return "`!` begins a tag, which sweep files do not have; quote the value if it is text"
    }
    if context == "while scanning for the next token", let character {
      return "`\(character)` cannot begin a value; quote it, as "
        + quoted(line.dropFirst(mark.column - 1))
    }
    guard let context else { return problem }
    return start == mark ? "\(problem) \(context)" : "\(problem) \(context) (begun at \(start))"
  }

  /// A message for bytes that are no text.
  static func unreadable(_ problem: String) -> String {
    problem.contains("UTF-8") || problem.contains("Unicode")
      ? "not UTF-8 (\(problem)); save the file as UTF-8" : problem
  }

  /// The rest of a flow value, in quotes: up to where the value must end.
  private static func quoted(_ rest: some Sequence<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in rest.prefix(while: { !",]}#".unicodeScalars.contains($0) }).prefix(40) {
      text.unicodeScalars.append(scalar)
    }
    while text.last == " " { text.removeLast() }
    return "\"\(text)\""
  }
}

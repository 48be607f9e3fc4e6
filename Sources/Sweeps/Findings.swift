import Trials
import YAML

/// What was found while reading: problems, and for each whether a word was probably misspelt.
struct Findings {
  private(set) var problems: [SweepProblem] = []
  /// Names that a problem speaks of or suggests; that they are missing is then no second problem.
  private(set) var suspects: Set<String> = []

  mutating func add(_ message: String, at mark: Mark) {
    problems.append(SweepProblem(message, at: mark))
  }

  mutating func add(_ message: String, at mark: Mark, about name: String) {
    add(message, at: mark)
    suspects.insert(name)
  }

  mutating func add(_ message: String, at mark: Mark, about names: [Node.Key]) {
    add(message, at: mark)
    suspect(names)
  }

  /// Notes names that a problem told already speaks of.
  mutating func suspect(_ names: [Node.Key]) { suspects.formUnion(names.map(\.text)) }

  mutating func add(_ others: [SweepProblem]) { problems += others }

  /// An unknown word, with the known word nearest to it.
  ///
  /// The search is quadratic in the word, so it is left out for what cannot be a slip of the
  /// finger, and once there are more problems than are shown.
  mutating func unknown(
    _ what: String, _ word: Node.Key, in place: String, among known: some Sequence<String>
  ) {
    let sought = word.text.utf8.count <= Self.longestWord && problems.count < Self.mostSearches
    let meant = sought ? NearestWord.of(word.text, among: known) : nil
    if let meant { suspects.insert(meant) }
    let hint = meant.map { "; did you mean '\($0)'?" } ?? ""
    add("unknown \(what) '\(Findings.short(word.text))'\(place)\(hint)", at: word.mark)
  }

  /// A text as a message quotes it: the beginning, if it is very long.
  static func short(_ text: String) -> String {
    text.utf8.count <= longestQuote ? text : "\(text.prefix(longestQuote))…"
  }

  private static let longestWord = 64
  private static let longestQuote = 80
  private static let mostSearches = 50
}

/// Which of the user's words may become names of files and folders; no other text of theirs does.
enum FileName {
  /// What is wanted, for messages.
  static let rule =
    "a name of letters, digits, `.`, `_` and `-` that begins with a letter or digit (at most 64)"

  /// Whether a word matches `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`.
  static func isAccepted(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    guard let first = bytes.first, bytes.count <= 64, isLetterOrDigit(first) else { return false }
    return bytes.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
  }

  /// Whether a word can name a sweep, whose folder lies beside the store's own.
  static func canNameSweep(_ word: String) -> Bool {
    isAccepted(word) && !["trials", "quarantine", "index.sqlite"].contains(word)
  }

  /// What is wanted of a sweep's name, for messages.
  static let sweepRule = rule + ", and not `trials` or `quarantine`"

  /// The word, if it is accepted.
  static func accepted(_ word: String) -> String? { isAccepted(word) ? word : nil }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

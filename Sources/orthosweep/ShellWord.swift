/// Words as a shell has to be given them, so that a line we print can be pasted.
enum ShellWord {
  /// A command line of these words.
  static func line(_ words: [String]) -> String {
    let rest = words.dropFirst().map { isArgument($0) ? $0 : quoted($0) }
    return (words.prefix(1).map(quoted) + rest).joined(separator: " ")
  }

  /// Whether a word needs no quotes behind the first one: `margin=0` would set a variable there, and
  /// `=name` means something to zsh everywhere.
  private static func isArgument(_ word: String) -> Bool {
    let equals = UInt8(ascii: "=")
    return word.utf8.first.map { $0 != equals } == true
      && word.utf8.allSatisfy { isPlain($0) || $0 == equals }
  }

  /// The word as it stands where no shell would change it, else in quotes.
  ///
  /// What a terminal cannot show, line feeds above all, is written by its bytes (`$'a\012b'`, which
  /// bash, ksh and zsh know).
  static func quoted(_ word: String) -> String {
    if !word.isEmpty, word.utf8.allSatisfy(isPlain) { return word }
    if word.utf8.allSatisfy({ $0 >= 0x20 }), TerminalText.shown(word) == word {
      return "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
    return "$'" + word.utf8.map(escaped).joined() + "'"
  }

  /// Letters, digits, and the signs that mean nothing to any shell.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "/._-+:,@%".utf8.contains(byte)
    }
  }

  private static func escaped(_ byte: UInt8) -> String {
    if isPlain(byte) { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }
}

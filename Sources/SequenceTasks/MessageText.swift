/// A number with a comma after every three digits, for messages.
public struct Grouped: Sendable, CustomStringConvertible {
  /// The digits and commas.
  public let description: String

  /// The number 1234567 as 1,234,567.
  public init(_ number: Int) {
    let digits = String(number.magnitude)
    var grouped = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { grouped += "," }
      grouped.append(digit)
    }
    description = grouped
  }
}

/// Words of a command that people copy into a shell.
public enum ShellWord {
  /// The word as a POSIX shell reads it back: in single quotes unless all its characters are plain.
  public static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "-_./:=,+@%".utf8.contains(byte)
      }
    }
    if isPlain && !word.isEmpty { return word }
    return "'" + word.replacing("'", with: #"'\''"#) + "'"
  }
}

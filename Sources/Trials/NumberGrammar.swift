/// The texts that are numbers in a sweep file: JSON's grammar, plus a leading `+` and `.5`.
///
/// `0o17`, `12:30`, `1_000`, `inf` and `nan` are not numbers, whatever YAML 1.1 thinks.
public enum NumberGrammar {
  /// Why a text is not a usable number.
  public enum Problem: Error, Sendable, Equatable {
    /// The text does not follow the grammar.
    case notANumber
    /// The number is larger than a Double holds, as 1e400.
    case outOfRange
  }

  /// The number that `text` spells.
  public static func read(_ text: some StringProtocol) throws(Problem) -> Double {
    guard spellsNumber(text), let value = Double(String(text)) else { throw .notANumber }
    guard value.isFinite else { throw .outOfRange }
    return value
  }

  private static func spellsNumber(_ text: some StringProtocol) -> Bool {
    var rest = text.utf8[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest.removeFirst()
    }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = dropDigits(&rest)
    let leadingZero = whole > 1 && startsWithZero
    var fractionCount = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fractionCount = dropDigits(&rest)
      if fractionCount == 0 { return false }
    }
    guard whole > 0 || fractionCount > 0, !leadingZero else { return false }
    return rest.isEmpty || isExponent(rest)
  }

  private static func isExponent(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = Array(bytes)[...]
    guard let letter = rest.popFirst(), letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E")
    else { return false }
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest.removeFirst()
    }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  /// Takes the digits at the beginning; answers how many they were.
  private static func dropDigits<Bytes: Collection<UInt8>>(_ rest: inout Bytes) -> Int
  where Bytes.SubSequence == Bytes {
    var count = 0
    while let first = rest.first, isDigit(first) {
      rest.removeFirst()
      count += 1
    }
    return count
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}

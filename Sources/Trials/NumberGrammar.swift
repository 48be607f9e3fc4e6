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
    let whole = dropDigits(&rest)
    let leadingZero = whole.count > 1 && whole.first == UInt8(ascii: "0")
    var fractionCount = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fractionCount = dropDigits(&rest).count
      if fractionCount == 0 { return false }
    }
    guard !whole.isEmpty || fractionCount > 0, !leadingZero else { return false }
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

  private static func dropDigits<Bytes: Collection<UInt8>>(_ rest: inout Bytes) -> [UInt8]
  where Bytes.SubSequence == Bytes {
    let digits = Array(rest.prefix(while: isDigit))
    rest.removeFirst(digits.count)
    return digits
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}

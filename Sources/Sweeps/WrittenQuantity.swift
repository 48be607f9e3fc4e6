import Trials

/// Durations and counts as people write them.
public enum WrittenQuantity {
  /// A duration of one or more parts, each a number and a unit: `90 s`, `5 min`, `2h30m`, `1.5 d`.
  ///
  /// Units are s, min (or m), h and d. Nil for anything else, for zero, and beyond 1000 years.
  public static func duration(_ text: String) -> Duration? {
    var rest = text[...]
    var seconds = 0.0
    while !rest.isEmpty {
      guard let (number, unit) = part(&rest), let factor = secondsOf[unit] else { return nil }
      seconds += number * factor
    }
    guard seconds > 0, seconds < 3.2e10 else { return nil }
    return .seconds(seconds)
  }

  /// A whole number in the grammar of all numbers here, so that `2e2` is one.
  static func wholeNumber(_ text: String, within range: ClosedRange<Int>) -> Int? {
    guard let number = try? NumberGrammar.read(text), let whole = Int(exactly: number) else {
      return nil
    }
    return range.contains(whole) ? whole : nil
  }

  private static let secondsOf: [String: Double] = [
    "s": 1, "min": 60, "m": 60, "h": 3600, "d": 86400,
  ]

  /// Takes one number and its unit, and the spaces around them.
  private static func part(_ rest: inout Substring) -> (number: Double, unit: String)? {
    let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    rest = rest.dropFirst(number.count).drop { $0 == " " }
    let unit = rest.prefix { $0.isASCII && $0.isLetter }
    rest = rest.dropFirst(unit.count).drop { $0 == " " }
    guard let value = try? NumberGrammar.read(number) else { return nil }
    return (value, String(unit))
  }
}

import Trials

/// Durations, amounts of memory and counts as people write them.
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

  /// An amount of memory in bytes: one number and a unit, as `512 MB` or `1.5GiB`.
  ///
  /// Units are kB, MB, GB, TB (powers of 1000) and KiB, MiB, GiB, TiB (powers of 1024). Nil for
  /// anything else, for less than a byte, and beyond 2⁶⁰ bytes.
  public static func memory(_ text: String) -> Int? {
    var rest = text[...]
    guard let (number, unit) = part(&rest), rest.isEmpty, let factor = bytesOf[unit] else {
      return nil
    }
    let bytes = (number * factor).rounded()
    return bytes >= 1 && bytes <= Double(1 << 60) ? Int(bytes) : nil
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

  private static let bytesOf: [String: Double] = [
    "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
    "KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30, "TiB": 0x1p40,
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

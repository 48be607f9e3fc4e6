/// The one text of a JSON value: keys sorted, no spaces, shortest numbers (RFC 8785).
///
/// Trial IDs are digests of this text, so it must be the same in every process, on every machine
/// and in every later version.
public enum CanonicalJSON {
  /// A number as ECMAScript writes it: the shortest digits that read back to the same Double.
  ///
  /// 1.0 is `1`, 0.10 is `0.1`, 1e-7 is `1e-7`, 1e21 is `1e+21`.
  /// - Precondition: the number is finite; JSON has no other.
  public static func text(of number: Double) -> String {
    precondition(number.isFinite, "canonical JSON has no text for \(number)")
    if number == 0 { return "0" }
    let (digits, exponent) = shortestDigits(of: number.magnitude)
    let sign = number < 0 ? "-" : ""
    return sign + layOut(digits, pointAfter: exponent)
  }

  /// A text as a JSON string: quoted, with only the escapes that JSON requires.
  public static func text(of string: String) -> String {
    var out = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{8}": out += "\\b"
      case "\u{c}": out += "\\f"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// An object from members whose values are already canonical text; keys sort by UTF-16 units.
  public static func object(_ members: [String: String]) -> String {
    let keys = members.keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
    return "{" + keys.map { text(of: $0) + ":" + (members[$0] ?? "null") }.joined(separator: ",")
      + "}"
  }

  /// The digits of a positive number, the fewest that read back to it and without zeros at either
  /// end, and how many of them stand before the decimal point: 0.05 is ("5", -1), 120 is ("12", 3).
  public static func shortestDigits(of number: Double) -> (digits: String, exponent: Int) {
    // Swift's description is the shortest text that reads back; only its layout is not ours.
    let parts = number.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let whole = String(mantissa[0])
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let all = whole + fraction
    let significant = all.drop { $0 == "0" }
    let exponent = whole.count + written - (all.count - significant.count)
    let trimmed = significant.reversed().drop { $0 == "0" }.reversed()
    return (String(trimmed), exponent)
  }

  private static func layOut(_ digits: String, pointAfter exponent: Int) -> String {
    let count = digits.count
    switch exponent {
    case count...21: return digits + String(repeating: "0", count: exponent - count)
    case 1..<count: return digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    case -5...0: return "0." + String(repeating: "0", count: -exponent) + digits
    default:
      let power = exponent - 1
      let tail = count > 1 ? "." + digits.dropFirst() : ""
      return digits.prefix(1) + tail + "e" + (power < 0 ? "-" : "+") + String(power.magnitude)
    }
  }
}

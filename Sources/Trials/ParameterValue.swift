/// One value of one parameter, as the trial program will read it.
///
/// Numbers and integers are one case, because 1 and 1.0 are the same value; the parameter's type
/// says which texts it takes.
public enum ParameterValue: Sendable, Hashable {
  /// A finite number; integers are exact up to 2⁵³.
  case number(Double)
  /// `true` or `false`.
  case boolean(Bool)
  /// A word of a choice, the word `none`, or free text.
  case text(String)

  /// The canonical JSON of this value.
  public var canonicalJSON: String {
    switch self {
    case .number(let number): CanonicalJSON.text(of: number)
    case .boolean(let flag): flag ? "true" : "false"
    case .text(let text): CanonicalJSON.text(of: text)
    }
  }

  /// The number, if this is one.
  public var number: Double? {
    guard case .number(let number) = self else { return nil }
    return number
  }
}

extension ParameterValue: CustomStringConvertible {
  /// The value as a sweep file would write it.
  public var description: String {
    switch self {
    case .number(let number): CanonicalJSON.text(of: number)
    case .boolean(let flag): flag ? "true" : "false"
    case .text(let text): text
    }
  }
}

extension ParameterValue: Codable {
  /// Reads a JSON boolean, number or string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .boolean(flag)
    } else if let text = try? container.decode(String.self) {
      // Before numbers: our decoder reads the string "nan" as one, and a text may be "nan".
      self = .text(text)
    } else {
      self = .number(try container.decode(Double.self))
    }
  }

  /// Writes a JSON boolean, number or string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number):
      if let integer = Int(exactly: number) {
        try container.encode(integer)
      } else {
        try container.encode(number)
      }
    case .boolean(let flag): try container.encode(flag)
    case .text(let text): try container.encode(text)
    }
  }
}

extension ParameterValue: Comparable {
  /// Numbers by size, then booleans, then texts; numbers stand before words, so `none` comes last.
  public static func < (left: ParameterValue, right: ParameterValue) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a < b
    case (.text(let a), .text(let b)): a < b
    case (.boolean(let a), .boolean(let b)): !a && b
    default: left.rank < right.rank
    }
  }

  private var rank: Int {
    switch self {
    case .number: 0
    case .boolean: 1
    case .text: 2
    }
  }
}

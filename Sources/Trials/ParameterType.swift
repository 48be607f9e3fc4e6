/// What values a parameter takes, in the words of a program's description.
///
/// `number >= 0 | none`, `number > 0, <= 1`, `integer >= 1`, `one of [a, b]`, `boolean`, `text`.
public struct ParameterType: Sendable, Equatable {
  /// The kind of value, apart from the extra words.
  public enum Kind: Sendable, Equatable {
    /// A finite number within bounds.
    case number([Comparison])
    /// A whole number within bounds and within ±2⁵³.
    case integer([Comparison])
    /// One of the listed values.
    case choice([ParameterValue])
    /// `true` or `false`.
    case boolean
    /// Any text.
    case text
  }

  /// The kind of value.
  public let kind: Kind
  /// Words that are allowed besides, as `none`.
  public let words: [String]

  /// A type from its parts.
  public init(_ kind: Kind, words: [String] = []) {
    self.kind = kind
    self.words = words
  }

  /// Reads a type from a description; nil if the words are not a type.
  public init?(_ description: String) {
    let parts = description.split(separator: "|").map(trimmed)
    guard let first = parts.first, let kind = Kind(first) else { return nil }
    self.init(kind, words: Array(parts.dropFirst()))
  }

  /// Reads `text` as a value of this type.
  /// - Throws: a ``Mismatch`` whose description is the end of a message, as
  ///   "`nome` is neither a number >= 0 nor `none`; did you mean `none`?".
  public func read(_ text: String) throws(Mismatch) -> ParameterValue {
    if words.contains(text) { return .text(text) }
    switch kind {
    case .text: return .text(text)
    case .boolean:
      guard text == "true" || text == "false" else { throw mismatch(text) }
      return .boolean(text == "true")
    case .choice(let values):
      let number = (try? NumberGrammar.read(text)).map(ParameterValue.number)
      guard let value = values.first(where: { $0 == .text(text) || $0 == number }) else {
        throw mismatch(text)
      }
      return value
    case .number(let bounds): return .number(try number(text, within: bounds))
    case .integer(let bounds):
      let value = try number(text, within: bounds)
      guard value == value.rounded() else { throw mismatch(text) }
      guard value.magnitude <= Self.largestInteger else {
        throw Mismatch("`\(text)` is beyond the largest integer here, 2^53")
      }
      return .number(value)
    }
  }

  /// A value that does not fit its type; the description is the end of a message.
  public struct Mismatch: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what is wanted.
    public let description: String
    init(_ description: String) { self.description = description }
  }

  /// The largest n such that all integers up to n are exact in a Double.
  private static let largestInteger = 9_007_199_254_740_992.0

  private func number(_ text: String, within bounds: [Comparison]) throws(Mismatch) -> Double {
    do {
      let value = try NumberGrammar.read(text)
      guard bounds.allSatisfy({ $0.holds(for: value) }) else { throw mismatch(text) }
      return value
    } catch let problem as Mismatch {
      throw problem
    } catch NumberGrammar.Problem.outOfRange {
      throw Mismatch("`\(text)` is larger than a number can be")
    } catch {
      throw mismatch(text)
    }
  }

  private func mismatch(_ text: String) -> Mismatch {
    let others = words.map { "`\($0)`" }.joined(separator: " nor ")
    let wanted = others.isEmpty ? "is not \(kind)" : "is neither \(kind) nor \(others)"
    var candidates = words
    if case .choice(let values) = kind { candidates += values.map(\.description) }
    let meant = NearestWord.of(text, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    return Mismatch("`\(text)` \(wanted)\(meant)")
  }
}

extension ParameterType: CustomStringConvertible {
  /// The words of the description, as `number >= 0 | none`.
  public var description: String {
    let base =
      switch kind {
      case .number(let bounds): (["number"] + [list(bounds)]).filter { !$0.isEmpty }
      case .integer(let bounds): (["integer"] + [list(bounds)]).filter { !$0.isEmpty }
      case .choice(let values):
        ["one of [" + values.map(\.description).joined(separator: ", ") + "]"]
      case .boolean: ["boolean"]
      case .text: ["text"]
      }
    return ([base.joined(separator: " ")] + words).joined(separator: " | ")
  }

  private func list(_ bounds: [Comparison]) -> String {
    bounds.map(\.description).joined(separator: ", ")
  }
}

extension ParameterType.Kind: CustomStringConvertible {
  /// The kind with its article, as in "is not …".
  public var description: String {
    switch self {
    case .number(let bounds): Self.named("a number", bounds)
    case .integer(let bounds): Self.named("an integer", bounds)
    case .choice(let values): "one of " + values.map { "`\($0)`" }.joined(separator: ", ")
    case .boolean: "`true` or `false`"
    case .text: "a text"
    }
  }

  init?(_ description: String) {
    if description == "boolean" {
      self = .boolean
    } else if description == "text" {
      self = .text
    } else if let bounds = Self.bounds(of: description, after: "number") {
      self = .number(bounds)
    } else if let bounds = Self.bounds(of: description, after: "integer") {
      self = .integer(bounds)
    } else if description.hasPrefix("one of ["), description.hasSuffix("]") {
      let items = description.dropFirst(8).dropLast().split(separator: ",").map(trimmed)
      guard !items.isEmpty else { return nil }
      self = .choice(
        items.map { item in (try? NumberGrammar.read(item)).map { .number($0) } ?? .text(item) })
    } else {
      return nil
    }
  }

  private static func named(_ noun: String, _ bounds: [Comparison]) -> String {
    ([noun] + bounds.map(\.description)).joined(separator: " ")
  }

  private static func bounds(of description: String, after noun: String) -> [Comparison]? {
    guard description == noun || description.hasPrefix(noun + " ") else { return nil }
    return Comparison.list(String(description.dropFirst(noun.count)))
  }
}

extension ParameterType: Codable {
  /// Reads the words of a description.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let words = try container.decode(String.self)
    guard let type = ParameterType(words) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(words)' is not a parameter type")
    }
    self = type
  }

  /// Writes the words of the description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Text without the spaces at its ends.
func trimmed(_ text: some StringProtocol) -> String {
  String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

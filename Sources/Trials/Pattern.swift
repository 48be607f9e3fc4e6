/// The one language that selects values: `when` makes cells with it, `where` reads records,
/// a program's `applies` says where a parameter exists.
public indirect enum Pattern: Sendable, Hashable {
  /// Equal to a value (after typing by the parameter).
  case value(ParameterValue)
  /// A text with `*` for any characters, as `ptb-*`; matches aliases and words.
  case glob(String)
  /// Numbers within all bounds; never true of words, so `none` is neither above nor below.
  case comparisons([Comparison])
  /// Present, and not matching.
  case not(Pattern)
  /// Any of several.
  case anyOf([Pattern])
  /// Not there at all: the only pattern that an absent parameter matches.
  case absent

  /// Whether the pattern holds.
  /// - Parameters:
  ///   - value: the parameter's value, nil where the parameter is absent.
  ///   - alias: the name under which the sweep file gave the value, if any; it matches as well.
  /// - Returns: whether it holds.
  public func matches(_ value: ParameterValue?, alias: String? = nil) -> Bool {
    switch self {
    case .absent: return value == nil
    case .anyOf(let patterns): return patterns.contains { $0.matches(value, alias: alias) }
    case .not(let pattern): return value != nil && !pattern.matches(value, alias: alias)
    case .value(let wanted):
      guard let value else { return false }
      return value == wanted || alias.map { wanted == .text($0) } ?? false
    case .glob(let glob):
      guard let value else { return false }
      return [alias, value.description].compactMap(\.self).contains {
        Self.glob(glob, matches: $0)
      }
    case .comparisons(let comparisons):
      guard let number = value?.number else { return false }
      return comparisons.allSatisfy { $0.holds(for: number) }
    }
  }

  /// Reads one written pattern (a list of them is ``anyOf(_:)``).
  /// - Parameters:
  ///   - text: the pattern as written.
  ///   - type: the parameter's type; nil where types are not known, then numbers are numbers.
  ///   - aliases: names that stand for values of this parameter.
  /// - Returns: the pattern.
  /// - Throws: the mismatch of a literal that the parameter can never have.
  public static func read(
    _ text: String, type: ParameterType?, aliases: Set<String> = []
  ) throws(ParameterType.Mismatch) -> Pattern {
    if text == "absent" { return .absent }
    if text.hasPrefix("not ") {
      return .not(try read(trimmed(text.dropFirst(4)), type: type, aliases: aliases))
    }
    if let comparisons = Comparison.list(text), !comparisons.isEmpty {
      return .comparisons(comparisons)
    }
    if text.contains("*") { return .glob(text) }
    if aliases.contains(text) { return .value(.text(text)) }
    if let type { return .value(try type.read(text)) }
    return .value((try? NumberGrammar.read(text)).map { .number($0) } ?? .text(text))
  }

  /// Whether the whole text fits a glob, where `*` stands for any characters, also none.
  private static func glob(_ glob: String, matches text: String) -> Bool {
    let pieces = glob.split(separator: "*", omittingEmptySubsequences: false)
    guard pieces.count > 1, let first = pieces.first, let last = pieces.last else {
      return glob == text
    }
    guard text.hasPrefix(first) else { return false }
    var rest = text.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = rest.firstRange(of: piece) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.count >= last.count && rest.hasSuffix(last)
  }
}

extension Pattern: CustomStringConvertible {
  /// The pattern as a sweep file would write it.
  public var description: String {
    switch self {
    case .value(let value): value.description
    case .glob(let glob): glob
    case .comparisons(let comparisons): comparisons.map(\.description).joined(separator: ", ")
    case .not(let pattern): "not \(pattern)"
    case .anyOf(let patterns): "[" + patterns.map(\.description).joined(separator: ", ") + "]"
    case .absent: "absent"
    }
  }
}

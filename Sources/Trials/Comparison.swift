/// One bound on a number, as `>= 0`.
public struct Comparison: Sendable, Hashable, CustomStringConvertible {
  /// How the number stands to the bound.
  public enum Relation: String, Sendable, CaseIterable {
    /// At least.
    case atLeast = ">="
    /// At most.
    case atMost = "<="
    /// More than.
    case above = ">"
    /// Less than.
    case below = "<"
  }

  /// How the number stands to the bound.
  public let relation: Relation
  /// The bound.
  public let bound: Double

  /// A comparison from its parts.
  public init(_ relation: Relation, _ bound: Double) {
    self.relation = relation
    self.bound = bound
  }

  /// Whether `value` satisfies this bound; a NaN satisfies none.
  public func holds(for value: Double) -> Bool {
    switch relation {
    case .atLeast: value >= bound
    case .atMost: value <= bound
    case .above: value > bound
    case .below: value < bound
    }
  }

  /// The comparison as it is written, as `>= 0`.
  public var description: String { "\(relation.rawValue) \(CanonicalJSON.text(of: bound))" }

  /// Reads `> 0, <= 1`; empty text is no comparison; nil if the text is something else.
  public static func list(_ text: String) -> [Comparison]? {
    let pieces = text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
    if pieces == [""] { return [] }
    var found: [Comparison] = []
    for piece in pieces {
      guard let relation = Relation.allCases.first(where: { piece.hasPrefix($0.rawValue) }),
        let bound = try? NumberGrammar.read(trimmed(piece.dropFirst(relation.rawValue.count)))
      else { return nil }
      found.append(Comparison(relation, bound))
    }
    return found
  }
}

/// What keeps a trial from being run, as a trial program's verb `check` finds it.
///
/// `PROGRAM check` reads trials as JSON from standard input, one a line, and prints one of these for
/// each problem, one a line, then ends with 0:
///
///     {"trial": 0, "kind": "missing", "problem": "no MNIST here; get it: orthornn data fetch mnist"}
public struct CheckFinding: Sendable, Equatable, Codable {
  /// Who can help.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The trial itself is wrong: it can be run nowhere.
    case invalid
    /// This machine lacks something, as data.
    case missing
  }

  /// Which trial: the number of its line, counted from 0.
  public let trial: Int
  /// Who can help.
  public let kind: Kind
  /// A sentence for people, without a full stop, with the way out.
  public let problem: String

  /// A finding from its parts.
  public init(trial: Int, kind: Kind, problem: String) {
    self.trial = trial
    self.kind = kind
    self.problem = problem
  }
}

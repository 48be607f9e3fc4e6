/// What is wrong with a trial: every problem, each without the file's name and a full stop.
public struct TrialProblems: Error, Sendable, Equatable {
  /// One line a problem, in the order of the parameters' names.
  public let problems: [String]

  init(_ problems: [String]) { self.problems = problems }

  /// All problems as lines of `file`, and how many they are.
  public func message(for file: String) -> String {
    let lines = problems.map { "\(file): error: \($0)\n" }.joined()
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    return lines + "\(count); nothing was trained\n"
  }
}

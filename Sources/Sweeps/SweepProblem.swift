public import YAML

/// One thing that is wrong with a sweep file.
public struct SweepProblem: Error, Sendable, Hashable {
  /// Where; nil if the file itself cannot be read.
  public let mark: Mark?
  /// What is wrong, and what to do about it.
  public let message: String

  /// A problem at its place.
  public init(_ message: String, at mark: Mark?) {
    self.message = message
    self.mark = mark
  }
}

/// Everything that is wrong with a sweep file; its description is what people are shown.
public struct SweepProblems: Error, Sendable, CustomStringConvertible {
  /// The problems, by their place in the file.
  public let problems: [SweepProblem]
  private let file: SweepFile

  /// Sorts problems by place; two that say the same of one place are one.
  public init(_ problems: [SweepProblem], of file: SweepFile) {
    // A file of a megabyte may have 40,000 problems: each place is read once, and none is moved.
    let places = problems.map { problem in
      let mark = problem.mark ?? .start
      return SIMD3(mark.text, mark.line, mark.column)
    }
    let order = problems.indices.sorted { one, other in
      let (a, b) = (places[one], places[other])
      return (a.x, a.y, a.z, one) < (b.x, b.y, b.z, other)
    }
    var sorted: [SweepProblem] = []
    sorted.reserveCapacity(problems.count)
    for place in order where problems[place] != sorted.last { sorted.append(problems[place]) }
    self.problems = sorted
    self.file = file
  }

  /// Each problem with its place, its line and an underline; then how many there are.
  ///
  ///     sweeps/table1.yaml:13:36: error: margin: `nome` is neither a number >= 0 nor `none`
  ///      13 |   margin: [0, 0.001, nome]
  ///         |                      ^~~~
  ///     1 problem; no trial was started
  public var description: String {
    let lines = ([file] + file.bases).map { SourceLines($0.bytes) }
    var text = ""
    for problem in problems.prefix(Self.shown) {
      if let word = problem.mark?.word {
        text += "\(Findings.short(file.words[word])): error: \(problem.message)\n"
        continue
      }
      let path = problem.mark.map { file.text(of: $0).path } ?? file.path
      let place = problem.mark.map { ":\($0.line):\($0.column)" } ?? ""
      text += "\(path)\(place): error: \(problem.message)\n"
      if let mark = problem.mark {
        text += SourceExcerpt(lines[mark.text][mark.line], at: mark).text
      }
    }
    if problems.count > Self.shown { text += "… and \(problems.count - Self.shown) more\n" }
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    return text + "\(count); no trial was started"
  }

  /// More problems than one reads at once have one cause.
  private static let shown = 50
}

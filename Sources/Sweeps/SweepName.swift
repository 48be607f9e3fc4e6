extension CheckedSweep {
  /// The sweep under a name that the command line gives (`--name`).
  /// - Parameters:
  ///   - name: The name; nil leaves the sweep as it is.
  ///   - words: What the command line has changed or left out.
  ///   - shown: The words as one line, which the report tells.
  /// - Returns: the sweep; its ``about`` tells the words.
  /// - Throws: that the name cannot name a sweep, or that a part or a variant has its sweep's own.
  public func named(
    _ name: String?, by words: [String], _ shown: String
  ) throws(SweepProblems) -> CheckedSweep {
    guard let name else { return self }
    let problem: String
    if !FileName.canNameSweep(name) {
      problem = "this is not \(FileName.sweepRule)"
    } else if name == self.name, !words.isEmpty {
      problem = "this is the name of the whole sweep, whose report stays as it is; give another"
    } else {
      var named = self
      named.name = name
      if !words.isEmpty {
        named.about = [about, "Made with: \(shown)"].compactMap(\.self).joined(separator: " · ")
      }
      return named
    }
    throw SweepProblems(
      [SweepProblem(problem, at: .word(0))], of: file.with(words: ["--name \(name)"]))
  }
}

import ArgumentParser
import Foundation
import Trials
import Training

/// `orthornn check`: what keeps trials from being trained here.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Reads trials from standard input and prints what keeps them from being trained here.",
    discussion: """
      Standard input has one trial a line, in the JSON that `train` reads from a file. Each problem \
      is printed as a line of JSON, with the number of the trial's line, counted from 0:

        {"kind":"invalid","problem":"epochs: `0` is not an integer >= 1","trial":0}

      `invalid` is a wrong trial, `missing` something that this machine lacks, such as data. Nothing \
      is printed of trials without a problem. Exit status: 0, whatever was found.
      """)

  func run() throws {
    var said = Data()
    var trial = 0
    while let line = readLine() {
      for problem in TrialCheck.problems(of: Data(line.utf8)) {
        let finding = CheckFinding(trial: trial, kind: problem.kind, problem: problem.problem)
        said += try TrialJSON.line(finding) + Data("\n".utf8)
      }
      trial += 1
      if said.count > Self.buffered {
        try StandardStream.output.write(said)
        said = Data()
      }
    }
    try StandardStream.output.write(said)
  }

  /// Bytes that are printed at once.
  private static let buffered = 1 << 16
}

import ArgumentParser
import Foundation
import Synchronization
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
    var first = 0
    var lines: [String] = []
    while let line = readLine() {
      lines.append(line)
      if lines.count < Self.block { continue }
      try say(Self.findings(in: lines, first: first))
      first += lines.count
      lines = []
    }
    try say(Self.findings(in: lines, first: first))
  }

  private func say(_ findings: [CheckFinding]) throws {
    let text = try findings.reduce(into: Data()) { text, finding in
      text += try TrialJSON.line(finding) + Data("\n".utf8)
    }
    try StandardStream.output.write(text)
  }

  /// Trials that are read before they are looked at, so that memory stays flat.
  private static let block = 8192
  /// Trials that a thread looks at in one go.
  private static let part = 256

  /// The findings in the order of the lines, the first of which has the number `first`; a trial
  /// takes 0.1 ms of a processor, and a sweep may have a hundred thousand.
  private static func findings(in lines: [String], first: Int) -> [CheckFinding] {
    let starts = Array(stride(from: 0, to: lines.count, by: part))
    let found = Mutex([[CheckFinding]](repeating: [], count: starts.count))
    DispatchQueue.concurrentPerform(iterations: starts.count) { number in
      let range = starts[number]..<min(starts[number] + part, lines.count)
      let findings = range.flatMap { index in
        TrialCheck.problems(of: Data(lines[index].utf8)).map {
          CheckFinding(trial: first + index, kind: $0.kind, problem: $0.problem)
        }
      }
      found.withLock { $0[number] = findings }
    }
    return found.withLock { $0.flatMap(\.self) }
  }
}

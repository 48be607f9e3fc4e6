import Foundation
import Results
import Scheduling
import Sweeps
import Trials

/// How a trial is started by hand, as lines for a shell.
struct LaunchByHand {
  private enum Program {
    /// One that keeps to the protocol: `PROGRAM train TRIAL.json`.
    case installed(file: String, environment: [String: String])
    case command(TrialCommand)
    case unknown(name: String)
  }

  private let program: Program

  /// As the sweep starts it.
  init(_ open: OpenSweep) {
    switch open.sweep.settings.program {
    case .installed:
      program = .installed(file: open.programFile, environment: open.command.environment)
    case .command: program = .command(open.command)
    }
  }

  /// As a program of this name is started that lies beside orthosweep.
  init(ofProgram name: String) {
    let file = try? ProgramInquiry.besideOrthosweep(name)
    program = file.map { .installed(file: $0, environment: [:]) } ?? .unknown(name: name)
  }

  /// The lines, each to be pasted as it is.
  func lines(for trial: Trial, _ attempts: [PastAttempt], in store: ResultStore) -> [String] {
    let known = (attempts.reversed().map(\.trialFile) + [store.layout.trialFile(of: trial.id)])
      .first { FileManager.default.fileExists(atPath: $0) }
    let file = known ?? "\(FileManager.default.currentDirectoryPath)/trial-\(trial.id.short).json"
    let writing =
      known == nil
      ? ["printf %s \(ShellWord.quoted(trial.json)) > \(ShellWord.quoted(file))"] : []
    switch program {
    case .unknown(let name):
      return ["# \(name) is a sweep's trial.command: name the sweep, too, to see it"]
    case .installed(let program, let environment):
      return writing + [Self.line([program, "train", file], environment)]
    case .command(let command):
      let folder = "\(FileManager.default.currentDirectoryPath)/by-hand-\(trial.id.short)"
      let making = command.namesFolder ? ["mkdir -p \(ShellWord.quoted(folder))"] : []
      let place = command.folder.map { "cd \(ShellWord.quoted($0)) && " } ?? ""
      let words = command.wordsByHand(for: trial, file: file, folder: folder)
      return writing + making + [place + Self.line(words, command.environment)]
    }
  }

  private static func line(_ words: [String], _ environment: [String: String]) -> String {
    let variables = TrialCommand.environmentOfAll.merging(environment) { $1 }
      .sorted { $0.key < $1.key }
    guard variables.allSatisfy({ isShellName($0.key) }) else {
      return ShellWord.line(["env"] + variables.map { "\($0.key)=\($0.value)" } + words)
    }
    let settings = variables.map { "\($0.key)=\(ShellWord.quoted($0.value))" }
    return (settings + [ShellWord.line(words)]).joined(separator: " ")
  }

  /// Whether a shell takes the word for a variable's name; programs know others, too.
  private static func isShellName(_ word: String) -> Bool {
    word.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]*/#) != nil
  }
}

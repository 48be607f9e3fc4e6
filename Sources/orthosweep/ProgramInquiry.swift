import Foundation
import Scheduling
import Trials

/// Asks a trial program what it says of itself, `PROGRAM describe`, and of trials, `PROGRAM check`.
enum ProgramInquiry {
  /// The file that we run from.
  static var ownFile: String {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return link ?? CommandLine.arguments[0]
  }

  /// The program of this name beside orthosweep, where `make build` puts both.
  static func besideOrthosweep(_ name: String) throws(CommandFailure) -> String {
    let folder = URL(fileURLWithPath: ownFile).deletingLastPathComponent()
    let path = folder.appending(path: name).path
    guard isProgram(path) else {
      throw CommandFailure(
        .usage,
        "orthosweep: the trial program '\(name)' is not at \(path); build it with `make build`, "
          + "or name another one under `trial` in the sweep file")
    }
    return path
  }

  /// The file of a program that is named as a shell would name it: a path, or a name on PATH.
  static func found(_ name: String) throws(CommandFailure) -> String {
    let folders = name.contains("/") ? [""] : path
    for folder in folders {
      let file = folder.isEmpty ? name : folder + "/" + name
      if isProgram(file) {
        return URL(fileURLWithPath: file).path
      }
    }
    let place = name.contains("/") ? "is not an executable file" : "is not on PATH"
    throw CommandFailure(.usage, "orthosweep: the trial program '\(name)' \(place)")
  }

  /// Whether there is an executable file; folders are executable too, in their way.
  private static func isProgram(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
  }

  private static var path: [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
  }

  /// Starts the program with `describe` and reads what it prints.
  static func describe(
    _ program: String, environment: [String: String] = [:]
  ) throws(CommandFailure) -> ParameterSchema {
    let shown = "\(program) describe"
    let said = try listen(to: program, "describe") { () throws(ProgramQuestion.Failure) in
      try ProgramQuestion([program, "describe"], environment: environment).answer()
    }
    let description: ProgramDescription
    do {
      description = try TrialJSON.read(ProgramDescription.self, from: said)
    } catch {
      throw CommandFailure(
        .usage,
        "orthosweep: `\(shown)` did not print a description: \(misfit(of: said, error))")
    }
    do {
      return try ParameterSchema(description)
    } catch {
      throw CommandFailure(.usage, "orthosweep: `\(shown)` describes itself wrongly: \(error)")
    }
  }

  /// Why a text is no description; one that is not even JSON is known best by its beginning.
  private static func misfit(of said: Data, _ error: any Error) -> String {
    let text = String(decoding: said, as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isNewline).first else {
      return "it printed nothing"
    }
    return line.first == "{" ? TrialJSON.explain(error) : "it begins '\(line.prefix(60))'"
  }

  /// Starts the program with `check` and reads what it finds.
  static func check(
    _ program: String, _ questions: TrialQuestions, _ environment: [String: String]
  ) throws(CommandFailure) -> [TrialQuestions.Problem] {
    let shown = "\(program) check"
    let count = questions.distinct.count
    // 30 s and 1 MiB for what people write; more where a hundred thousand are asked about.
    let question = ProgramQuestion(
      [program, "check"], environment: environment,
      patience: .seconds(30) + .milliseconds(count), limit: 1 << 20 + count << 10)
    let said = try listen(to: program, "check") { () throws(ProgramQuestion.Failure) in
      try question.answer(reading: questions.lines)
    }
    do {
      return try questions.problems(in: said)
    } catch {
      throw CommandFailure(.usage, "orthosweep: `\(shown)` did not print findings: \(error)")
    }
  }

  /// The answer to a question; why there is none, as an ending of the command.
  private static func listen(
    to program: String, _ verb: String, _ ask: () throws(ProgramQuestion.Failure) -> Data
  ) throws(CommandFailure) -> Data {
    do {
      return try ask()
    } catch {
      let shown = "\(program) \(verb)"
      let what =
        switch error {
        case .cannotStart(let why):
          "the trial program \(program) cannot be started: \(why)"
        case .tooLong(let patience): "`\(shown)` took longer than \(patience.components.seconds) s"
        case .tooMuch(let limit): "`\(shown)` printed more than \(limit >> 20) MiB"
        case .status(let status): "`\(shown)` ended with exit status \(status)"
        case .signal(let name): "`\(shown)` was ended by \(name)"
        }
      throw CommandFailure(.usage, "orthosweep: " + what)
    }
  }
}

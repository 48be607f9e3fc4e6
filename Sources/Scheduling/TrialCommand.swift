import Trials

/// How a trial program is called: an argument list, never a shell's text.
public struct TrialCommand: Sendable, Equatable {
  /// The program, after what starts it; taken word for word, as a path may have braces.
  let program: [String]
  /// The program's arguments; in each, `{trial}`, `{seed}`, `{dir}` and `{checkpoints}` are
  /// replaced, and an argument `{flags}` becomes `--name value` for every parameter.
  let arguments: [String]
  /// Set for the trial on top of what we inherited.
  public let environment: [String: String]
  /// Where the program runs; nil: where we do.
  public let folder: String?

  /// A command from its parts.
  /// - Parameters:
  ///   - words: The program and its arguments.
  ///   - starter: What starts the program, as ``TrialGuard/words(of:)``.
  ///   - environment: Set for the trial on top of what we inherited.
  ///   - folder: Where the program runs; nil: where we do.
  /// - Precondition: There is at least the program.
  public init(
    _ words: [String], startedBy starter: [String] = [], environment: [String: String] = [:],
    folder: String? = nil
  ) {
    precondition(!words.isEmpty, "a trial command without a program")
    program = starter + words.prefix(1)
    arguments = Array(words.dropFirst())
    self.environment = environment
    self.folder = folder
  }

  /// A program that keeps to the trial protocol: `PROGRAM train TRIAL.json --folder DIR
  /// --checkpoints FILE`.
  public init(program: String, environment: [String: String] = [:]) {
    self.init(
      [program, "train", "{trial}", "--folder", "{dir}", "--checkpoints", "{checkpoints}"],
      environment: environment)
  }

  /// The same command with another file as its program, as a pinned copy.
  public func running(_ program: String) -> TrialCommand {
    TrialCommand(
      [program] + arguments, startedBy: self.program.dropLast(), environment: environment,
      folder: folder)
  }

  /// The argument list of one attempt.
  func arguments(for launch: TrialLaunch) -> [String] {
    let trial = launch.trial
    let values = [
      "trial": launch.trialFile, "seed": String(trial.seed), "dir": launch.folder,
      "checkpoints": launch.checkpointList,
    ]
    return program
      + arguments.flatMap { argument -> [String] in
        guard argument == "{flags}" else { return [Self.filled(argument, values)] }
        let parameters = trial.parameters.merging(trial.settings) { mine, _ in mine }
        return parameters.sorted { $0.key < $1.key }.flatMap {
          ["--" + $0.key, $0.value.description]
        }
      }
  }

  /// Replaces each `{name}` that has a value, in one pass: a value's own braces stay.
  private static func filled(_ text: String, _ values: [String: String]) -> String {
    var out = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      out += rest[..<open]
      let inside = rest[rest.index(after: open)...]
      if let end = inside.firstIndex(of: "}"), let value = values[String(inside[..<end])] {
        out += value
        rest = inside[inside.index(after: end)...]
      } else {
        out += "{"
        rest = inside
      }
    }
    return out + rest
  }
}

import ArgumentParser
import Foundation
import SequenceTasks
import Trials
import Training

/// `orthornn train TRIAL.json`: trains, and prints what happens.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains the network of one trial and prints events as JSON lines.",
    discussion: """
      A trial written by hand gives only what is to differ from the defaults; see `orthornn \
      describe --table`. With ORTHOSWEEP_LIFELINE=1 in the environment, the end of standard input \
      ends the program; ORTHOSWEEP_CHECKPOINT_SECONDS is the time between two checkpoints (60).
      """)

  @Argument(help: ArgumentHelp("The trial's JSON file.", valueName: "trial.json"))
  var file: String

  @Option(
    help: "Where checkpoints and other files go (default: nowhere; then nothing is kept).",
    completion: .directory)
  var folder: String?

  @Option(
    help:
      "A file that lists earlier checkpoints, newest first; the first whole one is gone on from.",
    completion: .file())
  var checkpoints: String?

  func validate() throws {
    if let text = Self.intervalText, Self.interval(text) == nil {
      throw ValidationError(
        "\(Self.intervalVariable) is '\(text)', which is not a number of seconds above 0")
    }
  }

  func run() throws {
    Interruption.listen()
    let folder = try trainingFolder()
    let hyperparameters = try hyperparameters()
    let trainer = Trainer(hyperparameters, data: try data(for: hyperparameters))
    let ending: Trainer.Ending
    do {
      ending = try trainer.train(
        clock: ContinuousClock(), in: folder, isInterrupted: { Interruption.isRequested },
        note: Self.note,
        send: { try StandardStream.output.write(TrialJSON.line($0) + Data("\n".utf8)) })
    } catch let failure as TrainingFile.Failure {
      throw CommandFailure(.inputOutput, "orthornn: \(failure)\n")
    }
    if ending == .interrupted {
      throw CommandFailure(.stopped, "orthornn: stopped by SIGTERM\n")
    }
  }

  private func hyperparameters() throws(CommandFailure) -> Hyperparameters {
    let json = try content(of: file)
    do {
      return try GivenTrial(json: json).hyperparameters()
    } catch {
      throw CommandFailure(.invalidTrial, error.message(for: file))
    }
  }

  private func data(for hyperparameters: Hyperparameters) throws(CommandFailure) -> TaskData {
    let data: TaskData
    do {
      data = try TaskData.load(hyperparameters.task, from: hyperparameters.dataFolder)
    } catch {
      let status: ExitStatus = error.kind == .missing ? .inputOutput : .invalidTrial
      throw CommandFailure(status, "orthornn: \(error)\n")
    }
    for note in data.notes { Self.note(note) }
    return data
  }

  /// What should be known but changes nothing goes to the log.
  private static func note(_ text: String) {
    try? StandardStream.error.write(line: "orthornn: \(text)")
  }

  private func trainingFolder() throws(CommandFailure) -> TrainingFolder {
    if let folder {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
      guard exists, isFolder.boolValue else {
        throw CommandFailure(
          .inputOutput, "orthornn: --folder \(folder): there is no such folder\n")
      }
    }
    let list = try checkpoints.map { path throws(CommandFailure) in
      String(decoding: try content(of: path), as: UTF8.self).split(separator: "\n").map(String.init)
    }
    return TrainingFolder(
      folder: folder, checkpoints: list ?? [],
      interval: Self.intervalText.flatMap(Self.interval) ?? .seconds(60))
  }

  private static let intervalVariable = "ORTHOSWEEP_CHECKPOINT_SECONDS"

  private static var intervalText: String? {
    let text = ProcessInfo.processInfo.environment[intervalVariable]
    return text?.isEmpty == true ? nil : text
  }

  private static func interval(_ text: String) -> Duration? {
    // A century; beyond, a duration's own arithmetic would end.
    guard let seconds = Double(text), seconds > 0, seconds < 3.2e9 else { return nil }
    return .seconds(seconds)
  }

  private func content(of file: String) throws(CommandFailure) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw CommandFailure(.inputOutput, "orthornn: cannot read \(file): \(reason(of: error))\n")
    }
  }

  /// The system's own words where Foundation knows them.
  private func reason(of error: any Error) -> String {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    if cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
    switch CocoaError.Code(rawValue: error.code) {
    case .fileReadNoSuchFile, .fileNoSuchFile: return String(cString: strerror(ENOENT))
    case .fileReadNoPermission: return String(cString: strerror(EACCES))
    default: return error.localizedDescription
    }
  }
}

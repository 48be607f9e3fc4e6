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
      ends the program.
      """)

  @Argument(help: ArgumentHelp("The trial's JSON file.", valueName: "trial.json"))
  var file: String

  func run() throws {
    Interruption.listen()
    let hyperparameters = try hyperparameters()
    let trainer = Trainer(hyperparameters, data: try data(for: hyperparameters))
    let ending = try trainer.train(
      clock: ContinuousClock(), isInterrupted: { Interruption.isRequested },
      send: { event in try StandardStream.output.write(TrialJSON.line(event) + Data("\n".utf8)) })
    if ending == .interrupted {
      throw CommandFailure(.stopped, "orthornn: stopped by SIGTERM\n")
    }
  }

  private func hyperparameters() throws(CommandFailure) -> Hyperparameters {
    let json: Data
    do {
      json = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw CommandFailure(.inputOutput, "orthornn: cannot read \(file): \(reason(of: error))\n")
    }
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
    for note in data.notes { StandardStream.error.tryWrite(Data("orthornn: \(note)\n".utf8)) }
    return data
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

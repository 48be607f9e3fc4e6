import ArgumentParser
import BenchmarkFigures
import Foundation
import SequenceTasks
import Training

/// `Benchmarks trial`: a trial of sequential MNIST as `orthornn train` runs it, data set and all,
/// ended after its first iterations; says how much memory that took.
struct TrialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial", abstract: "Measures the memory of a trial of sequential MNIST.",
    shouldDisplay: false)

  @Argument(help: "A data folder with digits in it.")
  var data: String

  /// What an iteration needs, it has needed by then.
  private static let iterations = 10

  func run() throws {
    let json = """
      {"parameters": {"task": "smnist", "hidden": 128, "activation": "tanh", "margin": 0.1,
        "epochs": 1}}
      """
    let hyperparameters = try GivenTrial(json: Data(json.utf8)).hyperparameters()
    let digits = try TaskData.load(hyperparameters.task, from: data, environment: [:])
    var asked = 0
    _ = try Trainer(hyperparameters, data: digits).train(
      clock: ContinuousClock(),
      isInterrupted: {
        asked += 1
        return asked > Self.iterations
      },
      note: { _ in }, send: { _ in })
    try ChildOutput.write(PeakMemory(megabytes: PeakMemory.megabytes))
  }
}

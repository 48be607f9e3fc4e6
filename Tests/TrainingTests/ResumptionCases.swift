import Randomness
import Testing

@testable import Training

/// Small trials of every task and model, which together have every activation, transition, margin
/// and optimizer, each in both precisions.
struct ResumptionCase: CustomTestStringConvertible, Sendable {
  let name: String
  let parameters: [String: String]

  var testDescription: String { name }

  /// Whether the task has a validation and a test set.
  var isEvaluated: Bool { parameters["batches_per_epoch"] == nil }

  func hyperparameters(_ precision: Precision, _ data: TinyData) throws -> Hyperparameters {
    try TrainingTests.hyperparameters(
      parameters + ["precision": precision.rawValue, "data": data.folder])
  }

  /// Every epoch of every case has this many iterations.
  static let iterationsPerEpoch = 4
  static let epochs = 3

  static let all = tasks.flatMap { task in [rnn(task), lstm(task)] }

  /// A task, and what its network without gates differs in.
  private struct Task {
    let name: String
    let parameters: [String: String]
    let network: [String: String]
    let gatedNetwork: [String: String]
  }

  private static let drawn = ["batch": "3", "batches_per_epoch": "\(iterationsPerEpoch)"]
  // 15 images in fours; the last minibatch of an epoch is smaller.
  private static let images = ["batch": "4", "side": "7"]
  // 11 sentences in threes.
  private static let text = ["task": "ptb", "batch": "3", "max_length": "12"]

  private static let tasks = [
    Task(
      name: "copy", parameters: drawn + ["task": "copy", "delay": "2"],
      network: ["activation": "oplu", "margin": "0.3", "optimizer": "adam"],
      gatedNetwork: ["optimizer": "rmsprop"]),
    Task(
      name: "adding", parameters: drawn + ["task": "adding", "length": "6"],
      network: ["activation": "prelu", "transition": "dense", "optimizer": "nesterov"],
      gatedNetwork: ["optimizer": "adam", "learn_initial_state": "false"]),
    Task(
      name: "smnist", parameters: images + ["task": "smnist"],
      network: ["activation": "relu", "transition": "orthogonal", "optimizer": "rmsprop"],
      gatedNetwork: ["optimizer": "nesterov"]),
    Task(
      name: "psmnist", parameters: images + ["task": "psmnist"],
      network: ["activation": "modrelu", "margin": "1", "init": "glorot-normal"],
      gatedNetwork: ["optimizer": "sgd"]),
    Task(
      name: "ptb strict", parameters: text + ["mask": "strict"],
      network: ["activation": "identity", "optimizer": "sgd", "margin": "0"],
      gatedNetwork: ["optimizer": "adam"]),
    Task(
      name: "ptb padded", parameters: text + ["mask": "padded", "loss": "sum-time"],
      network: ["activation": "tanh", "penalty.spectrum": "0.1", "penalty.orthogonality": "0.1"],
      gatedNetwork: ["optimizer": "rmsprop", "clip": "0.1"]),
  ]

  // Rates at which a dozen iterations change every parameter visibly.
  private static let common = [
    "epochs": "\(epochs)", "lr.free": "1e-2", "probe.gradient_norms": "true",
    "probe.hidden_norms": "true",
  ]

  private static func rnn(_ task: Task) -> Self {
    var rates = ["hidden": "6"]
    if task.network["transition"] != "dense" { rates["lr.bases"] = "1e-2" }
    return Self(
      name: "rnn \(task.name)", parameters: task.parameters + common + rates + task.network)
  }

  private static func lstm(_ task: Task) -> Self {
    Self(
      name: "lstm \(task.name)",
      parameters: task.parameters + common + ["model": "lstm", "hidden": "7"] + task.gatedNetwork)
  }
}

extension ResumptionCase {
  typealias Interruption = (stop: Attempts.Stop, saving: Attempts.Saving)

  /// One after the other: after the first step; with the checkpoint of a whole epoch that nothing
  /// was told of; before any progress; in mid-epoch; right after an epoch; and in the end with that
  /// of the very last iteration.
  static let everyPlace: [Interruption] = [
    (.told(after: 1), .onlyWhenStopped),
    (.told(after: iterationsPerEpoch), .afterEachIteration),
    (.told(after: iterationsPerEpoch), .onlyWhenStopped),
    (.told(after: iterationsPerEpoch + 2), .onlyWhenStopped),
    (.told(after: 2 * iterationsPerEpoch), .onlyWhenStopped),
    (.gone(tellingOf: epochs), .afterEachIteration),
  ]

  /// In the evaluations: with the checkpoint of the iterations
  /// alone, of a whole epoch, and of the whole training.
  static let evaluations: [Interruption] = [
    (.validating(1), .onlyWhenStopped),
    (.told(after: iterationsPerEpoch + 1), .onlyWhenStopped),
    (.validating(2), .afterEachIteration),
    (.told(after: 2 * iterationsPerEpoch + 1), .onlyWhenStopped),
    (.testing, .onlyWhenStopped),
    (.testing, .afterEachIteration),
  ]

  /// Up to four interruptions, the same for the same seed.
  static func random(seed: Int) -> [Interruption] {
    var random = RandomStream(seed: seed, name: "interruptions")
    let steps = (0..<random.integer(below: 4) + 1).map { _ in
      random.integer(below: epochs * iterationsPerEpoch)
    }
    return steps.sorted().map { step in
      let saving = Attempts.Saving.allCases[random.integer(below: 2)]
      let isGone = random.integer(below: 3) == 0
      return (
        isGone ? .gone(tellingOf: 1 + step / iterationsPerEpoch) : .told(after: step), saving
      )
    }
  }
}

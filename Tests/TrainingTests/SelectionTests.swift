import LinearAlgebra
import RecurrentNets
import SequenceTasks
import Testing
import Trials

@testable import Training

@Suite("Selection") struct SelectionTests {
  private let data: TinyData

  init() throws { data = try TinyData(images: 60, testImages: 40) }

  /// Rates at which the accuracy on ten random images goes up and down.
  private static let digits = [
    "task": "smnist", "side": "7", "activation": "tanh", "hidden": "8", "batch": "10",
    "epochs": "7", "lr.free": "3e-2", "lr.bases": "1e-2",
  ]

  private static let text = [
    "task": "ptb", "max_length": "12", "mask": "padded", "model": "lstm", "hidden": "7",
    "batch": "3", "epochs": "7", "lr.free": "3e-1",
  ]

  private func trained(
    _ parameters: [String: String]
  ) throws -> (trial: Hyperparameters, attempts: Attempts, attempt: Attempts.Attempt) {
    let trial = try hyperparameters(parameters)
    let attempts = try Attempts(trial, data: data.load(trial.task))
    return (trial, attempts, try attempts.attempt())
  }

  private func evaluation(
    _ tensors: [String: Safetensors.Tensor], _ trial: Hyperparameters, _ split: DataSplit
  ) throws -> HandEvaluation {
    let data = try data.load(trial.task)
    return switch trial.precision {
    case .float: try HandEvaluation(Float.self, tensors, trial, data, split)
    case .double: try HandEvaluation(Double.self, tensors, trial, data, split)
    }
  }

  @Test(arguments: Precision.allCases)
  func `the weights with the best validation accuracy are those tested`(
    precision: Precision
  ) throws {
    let (trial, _, attempt) = try trained(Self.digits + ["precision": precision.rawValue])
    let accuracies = attempt.events.compactMap { $0.metric("valid.accuracy") }
    let best = try #require(accuracies.max())
    let epoch = try #require(accuracies.lastIndex(of: best)) + 1
    let summary = try attempt.summary()
    #expect(summary["valid.accuracy.best"] == best)
    #expect(summary["best.epoch"] == Double(epoch))
    let weights = try attempt.artifact("best-weights")
    #expect(weights.metadata == ["trial": trial.identity, "epoch": "\(epoch)"])
    let valid = try evaluation(weights.tensors, trial, .valid).strict
    #expect(valid.accuracy == best && valid.answers == 10)
    let test = try evaluation(weights.tensors, trial, .test).strict
    #expect(test.answers == 40)
    #expect(summary["test.accuracy"] == test.accuracy)
    #expect(summary["test.loss"] == test.meanLoss)
    // If they were the last weights, this test could not tell one from the other.
    #expect(epoch < trial.epochs && summary["test.loss"] != summary["test.loss.last"])
  }

  @Test func `the last weights are tested beside them`() throws {
    let (trial, attempts, attempt) = try trained(Self.digits)
    let last = try attempts.newestTensors().tensors(under: "parameter.")
    let test = try evaluation(last, trial, .test).strict
    let summary = try attempt.summary()
    #expect(summary["test.accuracy.last"] == test.accuracy)
    #expect(summary["test.loss.last"] == test.meanLoss)
  }

  @Test func `the strict accuracy selects, and both masks are tested`() throws {
    // At so high a rate the best epoch differs from kernel to kernel; one of a few seeds has it early.
    let trainings = try (0..<6).lazy.map { try trained(Self.text + ["seed.init": "\($0)"]) }
      .first { try $0.attempt.summary()["best.epoch"] != Double($0.trial.epochs) }
    let (trial, attempts, attempt) = try #require(trainings)
    let summary = try attempt.summary()
    let accuracies = attempt.events.compactMap { $0.metric("valid.accuracy") }
    let best = try #require(accuracies.max())
    #expect(summary["valid.accuracy.best"] == best)
    #expect(summary["best.epoch"] == accuracies.lastIndex(of: best).map { Double($0 + 1) })
    let weights = try attempt.artifact("best-weights").tensors
    let last = try attempts.newestTensors().tensors(under: "parameter.")
    for (tensors, suffix) in [(weights, ""), (last, ".last")] {
      let test = try evaluation(tensors, trial, .test)
      #expect(summary["test.bpc" + suffix] == test.strict.meanLoss)
      #expect(summary["test.accuracy" + suffix] == test.strict.accuracy)
      #expect(summary["test.bpc.padded" + suffix] == test.all.meanLoss)
      #expect(summary["test.accuracy.padded" + suffix] == test.all.accuracy)
    }
    #expect(summary["test.bpc"] != summary["test.bpc.last"])
    #expect(summary["test.bpc"] != summary["test.bpc.padded"])
  }

  @Test func `choosing and testing leave no trace in the training`() throws {
    let trial = try hyperparameters(Self.digits)
    var course = TrainingCourse<Float>(trial, try data.load(trial.task))
    while !course.isEpochTrained { _ = course.iterate() }
    let trained = course.loop.network.parameters.map(\.value)
    _ = try course.endEpoch()
    #expect(course.loop.network.parameters.map(\.value) == trained)
    // Two iterations away from the weights selected.
    for _ in 0..<2 { _ = course.iterate() }
    let before = try course.checkpoint.serialized()
    _ = try course.summary()
    #expect(try course.checkpoint.serialized() == before)
  }

  @Test func `weights that never change are those of the last epoch`() throws {
    let (_, _, attempt) = try trained(Self.digits + ["lr.free": "0", "lr.bases": "0"])
    let summary = try attempt.summary()
    #expect(summary["best.epoch"] == 7)
    #expect(summary["test.loss"] == summary["test.loss.last"])
  }

  @Test(arguments: [
    ([0.25, 0.5, 0.5, 0.25], 3), ([0.5, 0.25], 1), ([0, 0], 2), ([.nan, 0, .nan], 2),
    ([0.5, .nan, .nan], 1), ([.nan, .nan], 2), ([.nan, 0.25, 0.5, .nan, 0.5], 5),
  ])
  func `the largest accuracy wins, the later one on a tie, and NaN only over NaN`(
    accuracies: [Double], expected: Int
  ) {
    var selection: Selection?
    for (index, accuracy) in accuracies.enumerated()
    where selection?.isBeaten(by: accuracy) ?? true {
      selection = Selection(epoch: index + 1, accuracy: accuracy, parameters: [])
    }
    #expect(selection?.epoch == expected)
  }

  @Test func `weights that answer NaN have no accuracy and are not selected`() throws {
    // Label 0 is the first class, which a NaN would count as: one of the first ten test images.
    let (_, _, attempt) = try trained(TrialOfNaN.parameters + ["epochs": "2", "batch": "50"])
    #expect(attempt.ending == .finished)
    let told = attempt.events.compactMap { $0.metric("valid.accuracy") }
    #expect(told.count == 2 && !told[0].isNaN && told[1].isNaN)
    let summary = try attempt.summary()
    #expect(summary["best.epoch"] == 1)
    #expect(summary["test.accuracy"]?.isNaN == false)
    #expect(summary["test.accuracy.last"]?.isNaN == true)
    #expect(try attempt.artifact("best-weights").metadata["epoch"] == "1")
  }

  @Test func `a training that diverges leaves the weights selected before`() throws {
    let (_, _, attempt) = try trained(TrialOfNaN.parameters + ["epochs": "9", "batch": "50"])
    #expect(attempt.ending == .diverged)
    #expect(try attempt.artifact("best-weights").metadata["epoch"] == "1")
    guard
      case .artifact(name: "best-weights", file: "best-weights.safetensors") =
        attempt.events.dropLast().last
    else {
      Issue.record("no artifact before the last event: \(attempt.events)")
      return
    }
  }
}

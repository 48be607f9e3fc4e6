import Foundation
import Testing
import Trials

@testable import Training

/// Recall ten symbols after two steps, in a fraction of a second.
let copy = [
  "task": "copy", "delay": "2", "input": "one-hot", "activation": "identity", "epochs": "1",
  "hidden": "7", "batch": "3",
]

/// Add two numbers out of six.
let adding = [
  "task": "adding", "length": "6", "activation": "relu", "epochs": "1", "hidden": "7",
  "batch": "20",
]

func + (left: [String: String], right: [String: String]) -> [String: String] {
  left.merging(right) { $1 }
}

func += (left: inout [String: String], right: [String: String]) {
  left = left + right
}

func hyperparameters(_ parameters: [String: String]) throws -> Hyperparameters {
  let json = try JSONEncoder().encode(["parameters": parameters])
  return try GivenTrial(json: json).hyperparameters()
}

/// The events of a training that ends as expected.
func train(
  _ parameters: [String: String], ending expected: Trainer.Ending = .finished
) throws -> [TrialEvent] {
  var events: [TrialEvent] = []
  let ending = try Trainer(try hyperparameters(parameters)).train(
    clock: ContinuousClock(), isInterrupted: { false }, send: { events.append($0) })
  #expect(ending == expected)
  return events
}

extension TrialEvent {
  /// The value of a metric of one epoch.
  func metric(_ name: String) -> Double? {
    guard case .metrics(_, _, let values) = self else { return nil }
    return values[name]
  }

  /// The event without what differs from start to start.
  var withoutTimes: TrialEvent {
    func kept(_ values: [String: Double]) -> [String: Double] {
      values.filter { !MetricDescription.measuresTheMachine($0.key) }
    }
    switch self {
    case .metrics(let epoch, let step, let values):
      return .metrics(epoch: epoch, step: step, values: kept(values))
    case .summary(let values): return .summary(values: kept(values))
    default: return self
    }
  }
}

import Foundation
import Testing
import Trials

@testable import Training

@Suite("Resumption") struct ResumptionTests {
  /// The trial in an attempt that nobody disturbs.
  private func undisturbed(
    _ hyperparameters: Hyperparameters, _ data: TinyData
  ) throws -> (attempts: Attempts, attempt: Attempts.Attempt) {
    let attempts = try Attempts(hyperparameters, data: data.load(hyperparameters.task))
    return (attempts, try attempts.attempt())
  }

  @Test(arguments: ResumptionCase.all, Precision.allCases)
  func `a training stopped again and again gives the same bytes`(
    trial: ResumptionCase, precision: Precision
  ) throws {
    let data = try TinyData()
    let trial = try trial.hyperparameters(precision, data)
    let (whole, expected) = try undisturbed(trial, data)
    #expect(expected.ending == .finished)
    let text = try expected.lines().joined()
    let seed = text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 1_000_003 }
    for interruptions in [ResumptionCase.everyPlace, ResumptionCase.random(seed: seed)] {
      let stopped = try Attempts(trial, data: data.load(trial.task))
      try resume(stopped, interruptions, expected)
      #expect(stopped.newestCheckpoint == whole.newestCheckpoint, "\(interruptions)")
    }
  }

  @Test(arguments: ResumptionCase.all.filter(\.isEvaluated), Precision.allCases)
  func `a training stopped in its evaluations gives the same bytes`(
    trial: ResumptionCase, precision: Precision
  ) throws {
    let data = try TinyData()
    let trial = try trial.hyperparameters(precision, data)
    let (_, expected) = try undisturbed(trial, data)
    let stopped = try Attempts(trial, data: data.load(trial.task))
    try resume(stopped, ResumptionCase.evaluations, expected)
    // The last one stands behind the last epoch.
    let place = try stopped.newestTensors().tensors["place"]?.integers
    #expect(place == [ResumptionCase.epochs + 1, 0, stopped.newestStep ?? 0])
  }

  /// Stops and goes on as told, then trains to the end, and compares all that is said and left.
  private func resume(
    _ stopped: Attempts, _ interruptions: [ResumptionCase.Interruption],
    _ expected: Attempts.Attempt
  ) throws {
    let lines = try expected.lines()
    for (stop, saving) in interruptions {
      let newest = stopped.newestStep
      let attempt = try stopped.attempt(until: stop, saving: saving)
      #expect(attempt.resumedStep == newest)
      #expect(lines.starts(with: try attempt.lines()), "\(stop), \(interruptions)")
    }
    let newest = stopped.newestStep
    let last = try stopped.attempt()
    #expect(last.resumedStep == newest && last.ending == .finished)
    #expect(try last.lines() == lines, "\(interruptions)")
    #expect(last.artifacts == expected.artifacts, "\(interruptions)")
    #expect(stopped.notes == [])
  }

  @Test func `the cases have every activation, transition and optimizer`() {
    func values(_ name: String) -> Set<String> {
      Set(ResumptionCase.all.compactMap { $0.parameters[name] })
    }
    #expect(values("activation") == ["identity", "tanh", "relu", "prelu", "oplu", "modrelu"])
    // What is not given is factorized and rmsprop.
    #expect(values("transition") == ["dense", "orthogonal"])
    #expect(values("optimizer") == ["adam", "nesterov", "rmsprop", "sgd"])
  }

  @Test(arguments: [3, 110, 123])
  func `a divergence is told alike, with the hundred iterations before it`(step: Int) throws {
    // Each update makes every weight −1.8 times as large: a Float overflows after some 150.
    let trial = try hyperparameters(
      copy + [
        "activation": "tanh", "transition": "dense", "optimizer": "sgd", "weight_decay": "1000",
        "lr.free": "1.4e-3", "epochs": "5", "batches_per_epoch": "41",
      ])
    let expected = try Attempts(trial).attempt()
    #expect(expected.ending == .diverged)
    let stopped = try Attempts(trial)
    _ = try stopped.attempt(until: .told(after: step), saving: .onlyWhenStopped)
    let last = try stopped.attempt()
    #expect(last.ending == .diverged)
    #expect(last.resumedStep == step)
    #expect(try last.lines() == expected.lines())
    guard case .diverged(let end, _, let traces) = last.events.last else {
      Issue.record("no divergence: \(last.events)")
      return
    }
    // The ring of iterations has been filled and has begun to lose the oldest.
    #expect(end > 123 && traces.count == 100)
  }

  @Test func `a validation of NaN is told again`() throws {
    let data = try TinyData()
    let trial = try hyperparameters(TrialOfNaN.parameters + ["epochs": "9"])
    let (_, expected) = try undisturbed(trial, data)
    #expect(expected.ending == .diverged)
    let told = expected.events.compactMap { $0.metric("valid.loss") }
    #expect(told.count == 2 && told[0].isFinite && told[1].isNaN)
    let stopped = try Attempts(trial, data: data.load(trial.task))
    _ = try stopped.attempt(until: .told(after: 2), saving: .onlyWhenStopped)
    #expect(try stopped.attempt().lines() == expected.lines())
  }

  @Test func `a training without a folder keeps nothing and is stopped all the same`() throws {
    var done = 0
    let ending = try Trainer(try hyperparameters(copy)).train(
      clock: ManualClock(),
      isInterrupted: {
        done += 1
        return done > 5
      }, note: { Issue.record("\($0)") }, send: { _ in })
    #expect(ending == .interrupted)
  }
}

/// A training of one iteration an epoch whose weights grow out of bounds: the validation after the
/// second one is NaN, while training itself is found to have diverged only in the third.
enum TrialOfNaN {
  static let parameters = [
    "task": "smnist", "side": "7", "batch": "15", "activation": "identity", "hidden": "6",
    "transition": "dense", "optimizer": "sgd", "weight_decay": "1000", "lr.free": "1.2e-3",
  ]
}

extension Attempts {
  /// The step of the newest checkpoint.
  var newestStep: Int? {
    checkpoints.first?.firstMatch(of: #/checkpoint-(\d+)/#).flatMap { Int($0.1) }
  }
}

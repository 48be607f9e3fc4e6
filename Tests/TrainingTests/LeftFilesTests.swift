import SequenceTasks
import Testing
import Trials

@testable import Training

/// What a training leaves and says besides its metrics.
@Suite("What a training leaves") struct LeftFilesTests {
  @Test func `a task without a validation set leaves its last weights`() throws {
    let trial = try hyperparameters(adding + ["batches_per_epoch": "3", "epochs": "2"])
    let attempts = try Attempts(trial)
    let attempt = try attempts.attempt()
    #expect(Set(attempt.artifacts.keys) == ["last-weights.safetensors"])
    let weights = try attempt.artifact("last-weights")
    #expect(weights.metadata == ["trial": trial.identity, "epoch": "2"])
    #expect(weights.tensors == (try attempts.newestTensors().tensors(under: "parameter.")))
    let name = "last-weights"
    #expect(
      attempt.events.dropLast().last == .artifact(name: name, file: "\(name).safetensors"))
  }

  @Test func `a task with a validation set leaves its best weights alone`() throws {
    let data = try TinyData()
    let trial = try hyperparameters([
      "task": "smnist", "side": "7", "model": "lstm", "epochs": "2", "hidden": "4",
    ])
    let attempt = try Attempts(trial, data: data.load(trial.task)).attempt()
    #expect(Set(attempt.artifacts.keys) == ["best-weights.safetensors"])
  }

  @Test(arguments: ["1", "4"])
  func `weights that an epoch's last update broke are a divergence`(epochs: String) throws {
    // Gradients of size 1 times this rate are beyond Float.
    let trial = try hyperparameters(
      copy + [
        "optimizer": "sgd", "transition": "dense", "lr.free": "1e300", "batches_per_epoch": "1",
        "epochs": epochs,
      ])
    let attempts = try Attempts(trial)
    let attempt = try attempts.attempt()
    #expect(attempt.ending == .diverged)
    guard case .diverged(let step, let reason, let last) = attempt.events.last else {
      Issue.record("no divergence: \(attempt.events)")
      return
    }
    #expect((step, last.count) == (1, 1))
    #expect(reason == "a parameter is NaN or infinite")
    #expect(attempt.artifacts == [:] && attempt.lastEpoch == nil)
    // Its checkpoint says the same once more.
    #expect(attempts.newestStep == 1)
    #expect(try attempts.attempt().lines() == attempt.lines())
  }
}

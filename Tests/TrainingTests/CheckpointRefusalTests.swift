import Foundation
import SequenceTasks
import Testing
import Trials

@testable import Training

/// Whole files that are not this trial's, or whose arrays do not make sense.
@Suite("Refused checkpoints") struct CheckpointRefusalTests {
  private let fixture: CheckpointFixture

  init() throws { fixture = try CheckpointFixture() }

  private static func refusal(_ reason: String) -> String {
    "DIR/checkpoint-3.safetensors: cannot go on from this checkpoint: \(reason); "
      + "an older one is tried"
  }

  @Test(arguments: [
    ["hidden": "8"], ["activation": "oplu", "hidden": "6"], ["activation": "tanh"],
    ["transition": "dense"], ["margin": "1"], ["optimizer": "nesterov"], ["model": "lstm"],
    ["task": "copy", "delay": "3"], ["length": "4"], ["batch": "3"], ["epochs": "3"],
    ["lr.free": "2e-4"], ["precision": "double"], ["seed.data": "1"], ["seed.init": "1"],
  ])
  func `another trial's checkpoint is refused`(difference: [String: String]) throws {
    var parameters = CheckpointFixture.parameters + difference
    // What does not apply may not be given.
    if difference["task"] != nil { parameters["length"] = nil }
    if difference["model"] != nil { parameters["activation"] = nil }
    if difference["model"] != nil || difference["transition"] == "dense" {
      parameters["lr.bases"] = nil
    }
    let other = try hyperparameters(parameters)
    #expect(
      try fixture.note(on: fixture.bytes(), for: other) == Self.refusal("it is of another trial"))
  }

  @Test func `where the data lie does not matter, and the number of threads does`() throws {
    let elsewhere = try hyperparameters(CheckpointFixture.parameters + ["data": "/data"])
    #expect(try fixture.note(on: fixture.bytes(), for: elsewhere) == nil)
    let faster = try hyperparameters(CheckpointFixture.parameters + ["threads": "2"])
    #expect(
      try fixture.note(on: fixture.bytes(), for: faster)
        == Self.refusal("it was made with threads 1, not 2"))
  }

  @Test func `a checkpoint of other data files is refused`() throws {
    let trial = try hyperparameters(["task": "smnist", "side": "7", "model": "lstm", "epochs": "2"])
    let (data, other) = (try TinyData(), try TinyData(images: 24))
    let attempts = try Attempts(trial, data: data.load(trial.task))
    _ = try attempts.attempt(until: .validating(1))
    let others = try Attempts(trial, data: other.load(trial.task))
    others.checkpoints = attempts.checkpoints
    #expect(try others.attempt().resumedStep == nil)
    #expect(others.notes.count == 2)
    #expect(
      others.notes.first?.hasSuffix(
        "cannot go on from this checkpoint: it is of other data files; an older one is tried")
        == true)
  }

  @Test func `another engine's or a later format's checkpoint is refused`() throws {
    let engine = ProgramDescription.orthornn.program.engine
    var older = fixture.checkpoint
    older.content.metadata["engine"] = "\(engine - 1)"
    #expect(
      try fixture.note(on: older.serialized())
        == Self.refusal("it is of engine \(engine - 1), not \(engine)"))
    var later = fixture.checkpoint
    later.content.metadata["format"] = "2"
    #expect(
      try fixture.note(on: later.serialized()) == Self.refusal("it has format 2, not 1"))
    later.content.metadata["format"] = nil
    #expect(
      try fixture.note(on: later.serialized()) == Self.refusal("it has format ?, not 1"))
  }

  /// As a mistake of ours would write them: sealed and of this trial, and yet not this network's.
  @Test(arguments: [
    (["hidden": "8"], "its parameter.inputWeights is 2 × 8, and this network's is 2 × 7"),
    (["transition": "dense"], "it lacks parameter.leftBasis"),
    (["margin": "1"], "it lacks parameter.singularValues"),
    (["optimizer": "nesterov"], "it lacks optimizer.inputWeights.1"),
    (["model": "lstm"], "its parameter.inputWeights is 2 × 28, and this network's is 2 × 7"),
  ])
  func `arrays of another network are refused`(
    difference: [String: String], reason: String
  ) throws {
    var parameters = CheckpointFixture.parameters + difference
    if difference["model"] != nil { parameters["activation"] = nil }
    if difference["model"] != nil || difference["transition"] == "dense" {
      parameters["lr.bases"] = nil
    }
    var other = TrainingCourse<Float>(try hyperparameters(parameters), .none)
    for _ in 0..<3 { _ = other.iterate() }
    let note = try fixture.note(on: fixture.sealed(other.checkpoint.content.tensors))
    #expect(note == Self.refusal(reason))
  }

  @Test(
    arguments: [
      ("place", .integers([0, 0, 0]), "it stands at epoch 0, step 0"),
      ("place", .integers([3, 1, 7]), "it stands at epoch 3, step 7"),
      ("place", .integers([4, 0, 9]), "it stands at epoch 4, step 9"),
      ("place", .integers([3, 0, 6]), "its optimiser of inputWeights took 3 steps"),
      ("place", .integers([.max, 3, 3]), "it stands at epoch 9223372036854775807, step 3"),
      ("place", .integers([1, 4, 4]), "it stands at epoch 1, step 4"),
      ("place", .integers([1, -1, -1]), "it stands at epoch 1, step -1"),
      ("place", .integers([1, 3, 2]), "it stands at epoch 1, step 2"),
      ("place", .integers([1, 3]), "it lacks place"),
      ("place", .doubles([1, 3, 3]), "it lacks place"),
      ("place", .nothing, "it lacks place"),
      ("averages", .doubles([3, 1, 1]), "its averages are none"),
      ("averages", .doubles([-1, 1, 1, 1, 1]), "its averages are none"),
      ("averages", .doubles([.nan, 1, 1, 1, 1]), "its averages are none"),
      ("history", .doubles([1, 2, 3]), "its averages are none"),
      ("history", .doubles([.infinity, 2, 3, 4, 5, 6]), "its averages are none"),
      (
        "history", .doubles(Array(repeating: 1, count: 606)), "its averages are none"
      ),
      ("data.words", .integers([0, 0, 0, 0]), "its place in the data is none of this task's"),
      ("data.words", .integers([1, 2, 3]), "its place in the data is none of this task's"),
      ("data.order", .integers([0]), "its place in the data is none of this task's"),
      ("data.next", .integers([1]), "its place in the data is none of this task's"),
      ("data.next", .integers([0, 0]), "it lacks data.next"),
      ("parameter.bias", .nothing, "it lacks parameter.bias"),
      ("parameter.bias", .doubles([1]), "its parameter.bias is 1, and this network's is 1 × 7"),
      ("optimizer.bias.steps", .nothing, "it lacks optimizer.bias.steps"),
      ("optimizer.bias.steps", .integers([4]), "its optimiser of bias took 4 steps"),
      ("before.leftBasis", .nothing, "it lacks before.leftBasis"),
      ("update", .nothing, "it lacks update"),
      ("update", .doubles([1, 2, 3]), "its update is that of another network"),
      ("epochs", .nothing, "its curves have no epochs"),
      ("epochs", .integers([1]), "its curves have no epochs"),
      ("best", .doubles([1]), "it lacks best"),
    ] as [(String, Content, String)])
  func `arrays that make no sense are refused`(
    name: String, content: Content, reason: String
  ) throws {
    let note = try fixture.note { $0[name] = content.tensor }
    #expect(note == Self.refusal(reason))
  }

  /// What stands in a file instead of an array.
  enum Content: Sendable {
    case nothing
    case integers([Int])
    case doubles([Double])

    var tensor: Safetensors.Tensor? {
      switch self {
      case .nothing: nil
      case .integers(let values): Safetensors.Tensor(values)
      case .doubles(let values): Safetensors.Tensor(values)
      }
    }
  }

  @Test func `curves of other epochs than those done are refused`() throws {
    let note = try fixture.note {
      $0["epochs"] = Safetensors.Tensor([1])
      $0["steps"] = Safetensors.Tensor([3])
    }
    #expect(note == Self.refusal("its curves have 1 epochs, not 0"))
    let uneven = try fixture.note { $0["curve.train.loss"] = Safetensors.Tensor([1.5]) }
    #expect(uneven == Self.refusal("its curves are of unlike length"))
  }

  @Test func `a checkpoint without the rows of a probe cannot serve a trial with it`() throws {
    let probed = try hyperparameters(
      CheckpointFixture.parameters + ["probe.hidden_norms": "true"])
    #expect(probed.identity == fixture.trial.identity)
    #expect(
      try fixture.note(on: fixture.bytes(), for: probed) == Self.refusal("it lacks probe.steps"))
    let other = try CheckpointFixture(["probe.gradient_norms": "true"])
    #expect(
      try fixture.note(on: other.bytes(), for: probed)
        == Self.refusal("it lacks the rows of hidden-norms"))
    // The other way round, the rows are not needed.
    #expect(try fixture.note(on: other.bytes()) == nil)
  }

  @Test func `a refused checkpoint changes nothing`() throws {
    var course = TrainingCourse<Float>(fixture.trial, .none)
    let before = try course.checkpoint.serialized()
    var tensors = fixture.checkpoint.content.tensors
    tensors["best"] = Safetensors.Tensor([1.0])
    let sealed = Checkpoint(tensors, of: fixture.owner)
    #expect(throws: Checkpoint.Problem("it lacks best")) { try course.restore(sealed) }
    #expect(try course.checkpoint.serialized() == before)
  }
}

import Foundation
import LinearAlgebra
import RecurrentNets
import SequenceTasks
import Testing
import Trials

@testable import Training

@Suite("Update norms") struct UpdateNormTests {
  private static let networks: [[String: String]] = [
    ["activation": "tanh", "lr.bases": "1e-2"],
    ["activation": "relu", "margin": "1", "lr.bases": "1e-2"],
    ["activation": "prelu", "transition": "orthogonal", "lr.bases": "1e-2"],
    ["activation": "modrelu", "transition": "dense"], ["model": "lstm"],
  ]
  private static let adding = [
    "task": "adding", "length": "5", "hidden": "6", "batch": "4", "epochs": "2",
    "batches_per_epoch": "3", "lr.free": "1e-2",
  ]

  /// The Euclidean norm of the change of the arrays that a group has; nil where it has none.
  private func norm(
    _ group: String, from before: [String: Safetensors.Tensor],
    to after: [String: Safetensors.Tensor], _ design: NetworkDesign
  ) throws -> Double? {
    var bases: Set = ["leftBasis", "rightBasisTransposed"]
    if design.transition == .orthogonal { bases.insert("transition") }
    let names = after.keys.filter { name in
      if bases.contains(name) { return group == "update.bases" }
      return group == (name == "spectrumParameters" ? "update.spectrum" : "update.free")
    }
    guard !names.isEmpty else { return nil }
    var sum = 0.0
    for name in names {
      let pairs = zip(
        try #require(before[name]?.doubles), try #require(after[name]?.doubles))
      for (old, new) in pairs { sum += (new - old) * (new - old) }
    }
    return sum.squareRoot()
  }

  @Test(arguments: networks, ["float", "double"])
  func `update norms are those of the epoch's last iteration`(
    network: [String: String], precision: String
  ) throws {
    let trial = try hyperparameters(Self.adding + network + ["precision": precision])
    let attempts = try Attempts(trial)
    let event = try #require(try attempts.attempt().lastEpoch)
    // Checkpoints of the last iteration and of the one before it.
    let files = try attempts.checkpoints.map {
      try Safetensors(serialized: Data(contentsOf: URL(fileURLWithPath: $0)))
    }
    try #require(files.count == 2)
    let (after, before) = (
      files[0].tensors(under: "parameter."), files[1].tensors(under: "parameter.")
    )
    for group in ["update.free", "update.spectrum", "update.bases"] {
      let expected = try norm(group, from: before, to: after, trial.design)
      let told = event.metric(group)
      #expect((told == nil) == (expected == nil), "\(group)")
      guard let expected, let told else { continue }
      #expect(told > 0)
      // A sum of some 200 squares in another order.
      #expect(abs(told - expected) <= 1e-14 * expected, "\(group)")
    }
  }

  @Test(arguments: networks, ["rmsprop", "nesterov", "sgd", "adam"])
  func `rates of zero update nothing and turn nothing`(
    network: [String: String], optimizer: String
  ) throws {
    var rates = ["lr.free": "0", "optimizer": optimizer]
    if network["lr.bases"] != nil { rates["lr.bases"] = "0" }
    let trial = try hyperparameters(Self.adding + network + rates)
    for event in try Attempts(trial).attempt().events {
      for name in ["update.free", "update.spectrum", "update.bases", "bases.rotation"] {
        #expect(event.metric(name) ?? 0 == 0, "\(name)")
      }
    }
  }

  @Test(arguments: networks.prefix(3))
  func `bases that are fixed do not turn while the rest moves`(
    network: [String: String]
  ) throws {
    let trial = try hyperparameters(Self.adding + network + ["lr.bases": "0"])
    let epochs = try Attempts(trial).attempt().events.filter { $0.metric("train.loss") != nil }
    #expect(epochs.count == 2)
    for event in epochs {
      #expect(event.metric("bases.rotation") == 0 && event.metric("update.bases") == 0)
      #expect(event.metric("update.free") ?? 0 > 0)
    }
  }

  @Test func `a margin of 0 leaves nothing behind it to move`() throws {
    let trial = try hyperparameters(Self.adding + ["activation": "tanh", "margin": "0"])
    for event in try Attempts(trial).attempt().events where event.metric("train.loss") != nil {
      #expect(event.metric("update.spectrum") == 0)
      #expect(event.metric("spectrum.min") == 1 && event.metric("spectrum.max") == 1)
    }
  }
}

@Suite("Rotation of the bases") struct BasesRotationTests {
  private static func plane(_ angle: Double) -> Matrix<Double> {
    Matrix(
      rows: 2, columns: 2, elements: [cos(angle), -sin(angle), sin(angle), cos(angle)])
  }

  private func design(_ transition: TransitionKind, hidden: Int) -> NetworkDesign {
    var design = NetworkDesign(
      inputs: 1, hidden: hidden, outputs: 1, activation: .tanh, objective: .squaredErrorLastStep)
    design.transition = transition
    return design
  }

  private func turned(
    _ design: NetworkDesign, _ parameters: [(ParameterName, Matrix<Double>)]
  ) -> RecurrentNetwork<Float> {
    var network = RecurrentNetwork<Float>(design, seed: 0)
    for (name, value) in parameters {
      let isSet = network.setParameter(name, to: value)
      #expect(isSet)
    }
    return network
  }

  @Test(arguments: [0, 1e-6, 0.01, -0.3, 2])
  func `a turn of the plane is its angle, and the chord where it is large`(angle: Double) throws {
    let design = design(.orthogonal, hidden: 2)
    let before = BasesBefore(turned(design, [(.transition, Self.plane(0.4))]))
    let after = turned(design, [(.transition, Self.plane(0.4 + angle))])
    let rotation = try #require(before.rotation(to: after))
    // Entries below 1, each rounded to 10⁻¹⁶.
    #expect(abs(rotation - 2 * sin(abs(angle) / 2)) < 1e-15)
    if abs(angle) <= 0.01 { #expect(abs(rotation - abs(angle)) < 1e-7) }  // angle³ / 24
  }

  @Test func `the size does not matter, and the larger turn counts`() throws {
    let design = design(.factorized(margin: .none), hidden: 4)
    /// Two planes side by side, both turned.
    func planes(_ angle: Double) -> Matrix<Double> {
      var matrix = Matrix<Double>(rows: 4, columns: 4)
      let plane = Self.plane(angle)
      for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        matrix[row, column] = plane[row, column]
        matrix[row + 2, column + 2] = plane[row, column]
      }
      return matrix
    }
    let before = BasesBefore(
      turned(design, [(.leftBasis, planes(0)), (.rightBasisTransposed, planes(1))]))
    for (left, right, larger) in [(0.1, 0.0, 0.1), (0.1, 0.2, 0.2), (0.3, 0.2, 0.3)] {
      let after = turned(
        design, [(.leftBasis, planes(left)), (.rightBasisTransposed, planes(1 + right))])
      let rotation = try #require(before.rotation(to: after))
      // Entries below 1, each rounded to 10⁻¹⁶.
      #expect(abs(rotation - 2 * sin(larger / 2)) < 1e-15)
    }
  }

  @Test func `without an orthogonal factor there is no rotation`() {
    let dense = turned(design(.dense, hidden: 2), [])
    #expect(BasesBefore(dense).rotation(to: dense) == nil)
  }

  @Test func `an epoch's rotation is from its beginning to its end`() throws {
    let trial = try hyperparameters([
      "task": "adding", "length": "5", "hidden": "6", "batch": "4", "epochs": "2",
      "batches_per_epoch": "3", "activation": "relu", "margin": "1", "lr.bases": "1e-1",
    ])
    let attempts = try Attempts(trial)
    // A checkpoint right after the first epoch, and one of the last iteration.
    _ = try attempts.attempt(until: .told(after: 3), saving: .onlyWhenStopped)
    let start = try attempts.newestTensors().tensors(under: "parameter.")
    let event = try #require(try attempts.attempt().lastEpoch)
    let end = try attempts.newestTensors().tensors(under: "parameter.")
    let rotations = try ["leftBasis", "rightBasisTransposed"].map { name in
      let pairs = zip(try #require(start[name]?.doubles), try #require(end[name]?.doubles))
      return (pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 6).squareRoot()
    }
    let told = try #require(event.metric("bases.rotation"))
    let expected = try #require(rotations.max())
    #expect(told > 0)
    // A sum of 36 squares in another order.
    #expect(abs(told - expected) <= 1e-14 * expected)
  }
}

@Suite("Slope of prelu") struct PReLUSlopeTests {
  private static let prelu = adding + ["activation": "prelu", "epochs": "2", "hidden": "6"]

  private func slopes(_ more: [String: String]) throws -> [Double] {
    try train(Self.prelu + more).compactMap { $0.metric("prelu.slope") }
  }

  @Test func `a slope that is not trained stays`() throws {
    let fixed = ["prelu.trained": "false", "lr.free": "1e-2", "prelu.slope": "0.3"]
    #expect(try slopes(fixed + ["precision": "double"]) == [0.3, 0.3])
    #expect(try slopes(fixed) == [Double(Float(0.3)), Double(Float(0.3))])
  }

  @Test func `a slope that is trained moves, from the one given`() throws {
    let rates = ["lr.free": "1e-2", "precision": "double"]
    let moved = try slopes(rates)
    #expect(moved.count == 2 && moved[0] != 0.7 && moved[1] != moved[0])
    #expect(try slopes(["lr.free": "0", "precision": "double"]) == [0.7, 0.7])
  }

  @Test func `the slope told is the network's`() throws {
    let attempts = try Attempts(try hyperparameters(Self.prelu + ["lr.free": "1e-2"]))
    let event = try #require(try attempts.attempt().lastEpoch)
    let slope = try attempts.newestTensors().tensors["parameter.slope"]?.doubles
    #expect(event.metric("prelu.slope").map { [$0] } == slope)
  }
}

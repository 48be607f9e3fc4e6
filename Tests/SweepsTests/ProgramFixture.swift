import Foundation
import Sweeps
import Trials

/// A program like orthornn: its parameters and metrics as the design's table has them.
enum ProgramFixture {
  static let schema: ParameterSchema = {
    do {
      return try ParameterSchema(description)
    } catch {
      preconditionFailure("the fixture is no sound description: \(error)")
    }
  }()

  private static let description = ProgramDescription(
    program: .init(name: "orthornn", version: "1", engine: 1), parameters: parameters,
    metrics: metrics)

  private static func parameter(
    _ name: String, _ type: String, _ value: String? = nil, _ applies: [String: [String]] = [:],
    identity: Bool = true
  ) -> ParameterDescription {
    guard let type = ParameterType(type) else { preconditionFailure("no type: \(type)") }
    return ParameterDescription(
      name, type, default: value, about: "", applies: AppliesWhere(applies), identity: identity)
  }

  private static let rnn = ["model": ["rnn"]]
  private static let factorized = ["model": ["rnn"], "transition": ["factorized"]]

  private static let parameters = [
    parameter("task", "one of [copy, adding, smnist, psmnist, ptb]"),
    parameter("delay", "integer >= 1", nil, ["task": ["copy"]]),
    parameter("length", "integer >= 2", nil, ["task": ["adding"]]),
    parameter("max_length", "integer >= 2", "75", ["task": ["ptb"]]),
    parameter("input", "one of [scalar, one-hot]", "scalar", ["task": ["copy"]]),
    parameter("model", "one of [rnn, lstm]", "rnn"),
    parameter("transition", "one of [factorized, dense, orthogonal]", "factorized", rnn),
    parameter("margin", "number >= 0 | none", "none", factorized),
    parameter(
      "init", "one of [orthogonal, glorot-normal, glorot-uniform, identity]", "orthogonal", rnn),
    parameter(
      "activation", "one of [identity, tanh, relu, prelu, oplu, modrelu]", nil, rnn),
    parameter("hidden", "integer >= 1", "128"),
    parameter("batch", "integer >= 1", "50"),
    parameter("epochs", "integer >= 1"),
    parameter(
      "batches_per_epoch", "integer >= 1", "100", ["task": ["copy", "adding"]]),
    parameter("optimizer", "one of [rmsprop, nesterov, sgd, adam]", "rmsprop"),
    parameter("lr.free", "number > 0", "1e-4"),
    parameter("lr.spectrum", "number > 0", "=lr.free", factorized),
    parameter(
      "lr.bases", "number >= 0", "1e-6",
      ["model": ["rnn"], "transition": ["factorized", "orthogonal"]]),
    parameter("clip", "number >= 0", "100"),
    parameter("penalty.orthogonality", "number >= 0", "0", rnn),
    parameter("penalty.spectrum", "number >= 0", "0", factorized),
    parameter("bias", "number", "0"),
    parameter("learn_initial_state", "boolean", "true"),
    parameter("seed.data", "integer >= 0", "=seed"),
    parameter("threads", "integer >= 1", "1", identity: false),
  ]

  private static let metrics = [
    MetricDescription("train.loss", about: "", better: .min),
    MetricDescription(
      "train.accuracy", about: "", unit: "%", better: .max,
      headlines: [.init("accuracy", applies: AppliesWhere(["task": ["copy"]]), at: .best)]),
    MetricDescription("valid.accuracy", about: "", unit: "%", better: .max),
    MetricDescription(
      "test.accuracy", about: "", unit: "%", better: .max, per: .summary,
      headlines: [
        .init("accuracy", applies: AppliesWhere(["task": ["smnist", "psmnist", "ptb"]]), at: .last)
      ]),
  ]
}

/// A sweep file held in memory.
enum SweepFixture {
  /// The sweep that a text makes with the fixture's program.
  static func sweep(_ text: String, folder: URL? = nil) throws(SweepProblems) -> CheckedSweep {
    try sweep(bytes: Array(text.utf8), folder: folder)
  }

  static func sweep(bytes: [UInt8], folder: URL? = nil) throws(SweepProblems) -> CheckedSweep {
    let file = SweepFile(
      path: "sweeps/study.yaml", bytes: bytes,
      folder: folder ?? URL(fileURLWithPath: "/nowhere"))
    return try CheckedSweep(SweepSpec.read(file), ProgramFixture.schema)
  }

  /// What people are shown of a faulty text; empty if nothing is wrong.
  static func message(_ text: String, folder: URL? = nil) -> String {
    do {
      _ = try sweep(text, folder: folder)
      return ""
    } catch {
      return error.description
    }
  }

  /// `line:column: message` of every problem.
  static func problems(_ text: String, folder: URL? = nil) -> [String] {
    do {
      _ = try sweep(text, folder: folder)
      return []
    } catch {
      return error.problems.map { "\($0.mark.map { "\($0): " } ?? "")\($0.message)" }
    }
  }
}

import LinearAlgebra
import RecurrentNets
import SequenceTasks
import Testing
import Trials

@testable import Training

@Suite("Probes") struct ProbeTests {
  private static let both = ["probe.gradient_norms": "true", "probe.hidden_norms": "true"]
  private static let names = Probe.allCases.map(\.rawValue)

  private static let trials: [[String: String]] = [
    copy + ["batches_per_epoch": "3", "epochs": "2"],
    adding + ["batches_per_epoch": "3", "epochs": "2", "transition": "dense"],
    ["task": "smnist", "side": "7", "batch": "4", "epochs": "2", "hidden": "5", "model": "lstm"],
    [
      "task": "ptb", "max_length": "12", "batch": "3", "epochs": "2", "hidden": "6",
      "activation": "oplu",
    ],
    ["task": "ptb", "max_length": "12", "batch": "3", "epochs": "2", "model": "lstm"],
  ]

  @Test(arguments: trials)
  func `measuring changes nothing but the files of its own`(trial: [String: String]) throws {
    let data = try TinyData()
    func attempts(_ more: [String: String]) throws -> (Attempts, Attempts.Attempt) {
      let trial = try hyperparameters(trial + more)
      let attempts = try Attempts(trial, data: data.load(trial.task))
      return (attempts, try attempts.attempt())
    }
    let (off, plain) = try attempts([:])
    let (on, probed) = try attempts(Self.both)
    #expect(off.trainer.hyperparameters.identity == on.trainer.hyperparameters.identity)
    #expect(
      probed.events.filter { event in
        if case .artifact(let name, _) = event { !Self.names.contains(name) } else { true }
      } == plain.events)
    var (left, right) = (try off.newestTensors(), try on.newestTensors())
    #expect(left.tensors(under: "probe.").isEmpty)
    #expect(Set(right.tensors(under: "probe.").keys) == Set(Self.names + ["steps"]))
    right.tensors = right.tensors.filter { !$0.key.hasPrefix("probe.") }
    left.metadata["checksum"] = nil
    right.metadata["checksum"] = nil
    #expect(left == right)
    let files = Set(Self.names.map { "\($0).safetensors" })
    #expect(Set(probed.artifacts.keys) == files.union(plain.artifacts.keys))
    #expect(probed.artifacts.filter { !files.contains($0.key) } == plain.artifacts)
  }

  @Test(arguments: [
    ("probe.gradient_norms", Probe.gradientNorms), ("probe.hidden_norms", .hiddenNorms),
  ])
  func `one probe alone leaves its file alone`(parameter: String, probe: Probe) throws {
    let trial = try hyperparameters(copy + ["batches_per_epoch": "3", parameter: "true"])
    let attempt = try Attempts(trial).attempt()
    let name = "\(probe.rawValue).safetensors"
    #expect(Set(attempt.artifacts.keys) == [name, "last-weights.safetensors"])
    #expect(attempt.events.contains(.artifact(name: probe.rawValue, file: name)))
    let file = try attempt.artifact(probe.rawValue)
    #expect(file.metadata == ["probe": probe.rawValue])
    #expect(file.tensors["iteration"]?.integers == [1, 2, 3])
    #expect(file.tensors["norms"]?.shape == [3, 22])
  }

  @Test func `where there is no folder, nothing is told`() throws {
    let events = try train(copy + Self.both + ["batches_per_epoch": "2"])
    #expect(!events.contains { if case .artifact = $0 { true } else { false } })
  }

  @Test(arguments: ["float", "double"], [["activation": "tanh"], ["model": "lstm"]])
  func `a row holds the norms of its iteration before the update`(
    precision: String, network: [String: String]
  ) throws {
    let parameters =
      network + Self.both + [
        "task": "adding", "length": "6", "hidden": "7", "epochs": "1", "batches_per_epoch": "1",
        "precision": precision,
      ]
    let trial = try hyperparameters(parameters)
    let attempt = try Attempts(trial).attempt()
    let expected =
      precision == "float" ? norms(Float.self, trial) : norms(Double.self, trial)
    #expect(try attempt.artifact("gradient-norms").tensors["norms"]?.floats == expected.gradient)
    #expect(try attempt.artifact("hidden-norms").tensors["norms"]?.floats == expected.hidden)
  }

  /// What the passes say of the first minibatch by the initial weights; `ProbeNormTests` says that
  /// they are right.
  private func norms<Scalar: MatrixScalar>(
    _ type: Scalar.Type, _ trial: Hyperparameters
  ) -> (gradient: [Float], hidden: [Float]) {
    var batches = MinibatchStream(trial.task, size: trial.batch, seed: trial.dataSeed)
    batches.advance()
    let batch = SequenceBatch<Scalar>(
      inputs: batches.current.inputs.converted(),
      targets: .values(batches.current.values.converted()), size: trial.batch)
    let network = RecurrentNetwork<Scalar>(trial.design, seed: trial.initSeed)
    var passes = Backpropagation<Scalar>(trial.design)
    _ = passes.differentiate(network, over: batch)
    let hidden = passes.hiddenNorms(over: batch)
    let gradient = passes.lastStepGradientNorms(network, over: batch)
    return (gradient.map { Float($0) }, hidden.map { Float($0) })
  }

  @Test func `rows of shorter sentences end in NaN`() throws {
    let data = try TinyData()
    let trial = try hyperparameters(Self.trials[3] + Self.both + ["batch": "1"])
    let loaded = try data.load(trial.task)
    let attempt = try Attempts(trial, data: loaded).attempt()
    var batches = MinibatchStream(trial.task, data: loaded, size: 1, seed: trial.dataSeed)
    let lengths = (0..<22).map { _ in
      batches.advance()
      return batches.current.steps
    }
    let width = try #require(lengths.max())
    #expect(Set(lengths).count > 2)
    for name in Self.names {
      let file = try attempt.artifact(name)
      #expect(file.tensors["iteration"]?.integers == Array(1...22))
      #expect(file.tensors["norms"]?.shape == [22, width])
      let norms = try #require(file.tensors["norms"]?.floats)
      for (row, length) in lengths.enumerated() {
        let values = norms[row * width..<(row + 1) * width]
        #expect(values.prefix(length).allSatisfy { $0 > 0 && $0.isFinite })
        #expect(values.dropFirst(length).allSatisfy { $0.isNaN })
      }
    }
  }
}

@Suite("The rows of a probe") struct ProbeStrideTests {
  @Test(arguments: [
    (1, 1, 1), (1999, 1, 1999), (2000, 1, 2000), (2001, 2, 1001), (4000, 2, 2000),
    (4001, 3, 1334), (100_000, 50, 2000), (100_001, 51, 1961),
  ])
  func `at most 2,000 iterations are recorded, evenly spaced from the first`(
    iterations: Int, stride expected: Int, rows: Int
  ) {
    let recording = recorded([.hiddenNorms], iterations)
    #expect(recording.steps == Array(stride(from: 1, through: iterations, by: expected)))
    #expect(recording.steps.count == rows)
    #expect(recording.rows[.hiddenNorms]?.values.count == rows)
  }

  @Test func `without a probe nothing is measured and nothing kept`() {
    let recording = recorded([], 10)
    #expect(recording.steps == [] && recording.rows == [:])
    #expect(Probe.allCases.allSatisfy { recording.artifact(of: $0) == nil })
  }

  /// The recording of a training whose passes are always the same.
  private func recorded(_ probes: Set<Probe>, _ iterations: Int) -> ProbeRecording {
    var design = NetworkDesign(
      inputs: 1, hidden: 1, outputs: 1, activation: .tanh, objective: .squaredErrorLastStep)
    design.transition = .dense
    let network = RecurrentNetwork<Float>(design, seed: 0)
    let one = Matrix<Float>(row: [1])
    let batch = SequenceBatch(inputs: one, targets: .values(one), size: 1)
    var passes = Backpropagation<Float>(design)
    _ = passes.differentiate(network, over: batch)
    var recording = ProbeRecording(probes, iterations: iterations)
    for step in 1...iterations { recording.record(step, &passes, network, batch) }
    return recording
  }

  @Test func `a training of more iterations than a number holds can begin`() throws {
    let trial = try hyperparameters(
      copy + ["epochs": "9e15", "batches_per_epoch": "9e15", "probe.hidden_norms": "true"])
    let attempts = try Attempts(trial)
    let attempt = try attempts.attempt(until: .told(after: 2))
    #expect(attempt.ending == .interrupted)
    #expect(try attempts.attempt(until: .told(after: 3)).resumedStep == 2)
  }

  @Test func `a long training keeps every third of 4,001 iterations`() throws {
    let trial = try hyperparameters(
      [
        "task": "adding", "length": "2", "activation": "tanh", "transition": "dense",
        "hidden": "1", "batch": "1", "epochs": "1", "batches_per_epoch": "4001",
        "probe.hidden_norms": "true",
      ])
    let attempt = try Attempts(trial).attempt(saving: .onlyWhenStopped)
    let file = try attempt.artifact("hidden-norms")
    #expect(file.tensors["iteration"]?.integers == Array(stride(from: 1, through: 4001, by: 3)))
    #expect(file.tensors["norms"]?.shape == [1334, 2])
  }
}

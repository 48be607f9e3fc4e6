import Foundation
import LinearAlgebra
import RecurrentNets
import SequenceTasks
import Testing
import Trials

@testable import Training

/// What a split costs by weights that stand in a file, evaluated without the training's own loop.
struct HandEvaluation {
  private(set) var all = Tally()
  private(set) var strict = Tally()

  /// Sets every parameter by name, and shows the split in the batches that the training takes, for
  /// the same roundings.
  init<Scalar: MatrixScalar>(
    _ type: Scalar.Type, _ parameters: [String: Safetensors.Tensor], _ trial: Hyperparameters,
    _ data: TaskData, _ split: DataSplit
  ) throws {
    // Another seed: what is not put back would be told by the result.
    var network = RecurrentNetwork<Scalar>(trial.design, seed: 77)
    #expect(Set(parameters.keys) == Set(network.parameters.map { $0.name.rawValue }))
    for (name, _) in network.parameters {
      let tensor = try #require(parameters[name.rawValue])
      let value = Matrix(
        rows: tensor.shape[0], columns: tensor.shape[1], elements: try #require(tensor.doubles))
      let isSet = network.setParameter(name, to: value)
      #expect(isSet)
    }
    var passes = Backpropagation<Scalar>(trial.design)
    let size = trial.design.objective.answersEveryStep ? trial.batch : max(trial.batch, 500)
    var batches = try #require(SplitBatches(trial.task, data: data, split: split, size: size))
    while batches.next() {
      let report = passes.evaluate(network, over: Self.batch(of: batches.current))
      all.add(report.tally)
      strict.add(report.strictTally)
    }
  }

  private static func batch<Scalar: MatrixScalar>(
    of minibatch: Minibatch
  ) -> SequenceBatch<Scalar> {
    SequenceBatch(
      inputs: minibatch.symbols.isEmpty
        ? .numbers(minibatch.inputs.converted()) : .symbols(minibatch.symbols),
      targets: .classes(minibatch.classes), size: minibatch.size, marks: minibatch.marks)
  }
}

extension Safetensors {
  /// The arrays whose names begin so, by the rest of their names.
  func tensors(under prefix: String) -> [String: Tensor] {
    let pairs = tensors.filter { $0.key.hasPrefix(prefix) }
      .map { (String($0.key.dropFirst(prefix.count)), $0.value) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}

extension Attempts {
  /// The arrays of the newest checkpoint.
  func newestTensors() throws -> Safetensors {
    try Safetensors(serialized: try #require(newestCheckpoint))
  }
}

extension Attempts.Attempt {
  /// The metrics event of the last epoch told of.
  var lastEpoch: TrialEvent? { events.last { $0.metric("train.loss") != nil } }

  /// The metrics of the summary, which must be there.
  func summary() throws -> [String: Double] {
    let summaries = events.compactMap { event -> [String: Double]? in
      if case .summary(let values) = event { values } else { nil }
    }
    return try #require(summaries.first)
  }

  func artifact(_ name: String) throws -> Safetensors {
    try Safetensors(serialized: try #require(artifacts["\(name).safetensors"]))
  }
}

public import Foundation

/// The metrics of a trial over its epochs, as columns.
public struct Curves: Sendable, Equatable {
  /// The epochs in ascending order, counted from 1.
  public private(set) var epochs: [Int] = []
  /// The iterations done at the end of each epoch.
  public private(set) var steps: [Int] = []
  /// One column a metric, as long as ``epochs``; NaN where an epoch has no such value.
  public private(set) var columns: [String: [Double]] = [:]

  /// Curves without any epoch.
  public init() {}

  /// Adds an epoch; an epoch that is there already, and all after it, are replaced.
  ///
  /// A resumed attempt goes on from a checkpoint, so what it says again is what counts.
  public mutating func append(epoch: Int, step: Int, values: [String: Double]) {
    let kept = epochs.prefix { $0 < epoch }.count
    epochs.removeSubrange(kept...)
    steps.removeSubrange(kept...)
    for name in columns.keys { columns[name]?.removeSubrange(kept...) }
    epochs.append(epoch)
    steps.append(step)
    for name in Set(columns.keys).union(values.keys) {
      let column = columns[name] ?? [Double](repeating: .nan, count: kept)
      columns[name] = column + [values[name] ?? .nan]
    }
  }

  /// The last value of each metric, NaN left out.
  public var last: [String: Double] {
    columns.compactMapValues { column in column.last { !$0.isNaN } }
  }

  /// The best value of a metric and its epoch; the later one on a tie; NaN is never best.
  public func best(of metric: String, _ better: MetricDescription.Direction) -> TrialRecord.Best? {
    var best: TrialRecord.Best?
    for (epoch, value) in zip(epochs, columns[metric] ?? []) where value.isFinite {
      let wins = best.map { better == .max ? value >= $0.value : value <= $0.value } ?? true
      if wins { best = TrialRecord.Best(value: value, epoch: epoch) }
    }
    return best
  }

  /// The file's bytes: `epoch` and `step` as integers, one column of doubles a metric.
  public func serialized() throws -> Data {
    var tensors = columns.mapValues { Safetensors.Tensor($0) }
    tensors["epoch"] = Safetensors.Tensor(epochs)
    tensors["step"] = Safetensors.Tensor(steps)
    return try Safetensors(tensors).serialized()
  }

  /// Reads a file's bytes.
  public init(serialized data: Data) throws(Safetensors.Problem) {
    let file = try Safetensors(serialized: data)
    guard let epochs = file.tensors["epoch"]?.integers, let steps = file.tensors["step"]?.integers,
      steps.count == epochs.count
    else { throw Safetensors.Problem(description: "curves without their epochs and steps") }
    self.epochs = epochs
    self.steps = steps
    for (name, tensor) in file.tensors where name != "epoch" && name != "step" {
      guard let column = tensor.doubles, column.count == epochs.count else {
        throw Safetensors.Problem(description: "column \(name) is not as long as the epochs")
      }
      columns[name] = column
    }
  }
}

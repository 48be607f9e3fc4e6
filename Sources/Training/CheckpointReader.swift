import LinearAlgebra
import Trials

/// Reads a checkpoint's arrays, each of the type and extent wanted.
struct CheckpointReader {
  let tensors: [String: Safetensors.Tensor]

  func integers(_ name: String, count: Int? = nil) throws(Checkpoint.Problem) -> [Int] {
    try checked(name, tensors[name]?.integers, count)
  }

  func doubles(_ name: String, count: Int? = nil) throws(Checkpoint.Problem) -> [Double] {
    try checked(name, tensors[name]?.doubles, count)
  }

  /// A matrix of another's shape.
  func matrix(
    _ name: String, like present: Matrix<Double>
  ) throws(Checkpoint.Problem) -> Matrix<Double> {
    let elements = try doubles(name)
    let shape = tensors[name]?.shape ?? []
    guard shape == [present.rows, present.columns] else {
      let theirs = shape.map(String.init).joined(separator: " × ")
      throw Checkpoint.Problem("its \(name) is \(theirs), and this network's is \(present.shape)")
    }
    return Matrix(rows: present.rows, columns: present.columns, elements: elements)
  }

  /// The curves of the epochs that are done.
  func curves(epochs: Int) throws(Checkpoint.Problem) -> Curves {
    let curves = try Curves(tensors: tensors)
    guard curves.epochs.count == epochs else {
      throw Checkpoint.Problem("its curves have \(curves.epochs.count) epochs, not \(epochs)")
    }
    return curves
  }

  private func checked<Element>(
    _ name: String, _ values: [Element]?, _ count: Int?
  ) throws(Checkpoint.Problem) -> [Element] {
    guard let values, count == nil || values.count == count else {
      throw Checkpoint.Problem("it lacks \(name)")
    }
    return values
  }
}

extension Curves {
  private static let prefix = "curve."

  /// The columns among a checkpoint's arrays.
  var tensors: [String: Safetensors.Tensor] {
    var tensors = ["epochs": Safetensors.Tensor(epochs), "steps": Safetensors.Tensor(steps)]
    for (name, column) in columns { tensors[Self.prefix + name] = Safetensors.Tensor(column) }
    return tensors
  }

  fileprivate init(tensors: [String: Safetensors.Tensor]) throws(Checkpoint.Problem) {
    self.init()
    guard let epochs = tensors["epochs"]?.integers, let steps = tensors["steps"]?.integers,
      epochs.count == steps.count, epochs == epochs.indices.map({ $0 + 1 })
    else { throw Checkpoint.Problem("its curves have no epochs") }
    let columns = tensors.filter { $0.key.hasPrefix(Self.prefix) }.compactMapValues(\.doubles)
    guard columns.values.allSatisfy({ $0.count == epochs.count }) else {
      throw Checkpoint.Problem("its curves are of unlike length")
    }
    for index in epochs.indices {
      let values = columns.map { ($0.key.dropFirst(Self.prefix.count), $0.value[index]) }
      append(
        epoch: epochs[index], step: steps[index],
        values: Dictionary(uniqueKeysWithValues: values.map { (String($0), $1) }))
    }
  }
}

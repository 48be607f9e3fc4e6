import LinearAlgebra
import Optimization
import RecurrentNets
import SequenceTasks
import Trials

extension TrainingCourse {
  /// Everything that the rest of the training depends on.
  var checkpoint: Checkpoint {
    var tensors: [String: Safetensors.Tensor] = [
      "place": Safetensors.Tensor([epoch, iterationsDone, loop.step]),
      "averages": Safetensors.Tensor(averages.state),
      "history": Safetensors.Tensor(loop.history.state),
    ]
    // An epoch's last iteration may be done, and its metrics not yet told.
    if let update = loop.update { tensors["update"] = Safetensors.Tensor(update.state) }
    let position = loop.batches.position
    tensors["data.words"] = Safetensors.Tensor(position.words.map { Int(bitPattern: UInt($0)) })
    tensors["data.order"] = Safetensors.Tensor(position.order.map { Int($0) })
    tensors["data.next"] = Safetensors.Tensor([position.next])
    for (name, value) in loop.network.parameters { tensors["parameter.\(name)"] = value.tensor }
    for (name, value) in basesBefore.bases { tensors["before.\(name)"] = value.tensor }
    for (name, optimizer) in loop.training.optimizers {
      tensors["optimizer.\(name).steps"] = Safetensors.Tensor([optimizer.steps])
      for (index, memory) in optimizer.memory.enumerated() {
        tensors["optimizer.\(name).\(index)"] = memory.converted(to: Double.self).tensor
      }
    }
    tensors.merge(curves.curves.tensors) { $1 }
    tensors.merge(selectionTensors) { $1 }
    tensors.merge(loop.probes.tensors) { $1 }
    return Checkpoint(tensors, of: owner)
  }

  /// What this training's checkpoints belong to.
  var owner: Checkpoint.Owner {
    Checkpoint.Owner(
      trial: hyperparameters.identity, engine: ProgramDescription.orthornn.program.engine,
      data: dataDigest, threads: hyperparameters.threads)
  }

  private var selectionTensors: [String: Safetensors.Tensor] {
    guard let selection else { return [:] }
    var tensors = ["best": Safetensors.Tensor([Double(selection.epoch), selection.accuracy])]
    for (name, value) in selection.parameters { tensors["best.\(name)"] = value.tensor }
    return tensors
  }

  /// Goes on from a checkpoint, as if nothing had happened; where it does not fit, nothing changes.
  mutating func restore(_ checkpoint: Checkpoint) throws(Checkpoint.Problem) {
    var restored = self
    try restored.take(CheckpointReader(tensors: checkpoint.content.tensors))
    self = restored
  }

  private mutating func take(_ reader: CheckpointReader) throws(Checkpoint.Problem) {
    let place = try reader.integers("place", count: 3)
    (epoch, iterationsDone, loop.step) = (place[0], place[1], place[2])
    // Behind the last epoch only the summary is left to do.
    guard epoch >= 1, epoch - 1 <= hyperparameters.epochs,
      (0...(epoch > hyperparameters.epochs ? 0 : iterationsPerEpoch)).contains(iterationsDone),
      loop.step == (epoch - 1) * iterationsPerEpoch + iterationsDone
    else { throw Checkpoint.Problem("it stands at epoch \(epoch), step \(loop.step)") }
    guard let averages = EpochAverages(state: try reader.doubles("averages")),
      let history = IterationHistory(state: try reader.doubles("history"))
    else { throw Checkpoint.Problem("its averages are none") }
    (self.averages, loop.history) = (averages, history)
    let position = MinibatchStream.Position(
      words: try reader.integers("data.words").map { UInt64(UInt(bitPattern: $0)) },
      order: try reader.integers("data.order").map { Int32(truncatingIfNeeded: $0) },
      next: try reader.integers("data.next", count: 1)[0])
    guard loop.batches.restore(position) else {
      throw Checkpoint.Problem("its place in the data is none of this task's")
    }
    try takeNetwork(reader)
    try takeUpdate(reader)
    curves = CurveColumns(try reader.curves(epochs: epoch - 1))
    selection = try selection(reader)
    try loop.probes.restore(reader)
  }

  private mutating func takeNetwork(_ reader: CheckpointReader) throws(Checkpoint.Problem) {
    var parameters: [(name: ParameterName, value: Matrix<Double>)] = []
    for (name, present) in loop.network.parameters {
      parameters.append((name, try reader.matrix("parameter.\(name)", like: present)))
    }
    var optimizers: [(name: ParameterName, memory: [Matrix<Scalar>], steps: Int)] = []
    for (name, optimizer) in loop.training.optimizers {
      var memory: [Matrix<Scalar>] = []
      for (index, present) in optimizer.memory.enumerated() {
        memory.append(
          try reader.matrix("optimizer.\(name).\(index)", like: present.converted()).converted())
      }
      let steps = try reader.integers("optimizer.\(name).steps", count: 1)[0]
      guard steps == loop.step else {
        throw Checkpoint.Problem("its optimiser of \(name) took \(steps) steps")
      }
      optimizers.append((name, memory, steps))
    }
    guard loop.training.restore(parameters: parameters, optimizers: optimizers) else {
      throw Checkpoint.Problem("its parameters are those of another network")
    }
    var bases: [(name: ParameterName, value: Matrix<Double>)] = []
    for (name, present) in basesBefore.bases {
      bases.append((name, try reader.matrix("before.\(name)", like: present)))
    }
    basesBefore = BasesBefore(bases)
  }

  private mutating func takeUpdate(_ reader: CheckpointReader) throws(Checkpoint.Problem) {
    guard isEpochTrained || reader.tensors["update"] != nil else { return }
    guard let update = UpdateNorms(state: try reader.doubles("update"), of: loop.network) else {
      throw Checkpoint.Problem("its update is that of another network")
    }
    loop.update = update
  }

  private func selection(_ reader: CheckpointReader) throws(Checkpoint.Problem) -> Selection? {
    guard reader.tensors["best"] != nil else { return nil }
    let best = try reader.doubles("best", count: 2)
    var parameters: [(name: ParameterName, value: Matrix<Double>)] = []
    for (name, present) in loop.network.parameters {
      parameters.append((name, try reader.matrix("best.\(name)", like: present)))
    }
    guard let epoch = Int(exactly: best[0]) else { throw Checkpoint.Problem("its best is none") }
    return Selection(epoch: epoch, accuracy: best[1], parameters: parameters)
  }
}

extension Matrix<Double> {
  /// All entries, row by row.
  var tensor: Safetensors.Tensor { Safetensors.Tensor(elements, shape: [rows, columns]) }
}

extension ProbeRecording {
  /// All rows so far, among a checkpoint's arrays.
  fileprivate var tensors: [String: Safetensors.Tensor] {
    guard !rows.isEmpty else { return [:] }
    var tensors = ["probe.steps": Safetensors.Tensor(steps)]
    for (probe, rows) in rows { tensors["probe.\(probe.rawValue)"] = rows.tensor }
    return tensors
  }

  fileprivate mutating func restore(_ reader: CheckpointReader) throws(Checkpoint.Problem) {
    guard !rows.isEmpty else { return }
    // A checkpoint of a trial that was not asked to measure has no rows to go on from.
    steps = try reader.integers("probe.steps")
    for probe in rows.keys {
      guard let tensor = reader.tensors["probe.\(probe.rawValue)"], let values = tensor.floats,
        tensor.shape.count == 2, tensor.shape[0] == steps.count
      else { throw Checkpoint.Problem("it lacks the rows of \(probe.rawValue)") }
      let width = tensor.shape[1]
      rows[probe] = Rows(
        width: width,
        values: steps.indices.map { Array(values[$0 * width..<($0 + 1) * width]) })
    }
  }
}

import LinearAlgebra

/// The hidden states and outputs of a network over a batch.
///
/// Its buffers are kept from batch to batch; they grow or shrink when the batch's shape changes.
struct ForwardPass<Scalar: MatrixScalar>: Sendable {
  /// Which states are kept.
  enum Keeping {
    /// All, for the backward pass.
    case all
    /// The newest only, where nothing before the last step is asked: memory does not grow with T.
    case last
  }

  /// h_0 … h_T, ((T + 1)·B) × n: rows t·B ..< (t + 1)·B are the states after t steps.
  private(set) var states = Matrix<Scalar>(rows: 0, columns: 0)
  /// c_0 … c_T of an LSTM, in the same rows.
  private(set) var cells = Matrix<Scalar>(rows: 0, columns: 0)
  /// What the backward pass needs besides: the gates of an LSTM, or a where f's derivative is not to
  /// be read off the states; (T·B) × width.
  private(set) var kept = Matrix<Scalar>(rows: 0, columns: 0)
  /// z, (T·B) × K, or B × K where only the last step answers; the loss turns it into ∂L/∂z.
  var outputs = Matrix<Scalar>(rows: 0, columns: 0)
  private(set) var largestState: Scalar = 0

  /// The symbols' inputs E·Win + b, V × width; 0 × 0 where the inputs are numbers.
  private var table = Matrix<Scalar>(rows: 0, columns: 0)
  /// How many of the T + 1 states, and of the T kept rows, there is room for.
  private var slots = (states: 0, kept: 0)

  mutating func advance(
    _ network: RecurrentNetwork<Scalar>, over batch: SequenceBatch<Scalar>, keeping: Keeping
  ) {
    reserve(batch, network.design, keeping)
    tabulate(network, batch)
    largestState = 0
    states.fill(rows: rows(of: 0, batch.size), with: network.initialState)
    if network.design.cell == .lstm {
      cells.fill(rows: rows(of: 0, batch.size), with: network.initialCell)
    }
    for step in 0..<batch.steps {
      let largest = advance(step, network, batch)
      if largest.isNaN || largest > largestState { largestState = largest }
    }
    outputs.fill(rows: 0..<outputs.rows, with: network.outputBias)
    outputs.setProduct(
      Operand(states, rows: answeredRows(batch, network.design)), Operand(network.outputWeights),
      beta: 1)
  }

  /// One step: a_t = x_t·Win + b + h_{t−1}·W, then h_t; the answer is max |h_t|.
  private mutating func advance(
    _ step: Int, _ network: RecurrentNetwork<Scalar>, _ batch: SequenceBatch<Scalar>
  ) -> Scalar {
    let (size, design) = (batch.size, network.design)
    let (before, after) = (rows(of: step, size), rows(of: step + 1, size))
    let held = keptRows(of: step, size)
    let transition = Operand(network.transition.composite)
    let largest: Scalar
    if design.keepsPreactivations {
      Self.fill(&kept, held, step, network, batch, table)
      kept.setProduct(Operand(states, rows: before), transition, beta: 1, rows: held)
    } else {
      Self.fill(&states, after, step, network, batch, table)
      states.setProduct(ofRows: before, transition, beta: 1, rows: after)
    }
    switch design.cell {
    case .plain:
      largest = states.activate(
        rows: after, with: design.activation.kernel, gain: Scalar(design.gain),
        shape: network.shape, kept: kept, keptRows: held)
    case .lstm:
      largest = kept.stepLSTM(
        LSTMRows(before: before, after: after, gates: held), peepholes: network.peepholes,
        cells: &cells, states: &states)
    }
    carry(from: before, to: after, step, batch)
    return largest
  }

  /// x_t·Win + b into some rows.
  ///
  /// Static, because a method that also reads `self` would hold, and so copy, what it changes.
  private static func fill(
    _ target: inout Matrix<Scalar>, _ rows: Range<Int>, _ step: Int,
    _ network: RecurrentNetwork<Scalar>, _ batch: SequenceBatch<Scalar>, _ table: Matrix<Scalar>
  ) {
    let places = step * batch.size..<(step + 1) * batch.size
    switch batch.inputs {
    case .numbers(let inputs):
      target.fill(
        rows: rows, inputs: inputs, inputRows: places, weights: network.inputWeights,
        bias: network.bias)
    case .symbols(let symbols):
      target.fill(rows: rows, from: table, index: symbols, places: places)
    }
  }

  /// Past a sequence's end the state stays what it was.
  private mutating func carry(
    from before: Range<Int>, to after: Range<Int>, _ step: Int, _ batch: SequenceBatch<Scalar>
  ) {
    guard !batch.marks.isEmpty else { return }
    let places = step * batch.size..<(step + 1) * batch.size
    states.carryUnmarked(
      to: after.lowerBound, from: before.lowerBound, marks: batch.marks, places: places)
    guard cells.rows > 0 else { return }
    cells.carryUnmarked(
      to: after.lowerBound, from: before.lowerBound, marks: batch.marks, places: places)
  }

  /// A symbol's input is the same at every step and in every sequence: one product for all.
  private mutating func tabulate(
    _ network: RecurrentNetwork<Scalar>, _ batch: SequenceBatch<Scalar>
  ) {
    let design = network.design
    switch batch.inputs {
    case .numbers(let inputs):
      precondition(
        design.symbols == nil && inputs.columns == design.inputs,
        "inputs of \(inputs.columns) features for a network of \(design.inputs)")
    case .symbols:
      guard let symbols = design.symbols else {
        preconditionFailure("symbols for a network of numbers")
      }
      if table.rows != symbols || table.columns != design.width {
        table = Matrix(rows: symbols, columns: design.width)
      }
      table.fill(rows: 0..<symbols, with: network.bias)
      table.setProduct(Operand(network.embedding), Operand(network.inputWeights), beta: 1)
    }
  }
}

extension ForwardPass {
  /// The rows of the states after `step` steps.
  func rows(of step: Int, _ size: Int) -> Range<Int> {
    let slot = step % slots.states
    return slot * size..<(slot + 1) * size
  }

  /// The rows of `kept` of the step that leads to the states after `step` + 1 steps.
  func keptRows(of step: Int, _ size: Int) -> Range<Int> {
    guard slots.kept > 0 else { return 0..<0 }
    let slot = step % slots.kept
    return slot * size..<(slot + 1) * size
  }

  /// The rows of `states` that the outputs are read from.
  func answeredRows(_ batch: SequenceBatch<Scalar>, _ design: NetworkDesign) -> Range<Int> {
    guard design.objective.answersEveryStep else { return rows(of: batch.steps, batch.size) }
    return batch.size..<states.rows
  }

  private mutating func reserve(
    _ batch: SequenceBatch<Scalar>, _ design: NetworkDesign, _ keeping: Keeping
  ) {
    let all = keeping == .all || design.objective.answersEveryStep
    slots = (all ? batch.steps + 1 : 2, !design.keepsPreactivations ? 0 : all ? batch.steps : 1)
    let stateRows = slots.states * batch.size
    let answers = design.objective.answersEveryStep ? stateRows - batch.size : batch.size
    states.reshape(stateRows, design.hidden)
    cells.reshape(design.cell == .lstm ? stateRows : 0, design.hidden)
    kept.reshape(slots.kept * batch.size, design.width)
    outputs.reshape(answers, design.outputs)
  }
}

extension Matrix {
  /// Makes room for another shape; what stood here is then lost.
  mutating func reshape(_ rows: Int, _ columns: Int) {
    if self.rows != rows || self.columns != columns { self = Matrix(rows: rows, columns: columns) }
  }
}

extension NetworkDesign {
  /// Whether a_t is kept beside h_t, as gates or because h_t does not tell f′.
  var keepsPreactivations: Bool { cell == .lstm || activation.kernel.keepsPreactivation }
}

extension Activation {
  /// The fused loop that computes it.
  var kernel: ActivationKernel {
    switch self {
    case .identity: .identity
    case .tanh: .tanh
    case .relu: .relu
    case .prelu: .prelu
    case .oplu: .oplu
    case .modrelu: .modrelu
    }
  }
}

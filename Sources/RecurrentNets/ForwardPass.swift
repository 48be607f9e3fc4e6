import LinearAlgebra

/// The hidden states and outputs of a network over a batch.
///
/// Its buffers are kept from batch to batch; they grow when a batch asks for more.
struct ForwardPass<Scalar: MatrixScalar>: Sendable {
  /// Which states are kept.
  enum Keeping {
    /// All, for the backward pass.
    case all
    /// The newest only, where nothing before the last step is asked: memory does not grow with T.
    case last
  }

  /// h_0 … h_T, n columns: rows t·B ..< (t + 1)·B are the states after t steps.
  private(set) var states: PaddedRows<Scalar>
  /// c_0 … c_T of an LSTM, in the same rows.
  private(set) var cells: PaddedRows<Scalar>
  /// What the backward pass needs besides: the gates of an LSTM, or a where f's derivative is not to
  /// be read off the states; T·B rows.
  private(set) var kept: PaddedRows<Scalar>
  /// z, K columns in T·B rows, or B where only the last step answers; the loss turns it into ∂L/∂z.
  var outputs: PaddedRows<Scalar>
  private(set) var largestState: Double = 0

  private var weights: ForwardWeights<Scalar>
  /// How many of the T + 1 states, and of the T kept rows, there is room for.
  private var slots = (states: 0, kept: 0)

  init(_ design: NetworkDesign) {
    states = PaddedRows(rows: 0, columns: design.hidden)
    cells = PaddedRows(rows: 0, columns: design.hidden)
    kept = PaddedRows(rows: 0, columns: design.hidden, blocks: design.cell.gates)
    outputs = PaddedRows(rows: 0, columns: design.outputs)
    weights = ForwardWeights(design)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  mutating func advance(
    _ network: RecurrentNetwork<Scalar>, over batch: SequenceBatch<Scalar>, keeping: Keeping
  ) {
    let size = batch.size
    reserve(batch, network.design, keeping)
    weights.lay(network, for: batch.inputs)
    states.fill(rows: rows(of: 0, size), with: network.initialState)
    if network.design.cell == .lstm {
      cells.fill(rows: rows(of: 0, size), with: network.initialCell)
    }
    let cell = PlainCell(network)
    largestState = 0
    for step in 0..<batch.steps {
      if batch.marks.isEmpty {
        advance(step, 0..<size, cell, batch)
      } else {
        for run in batch.runs(of: step, active: true) { advance(step, run, cell, batch) }
        for run in batch.runs(of: step, active: false) { carry(step, run, size) }
      }
    }
    outputs.setAffine(
      rows: 0..<outputs.rows, start: .row(weights.outputBias),
      .rows(states, rows: answeredRows(batch, network.design), weights.output))
  }

  /// One step of some of the sequences: a_t = x_t·Win + b + h_{t−1}·W, then h_t.
  private mutating func advance(
    _ step: Int, _ run: Range<Int>, _ cell: PlainCell<Scalar>, _ batch: SequenceBatch<Scalar>
  ) {
    let size = batch.size
    let (before, after) = (
      run.shifted(to: step, of: rows, size), run.shifted(to: step + 1, of: rows, size)
    )
    let held = run.shifted(to: step, of: keptRows, size)
    let start = weights.start(batch, step, run)
    let inputs = weights.inputs(batch, step, run)
    let largest: Double
    if weights.isLSTM {
      largest = kept.advanceLSTM(
        LSTMRows(before: before, after: after, gates: held), by: weights.transition,
        start: start, inputs: inputs, peepholes: weights.peepholes, cells: &cells,
        states: &states)
    } else {
      largest = states.advance(
        from: before, to: after, by: weights.transition, start: start, inputs: inputs,
        cell: cell, kept: &kept, keptRows: held)
    }
    if largest.isNaN || largest > largestState { largestState = largest }
  }

  /// Past a sequence's end the state stays what it was.
  private mutating func carry(_ step: Int, _ run: Range<Int>, _ size: Int) {
    let before = run.shifted(to: step, of: rows, size)
    let after = run.shifted(to: step + 1, of: rows, size)
    states.moveRows(before, to: after.lowerBound)
    if cells.rows > 0 { cells.moveRows(before, to: after.lowerBound) }
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
    guard slots.kept > 0 else { return 0..<size }
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
    let n = design.hidden
    states.reshape(rows: stateRows, columns: n)
    cells.reshape(rows: design.cell == .lstm ? stateRows : 0, columns: n)
    kept.reshape(rows: slots.kept * batch.size, columns: n, blocks: design.cell.gates)
    outputs.reshape(rows: answers, columns: design.outputs)
  }
}

extension Range<Int> {
  /// Some of the B rows of a time step, as rows of the buffer in which the step's rows lie.
  func shifted(to step: Int, of rows: (Int, Int) -> Range<Int>, _ size: Int) -> Range<Int> {
    let first = rows(step, size).lowerBound
    return first + lowerBound..<first + upperBound
  }
}

extension PlainCell {
  /// The cell of a network; of an LSTM it is not used.
  init(_ network: RecurrentNetwork<Scalar>) {
    let design = network.design
    self.init(design.activation.kernel, gain: design.gain, parameter: network.shape)
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

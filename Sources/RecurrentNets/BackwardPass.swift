import LinearAlgebra

/// Backpropagation through all time steps, mirroring `ForwardPass` from its end.
///
/// The messages δ_t = ∂L/∂a_t are kept for two blocks of time steps only, turn by turn: a block's
/// product Hᵀ·Δ then meets states and messages that are still in the cache, and memory does not grow
/// with T.
struct BackwardPass<Scalar: MatrixScalar>: Sendable {
  private(set) var gradients: NetworkGradients<Scalar>
  /// δ of two blocks of steps; step t is at slot t modulo their number.
  private var messages: PaddedRows<Scalar>
  /// ∂L/∂c of an LSTM, B rows.
  private var cellGradient: PaddedRows<Scalar>
  /// ∂L/∂h where a step carries the state on: it goes to the state before as it is.
  ///
  /// Nothing comes in unless a sequence goes on after such a step, or its last state answers.
  private var passedOn: PaddedRows<Scalar>
  /// ΣΔ of each symbol or feature, which is the gradient of a row of the look-up table.
  private var tableGradient: PaddedRows<Scalar>
  private var tableSums: Matrix<Scalar>
  private var peepholeGradient: PaddedRows<Scalar>
  private var firstSum: Matrix<Scalar>
  private var weights: BackwardWeights<Scalar>
  private var blockSteps = 1

  init(_ design: NetworkDesign) {
    let (n, gates, isLSTM) = (design.hidden, design.cell.gates, design.cell == .lstm)
    gradients = NetworkGradients(design)
    messages = PaddedRows(rows: 0, columns: n, blocks: gates)
    cellGradient = PaddedRows(rows: 0, columns: n)
    passedOn = PaddedRows(rows: 0, columns: n)
    tableGradient = PaddedRows(rows: 0, columns: n, blocks: gates)
    tableSums = Matrix(rows: 0, columns: design.width)
    peepholeGradient = PaddedRows(rows: isLSTM ? 3 : 0, columns: n)
    firstSum = Matrix(rows: 1, columns: design.width)
    weights = BackwardWeights(design)
  }

  /// Rows of messages in a block: enough for an efficient product, few enough for the second cache.
  static var blockRows: Int { 200 }

  /// Fills `gradients` with those of the task's loss; `forward.outputs` holds ∂L/∂z.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  mutating func retrace(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    over batch: SequenceBatch<Scalar>
  ) {
    let design = network.design
    begin(network, batch)
    differentiateOutput(forward, batch, design)
    for step in (0..<batch.steps).reversed() {
      stepBack(network, forward, batch, step)
      if step.isMultiple(of: blockSteps) {
        let block = step..<min(step + blockSteps, batch.steps)
        if batch.marks.isEmpty {
          gather(forward, batch, step, 0..<block.count * batch.size, design)
        } else {
          for step in block {
            for run in batch.runs(of: step, active: true) {
              gather(forward, batch, step, run, design)
            }
          }
        }
      }
    }
    differentiateStart(network, batch.size)
    finish(network, batch)
  }

  /// δ_t of all sequences, from ∂L/∂h_t = δ_{t+1}·Wᵀ + ∂L/∂z_t·Woutᵀ.
  private mutating func stepBack(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    _ batch: SequenceBatch<Scalar>, _ step: Int
  ) {
    guard !batch.marks.isEmpty else {
      return stepBack(network, forward, batch, step, 0..<batch.size, start: .nothing)
    }
    let design = network.design
    let passesOn = batch.goesOnAfterPause || !design.objective.answersEveryStep
    for run in batch.runs(of: step, active: false) {
      if passesOn { passOn(forward, batch, step, run, design) }
      messages.reset(rows: slot(step, run, batch))
    }
    for run in batch.runs(of: step, active: true) {
      let start: StepStart<Scalar> = passesOn ? .rows(passedOn, run) : .nothing
      stepBack(network, forward, batch, step, run, start: start)
    }
    guard passesOn else { return }
    for run in batch.runs(of: step, active: true) { passedOn.reset(rows: run) }
  }

  /// Adds ∂L/∂h_t of sequences that are not active at this step to what goes to the state before.
  private mutating func passOn(
    _ forward: ForwardPass<Scalar>, _ batch: SequenceBatch<Scalar>, _ step: Int,
    _ run: Range<Int>, _ design: NetworkDesign
  ) {
    if step < batch.steps - 1 {
      let after = slot(step + 1, run, batch)
      passedOn.addTerm(.rows(messages, rows: after, weights.transition), to: run)
    } else if !design.objective.answersEveryStep {
      passedOn.addTerm(weights.outputs(forward, batch, step, run, design), to: run)
    }
  }

  /// The same for some of the sequences, which are active at this step.
  private mutating func stepBack(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    _ batch: SequenceBatch<Scalar>, _ step: Int, _ run: Range<Int>, start: StepStart<Scalar>,
    outputs: StepTerm<Scalar>? = nil
  ) {
    let (size, design) = (batch.size, network.design)
    let (target, isLast) = (slot(step, run, batch), step == batch.steps - 1)
    let source = isLast || outputs != nil ? nil : slot(step + 1, run, batch)
    let outputs = outputs ?? weights.outputs(forward, batch, step, run, design)
    let after = run.shifted(to: step + 1, of: forward.rows, size)
    let held = run.shifted(to: step, of: forward.keptRows, size)
    let clip = design.clip > 0 ? design.clip : .infinity
    switch design.cell {
    case .plain:
      let keeps = design.keepsPreactivations
      messages.retrace(
        to: target, from: source, by: weights.transition, start: start, outputs: outputs,
        cell: PlainCell(network), clip: clip, kept: keeps ? forward.kept : forward.states,
        keptRows: keeps ? held : after, parameterGradient: &gradients.shape)
    case .lstm:
      let before = run.shifted(to: step, of: forward.rows, size)
      messages.retraceLSTM(
        to: target, from: source, by: weights.transition, start: start, outputs: outputs,
        LSTMRows(before: before, after: after, gates: held), clip: clip,
        peepholes: weights.peepholes, cells: forward.cells, gates: forward.kept,
        cellGradient: &cellGradient, cellRows: run, peepholeGradient: &peepholeGradient)
    }
  }

  /// ∂L/∂bout = Σ ∂L/∂z; and ∂L/∂Wout = Hᵀ·∂L/∂z where only the last step answers (else `gather`).
  private mutating func differentiateOutput(
    _ forward: ForwardPass<Scalar>, _ batch: SequenceBatch<Scalar>, _ design: NetworkDesign
  ) {
    gradients.outputBias.addSums(of: forward.outputs, rows: 0..<forward.outputs.rows)
    guard !design.objective.answersEveryStep else { return }
    gradients.outputWeights.addProduct(
      ofTransposed: forward.states, rows: forward.answeredRows(batch, design),
      by: forward.outputs, rows: 0..<batch.size)
  }

  /// Adds Hᵀ·Δ, Xᵀ·Δ and ΣΔ of some rows, counted from a step's first, to the gradients of W, Win
  /// and b, and of every answer to those of Wout.
  private mutating func gather(
    _ forward: ForwardPass<Scalar>, _ batch: SequenceBatch<Scalar>, _ step: Int,
    _ run: Range<Int>, _ design: NetworkDesign
  ) {
    let (places, block) = (batch.places(of: step, run), slot(step, run, batch))
    gradients.transition.addProduct(
      ofTransposed: forward.states, rows: places, by: messages, rows: block)
    switch batch.inputs {
    case .numbers(let inputs):
      gradients.bias.addSums(of: messages, rows: block)
      gradients.inputWeights.addProduct(
        ofTransposed: inputs, rows: places, by: messages, rows: block)
    case .features(let index), .symbols(let index):
      tableGradient.scatter(messages, rows: block, index: index, places: places)
    }
    guard design.objective.answersEveryStep else { return }
    let answered = places.lowerBound + batch.size..<places.upperBound + batch.size
    gradients.outputWeights.addProduct(
      ofTransposed: forward.states, rows: answered, by: forward.outputs, rows: places)
  }

  /// ∂L/∂h_0 = Σ(δ_1·Wᵀ), and ∂L/∂c_0.
  private mutating func differentiateStart(_ network: RecurrentNetwork<Scalar>, _ size: Int) {
    firstSum.reset()
    firstSum.addSums(of: messages, rows: 0..<size)
    gradients.initialState.setProduct(
      Operand(firstSum), .transposed(network.transition.composite))
    gradients.initialState.addSums(of: passedOn, rows: 0..<passedOn.rows)
    guard cellGradient.rows > 0 else { return }
    gradients.initialCell.addSums(of: cellGradient, rows: 0..<size)
  }

  /// From the gradient of the look-up table to those of E, Win and b; and what else was padded.
  private mutating func finish(
    _ network: RecurrentNetwork<Scalar>, _ batch: SequenceBatch<Scalar>
  ) {
    if peepholeGradient.rows > 0 { gradients.peepholes.assign(peepholeGradient) }
    switch batch.inputs {
    case .numbers: return
    case .features:
      gradients.inputWeights.assign(tableGradient)
      gradients.bias.addColumnSums(of: gradients.inputWeights)
    case .symbols:
      tableSums.assign(tableGradient)
      gradients.bias.addColumnSums(of: tableSums)
      gradients.inputWeights.setProduct(.transposed(network.embedding), Operand(tableSums))
      gradients.embedding.setProduct(Operand(tableSums), .transposed(network.inputWeights))
    }
  }
}

extension BackwardPass {
  /// For each time step t, ‖∂L_T/∂h_t‖ over units and samples, L_T being the last step's mean loss.
  ///
  /// A backward pass of its own under the same clip; it leaves `gradients` without meaning.
  mutating func lastStepNorms(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    over batch: SequenceBatch<Scalar>
  ) -> [Double] {
    let (size, design) = (batch.size, network.design)
    begin(network, batch)
    var factor: Scalar = 1
    if case .crossEntropyEveryStep(.mean, _, _) = design.objective {
      factor = Scalar(batch.answers) / Scalar(size)  // from the mean over all answers to the last
    }
    var stateGradient = PaddedRows<Scalar>(rows: size, columns: design.hidden)
    var norms = Array(repeating: 0.0, count: batch.steps)
    for step in (0..<batch.steps).reversed() {
      if step == batch.steps - 1 {
        let last = forward.outputs.rows - size..<forward.outputs.rows
        stateGradient.setAffine(
          rows: 0..<size, start: .nothing, .rows(forward.outputs, rows: last, weights.output))
        stateGradient.scale(by: factor)
      } else {
        stateGradient.setAffine(
          rows: 0..<size, start: .rows(passedOn, 0..<size),
          .rows(messages, rows: slot(step + 1, 0..<size, batch), weights.transition))
      }
      norms[step] = stateGradient.sumOfSquares(rows: 0..<size).squareRoot()
      for run in batch.runs(of: step, active: false) {
        messages.reset(rows: slot(step, run, batch))
        passedOn.copy(run, from: stateGradient)
      }
      for run in batch.runs(of: step, active: true) {
        passedOn.reset(rows: run)
        stepBack(
          network, forward, batch, step, run, start: .rows(stateGradient, run),
          outputs: .some(.nothing))
      }
    }
    return norms
  }
}

extension BackwardPass {
  /// Some of the B rows of a step's messages.
  private func slot(_ step: Int, _ run: Range<Int>, _ batch: SequenceBatch<Scalar>) -> Range<Int> {
    let first = step % (2 * blockSteps) * batch.size
    return first + run.lowerBound..<first + run.upperBound
  }

  private mutating func begin(
    _ network: RecurrentNetwork<Scalar>, _ batch: SequenceBatch<Scalar>
  ) {
    let (size, n, isLSTM) = (batch.size, network.design.hidden, network.design.cell == .lstm)
    blockSteps = max(1, Self.blockRows / size)
    messages.reshape(rows: 2 * blockSteps * size, columns: n, blocks: network.design.cell.gates)
    cellGradient.reshape(rows: isLSTM ? size : 0, columns: n)
    passedOn.reshape(rows: size, columns: n)
    weights.lay(network)
    let rows = batch.inputs.tableRows(network.design)
    if tableSums.rows != rows {
      tableGradient.reshape(rows: rows, columns: n, blocks: network.design.cell.gates)
      tableSums = Matrix(rows: rows, columns: network.design.width)
    }
    gradients.reset()
    cellGradient.reset()
    passedOn.reset()
    tableGradient.reset()
    peepholeGradient.reset()
  }

  /// Adds the gradients of λ(‖Win‖² + ‖W‖² + ‖Wout‖²), W composed: 2λ times each.
  mutating func addDecay(_ network: RecurrentNetwork<Scalar>) {
    let factor = Scalar(2 * network.design.weightDecay)
    gradients.inputWeights.add(factor, network.inputWeights)
    gradients.transition.add(factor, network.transition.composite)
    gradients.outputWeights.add(factor, network.outputWeights)
  }

  /// Adds the gradient of λ‖WᵀW − I‖²: 4λ·W(WᵀW − I), given WᵀW − I.
  mutating func addOrthogonalityPenalty(
    _ network: RecurrentNetwork<Scalar>, excess: Matrix<Scalar>
  ) {
    gradients.transition.setProduct(
      Operand(network.transition.composite), Operand(excess),
      alpha: Scalar(4 * network.design.orthogonalityPenalty), beta: 1)
  }
}

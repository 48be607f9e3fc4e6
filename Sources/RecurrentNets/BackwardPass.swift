import LinearAlgebra

/// Backpropagation through all time steps, mirroring `ForwardPass` from its end.
///
/// The messages δ_t = ∂L/∂a_t are kept for a block of time steps only: a block's product Hᵀ·Δ then
/// meets states and messages that are still in the cache, and memory does not grow with T.
struct BackwardPass<Scalar: MatrixScalar>: Sendable {
  private(set) var gradients: NetworkGradients<Scalar>
  /// δ of a block's steps, and after them δ of the step that follows the block.
  private var messages = Matrix<Scalar>(rows: 0, columns: 0)
  /// ∂L/∂h of a block's steps, or of one step where only the last one answers.
  private var stateGradient = Matrix<Scalar>(rows: 0, columns: 0)
  /// ∂L/∂c, B × n, of an LSTM.
  private var cellGradient = Matrix<Scalar>(rows: 0, columns: 0)
  /// ∂L/∂h where a step carries the state on: it goes to the state before as it is.
  private var passedOn = Matrix<Scalar>(rows: 0, columns: 0)
  /// The same of ∂L/∂c.
  private var passedOnCell = Matrix<Scalar>(rows: 0, columns: 0)
  /// ΣΔ of each symbol, V × width: the gradient of E·Win + b.
  private var tableGradient = Matrix<Scalar>(rows: 0, columns: 0)
  private var firstSum: Matrix<Scalar>

  init(_ design: NetworkDesign) {
    gradients = NetworkGradients(design)
    firstSum = Matrix(rows: 1, columns: design.width)
    if let symbols = design.symbols {
      tableGradient = Matrix(rows: symbols, columns: design.width)
    }
  }

  /// Rows of messages in a block: time steps enough for an efficient product, yet within 1 MiB.
  static var blockRows: Int { 800 }

  /// Fills `gradients` with those of the task's loss; `forward.outputs` holds ∂L/∂z.
  mutating func retrace(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    over batch: SequenceBatch<Scalar>
  ) {
    let (size, design) = (batch.size, network.design)
    let blockSteps = min(batch.steps, max(1, Self.blockRows / size))
    reserve(blockSteps, size, design, hasMarks: !batch.marks.isEmpty)
    clear()
    differentiateOutput(forward, over: batch, design)
    var end = batch.steps
    while end > 0 {
      let start = max(0, end - blockSteps)
      spread(network, forward, over: batch, steps: start..<end)
      gather(forward, over: batch, steps: start..<end)
      end = start
    }
    differentiateStart(network, size)
    if design.symbols != nil { differentiateTable(network) }
  }

  /// ∂L/∂Wout = Hᵀ·∂L/∂z, ∂L/∂bout = Σ ∂L/∂z.
  private mutating func differentiateOutput(
    _ forward: ForwardPass<Scalar>, over batch: SequenceBatch<Scalar>, _ design: NetworkDesign
  ) {
    let answered = forward.answeredRows(batch, design)
    gradients.outputBias.addColumnSums(of: forward.outputs, rows: 0..<forward.outputs.rows)
    gradients.outputWeights.setProduct(
      Operand(forward.states, rows: answered, transposed: true), Operand(forward.outputs))
  }

  /// δ_t for a block of time steps, from its end.
  private mutating func spread(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    over batch: SequenceBatch<Scalar>, steps: Range<Int>
  ) {
    let size = batch.size
    let isLast = steps.upperBound == batch.steps
    // The step after this block is the first of the block gathered before.
    if !isLast { messages.moveRows(0..<size, to: steps.count * size) }
    let answersEveryStep = network.design.objective.answersEveryStep
    readOutput(network, forward, over: batch, steps: steps)
    for step in steps.reversed() {
      let slot = slot(step - steps.lowerBound, size)
      let target = answersEveryStep ? slot : 0..<size
      if step < batch.steps - 1 {
        stateGradient.setProduct(
          Operand(messages, rows: slot.upperBound..<slot.upperBound + size),
          .transposed(network.transition.composite), beta: answersEveryStep ? 1 : 0, rows: target)
        if !batch.marks.isEmpty { stateGradient.add(passedOn, to: target) }
      }
      stepBack(network, forward, batch, step, slot: slot, from: target)
    }
  }

  /// δ_t from ∂L/∂h_t.
  private mutating func stepBack(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    _ batch: SequenceBatch<Scalar>, _ step: Int, slot: Range<Int>, from source: Range<Int>
  ) {
    let (size, design) = (batch.size, network.design)
    let clip = design.clip > 0 ? Scalar(design.clip) : .infinity
    let (before, after) = (forward.rows(of: step, size), forward.rows(of: step + 1, size))
    let held = forward.keptRows(of: step, size)
    let places = step * size..<(step + 1) * size
    if !batch.marks.isEmpty { setAside(batch, places, source) }
    switch design.cell {
    case .plain:
      let keeps = design.keepsPreactivations
      messages.backpropagate(
        rows: slot, through: design.activation.kernel, gain: Scalar(design.gain), clip: clip,
        shape: network.shape, kept: keeps ? forward.kept : forward.states,
        keptRows: keeps ? held : after, gradient: stateGradient, gradientRows: source,
        shapeGradient: &gradients.shape)
    case .lstm:
      messages.backpropagateLSTM(
        rows: slot, LSTMRows(before: before, after: after, gates: held), clip: clip,
        peepholes: network.peepholes, cells: forward.cells, gates: forward.kept,
        gradient: stateGradient, gradientRows: source, cellGradient: &cellGradient,
        peepholeGradient: &gradients.peepholes)
    }
    if cellGradient.rows > 0, !batch.marks.isEmpty { cellGradient.add(1, passedOnCell) }
  }

  /// Before a step back: what steps outside their sequence pass on is taken out of the way, so that
  /// their own messages are zero.
  private mutating func setAside(
    _ batch: SequenceBatch<Scalar>, _ places: Range<Int>, _ source: Range<Int>
  ) {
    passedOn.assign(stateGradient, rows: source)
    passedOn.clear(marked: true, from: 0, marks: batch.marks, places: places)
    stateGradient.clear(from: source.lowerBound, marks: batch.marks, places: places)
    guard cellGradient.rows > 0 else { return }
    passedOnCell.assign(cellGradient)
    passedOnCell.clear(marked: true, from: 0, marks: batch.marks, places: places)
    cellGradient.clear(from: 0, marks: batch.marks, places: places)
  }

  /// Writes ∂L/∂z·Woutᵀ where a block's time steps answer.
  private mutating func readOutput(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    over batch: SequenceBatch<Scalar>, steps: Range<Int>
  ) {
    let size = batch.size
    let weights = Operand.transposed(network.outputWeights)
    if network.design.objective.answersEveryStep {
      stateGradient.setProduct(
        Operand(forward.outputs, rows: steps.lowerBound * size..<steps.upperBound * size), weights,
        rows: 0..<steps.count * size)
    } else if steps.upperBound == batch.steps {
      stateGradient.setProduct(Operand(forward.outputs), weights, rows: 0..<size)
    }
  }

  /// Adds a block's Hᵀ·Δ, Xᵀ·Δ and ΣΔ to the gradients of W, Win and b.
  private mutating func gather(
    _ forward: ForwardPass<Scalar>, over batch: SequenceBatch<Scalar>, steps: Range<Int>
  ) {
    let before = steps.lowerBound * batch.size..<steps.upperBound * batch.size
    let block = 0..<before.count
    gradients.transition.setProduct(
      Operand(forward.states, rows: before, transposed: true), Operand(messages, rows: block),
      beta: steps.upperBound == batch.steps ? 0 : 1)
    switch batch.inputs {
    case .numbers(let inputs):
      gradients.bias.addColumnSums(of: messages, rows: block)
      gradients.inputWeights.addOuter(
        inputs: inputs, inputRows: before, values: messages, rows: block)
    case .symbols(let symbols):
      tableGradient.scatter(messages, rows: block, index: symbols, places: before)
    }
  }

  /// ∂L/∂h_0 = Σ(δ_1·Wᵀ), and ∂L/∂c_0.
  private mutating func differentiateStart(_ network: RecurrentNetwork<Scalar>, _ size: Int) {
    firstSum.reset()
    firstSum.addColumnSums(of: messages, rows: 0..<size)
    gradients.initialState.setProduct(
      Operand(firstSum), .transposed(network.transition.composite))
    gradients.initialState.addColumnSums(of: passedOn, rows: 0..<passedOn.rows)
    guard cellGradient.rows > 0 else { return }
    gradients.initialCell.addColumnSums(of: cellGradient, rows: 0..<size)
  }

  /// From the gradient of E·Win + b to those of E, Win and b.
  private mutating func differentiateTable(_ network: RecurrentNetwork<Scalar>) {
    gradients.bias.addColumnSums(of: tableGradient, rows: 0..<tableGradient.rows)
    gradients.inputWeights.setProduct(.transposed(network.embedding), Operand(tableGradient))
    gradients.embedding.setProduct(
      Operand(tableGradient), .transposed(network.inputWeights))
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
    reserve(1, size, design, hasMarks: !batch.marks.isEmpty)
    clear()
    var factor: Scalar = 1
    if case .crossEntropyEveryStep(.mean, _, _) = design.objective {
      factor = Scalar(batch.answers) / Scalar(size)  // from the mean over all answers to the last
    }
    var norms = Array(repeating: 0.0, count: batch.steps)
    for step in (0..<batch.steps).reversed() {
      if step == batch.steps - 1 {
        stateGradient.setProduct(
          Operand(forward.outputs, rows: forward.outputs.rows - size..<forward.outputs.rows),
          .transposed(network.outputWeights), alpha: factor)
      } else {
        stateGradient.setProduct(
          Operand(messages, rows: 0..<size), .transposed(network.transition.composite))
        if !batch.marks.isEmpty { stateGradient.add(passedOn, to: 0..<size) }
      }
      norms[step] = stateGradient.sumOfSquares.squareRoot()
      stepBack(network, forward, batch, step, slot: 0..<size, from: 0..<size)
    }
    return norms
  }
}

extension BackwardPass {
  private func slot(_ index: Int, _ size: Int) -> Range<Int> { index * size..<(index + 1) * size }

  private mutating func reserve(
    _ blockSteps: Int, _ size: Int, _ design: NetworkDesign, hasMarks: Bool
  ) {
    let (n, isLSTM) = (design.hidden, design.cell == .lstm)
    messages.reshape((blockSteps + 1) * size, design.width)
    stateGradient.reshape((design.objective.answersEveryStep ? blockSteps : 1) * size, n)
    cellGradient.reshape(isLSTM ? size : 0, n)
    passedOn.reshape(hasMarks ? size : 0, n)
    passedOnCell.reshape(hasMarks && isLSTM ? size : 0, n)
  }

  private mutating func clear() {
    gradients.bias.reset()
    gradients.inputWeights.reset()
    gradients.initialCell.reset()
    gradients.peepholes.reset()
    gradients.shape.reset()
    gradients.outputBias.reset()
    cellGradient.reset()
    passedOn.reset()
    tableGradient.reset()
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

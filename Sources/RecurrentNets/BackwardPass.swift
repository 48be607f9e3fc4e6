import LinearAlgebra

/// Backpropagation through all time steps, mirroring `ForwardPass` from its end.
///
/// The messages δ_t = ∂L/∂a_t are kept for a block of time steps only: a block's product H ᵀ·Δ then
/// meets states and messages that are still in the cache, and memory does not grow with T.
struct BackwardPass<Scalar: MatrixScalar>: Sendable {
  private(set) var gradients: NetworkGradients<Scalar>
  private var messages = Matrix<Scalar>(rows: 0, columns: 0)
  private var carried = Matrix<Scalar>(rows: 0, columns: 0)
  private var firstSum: Matrix<Scalar>

  init(_ design: NetworkDesign) {
    gradients = NetworkGradients(design)
    firstSum = Matrix(rows: 1, columns: design.hidden)
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
    reserve(blockSteps * size, size, design)
    gradients.bias.reset()
    gradients.inputWeights.reset()
    gradients.outputBias.reset()
    differentiateOutput(forward, over: batch, design)
    let transition = network.transition.composite
    var end = batch.steps
    while end > 0 {
      let start = max(0, end - blockSteps)
      spread(network, forward, over: batch, steps: start..<end, transition)
      gather(forward, over: batch, steps: start..<end)
      end = start
    }
    firstSum.reset()
    firstSum.addColumnSums(of: messages, rows: 0..<size)
    gradients.initialState.setProduct(Operand(firstSum), .transposed(transition))
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

  /// δ_t = clip((∂L/∂z_t·Woutᵀ + δ_{t+1}·Wᵀ) · gain · f′) for a block of time steps, from its end.
  private mutating func spread(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    over batch: SequenceBatch<Scalar>, steps: Range<Int>, _ transition: Matrix<Scalar>
  ) {
    let (size, design) = (batch.size, network.design)
    let answersEveryStep = design.objective.answersEveryStep
    let clip = design.clip > 0 ? Scalar(design.clip) : .infinity
    let isLast = steps.upperBound == batch.steps
    if !isLast { keepFirst(size) }
    readOutput(network, forward, over: batch, steps: steps)
    for step in steps.reversed() {
      let slot = (step - steps.lowerBound) * size..<(step - steps.lowerBound + 1) * size
      let beta: Scalar = answersEveryStep ? 1 : 0
      if step < steps.upperBound - 1 {
        messages.setProduct(
          ofRows: slot.upperBound..<slot.upperBound + size, .transposed(transition), beta: beta,
          rows: slot)
      } else if !isLast {
        messages.setProduct(
          Operand(carried), .transposed(transition), beta: beta, rows: slot)
      }
      messages.backpropagate(
        rows: slot, through: design.activation.kernel, gain: Scalar(design.gain), clip: clip,
        states: forward.states, stateRows: (step + 1) * size..<(step + 2) * size)
    }
  }

  /// Writes ∂L/∂z·Woutᵀ where a block's time steps answer.
  private mutating func readOutput(
    _ network: RecurrentNetwork<Scalar>, _ forward: ForwardPass<Scalar>,
    over batch: SequenceBatch<Scalar>, steps: Range<Int>
  ) {
    let size = batch.size
    let weights = Operand.transposed(network.outputWeights)
    if network.design.objective.answersEveryStep {
      messages.setProduct(
        Operand(forward.outputs, rows: steps.lowerBound * size..<steps.upperBound * size), weights,
        rows: 0..<steps.count * size)
    } else if steps.upperBound == batch.steps {
      messages.setProduct(
        Operand(forward.outputs), weights, rows: (steps.count - 1) * size..<steps.count * size)
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
    gradients.bias.addColumnSums(of: messages, rows: block)
    gradients.inputWeights.addOuter(
      inputs: batch.inputs, inputRows: before, values: messages, rows: block)
  }

  /// Keeps the first messages of the block just gathered for the block before it in time.
  private mutating func keepFirst(_ size: Int) {
    carried.assign(messages, rows: 0..<size)
  }

  private mutating func reserve(_ rows: Int, _ size: Int, _ design: NetworkDesign) {
    if messages.rows != rows || messages.columns != design.hidden {
      messages = Matrix(rows: rows, columns: design.hidden)
    }
    if carried.rows != size || carried.columns != design.hidden {
      carried = Matrix(rows: size, columns: design.hidden)
    }
  }
}

extension BackwardPass {
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

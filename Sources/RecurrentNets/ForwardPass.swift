import LinearAlgebra

/// The hidden states and outputs of a network over a batch.
///
/// Its buffers are kept from batch to batch; they grow or shrink when the batch's shape changes.
struct ForwardPass<Scalar: MatrixScalar>: Sendable {
  /// h_0 … h_T, ((T + 1)·B) × n: rows t·B ..< (t + 1)·B are the states after t steps.
  private(set) var states = Matrix<Scalar>(rows: 0, columns: 0)
  /// z, (T·B) × K, or B × K where only the last step answers; the loss turns it into ∂L/∂z.
  var outputs = Matrix<Scalar>(rows: 0, columns: 0)
  private(set) var largestState: Scalar = 0

  mutating func advance(_ network: RecurrentNetwork<Scalar>, over batch: SequenceBatch<Scalar>) {
    let (size, steps, design) = (batch.size, batch.steps, network.design)
    precondition(
      batch.inputs.columns == design.inputs,
      "inputs of \(batch.inputs.columns) features for a network of \(design.inputs)")
    reserve(batch, design)
    let transition = network.transition.composite
    let kernel = design.activation.kernel
    let gain = Scalar(design.gain)
    largestState = 0
    states.fill(rows: 0..<size, with: network.initialState)
    for step in 0..<steps {
      let before = step * size..<(step + 1) * size
      let after = (step + 1) * size..<(step + 2) * size
      states.fill(
        rows: after, inputs: batch.inputs, inputRows: before, weights: network.inputWeights,
        bias: network.bias)
      states.setProduct(ofRows: before, Operand(transition), beta: 1, rows: after)
      let largest = states.activate(rows: after, with: kernel, gain: gain)
      if largest.isNaN || largest > largestState { largestState = largest }
    }
    let answered = answeredRows(batch, design)
    outputs.fill(rows: 0..<outputs.rows, with: network.outputBias)
    outputs.setProduct(
      Operand(states, rows: answered), Operand(network.outputWeights), beta: 1)
  }

  /// The rows of `states` that the outputs are read from.
  func answeredRows(_ batch: SequenceBatch<Scalar>, _ design: NetworkDesign) -> Range<Int> {
    let all = batch.size..<states.rows
    return design.objective.answersEveryStep ? all : all.suffix(batch.size)
  }

  private mutating func reserve(_ batch: SequenceBatch<Scalar>, _ design: NetworkDesign) {
    let rows = (batch.steps + 1) * batch.size
    let answers = design.objective.answersEveryStep ? rows - batch.size : batch.size
    if states.rows != rows || states.columns != design.hidden {
      states = Matrix(rows: rows, columns: design.hidden)
    }
    if outputs.rows != answers || outputs.columns != design.outputs {
      outputs = Matrix(rows: answers, columns: design.outputs)
    }
  }
}

extension Activation {
  /// The fused loop that computes it.
  var kernel: ActivationKernel {
    switch self {
    case .identity: .identity
    case .tanh: .tanh
    case .relu: .relu
    }
  }
}

public import LinearAlgebra

/// The loss of a network over a batch, and its gradients.
///
/// Owns the buffers of the passes; with batches of one shape nothing is allocated after the first.
///
///     var passes = Backpropagation<Float>(network.design)
///     let report = passes.differentiate(network, over: batch)   // then passes.gradients
///     let report = passes.evaluate(network, over: batch)        // no gradients
public struct Backpropagation<Scalar: MatrixScalar>: Sendable {
  private var forward: ForwardPass<Scalar>
  /// Its buffers are small, and leave those of `forward` as training shaped them.
  private var evaluation: ForwardPass<Scalar>
  private var backward: BackwardPass<Scalar>
  private var probe: BackwardPass<Scalar>?
  private var scoring: Scoring<Scalar>
  private var excess: Matrix<Scalar>

  /// Passes over networks of one design.
  public init(_ design: NetworkDesign) {
    forward = ForwardPass(design)
    evaluation = forward
    backward = BackwardPass(design)
    scoring = Scoring(design)
    let penalised = design.orthogonalityPenalty > 0 ? design.hidden : 0
    excess = Matrix(rows: penalised, columns: penalised)
  }

  /// The gradients of the full loss of the last `differentiate`.
  ///
  /// The spectrum penalty alone is not in them: `RecurrentNetwork.pullBack` adds it, to the parameters
  /// of s.
  public var gradients: NetworkGradients<Scalar> { backward.gradients }

  /// h_1 … h_T of the last `differentiate`, (T·B) × n, time step by time step; a copy, for checks.
  public func hiddenStates(batchSize: Int) -> Matrix<Scalar> {
    forward.states.matrix(rows: batchSize..<forward.states.rows)
  }

  /// The loss over a batch, without gradients.
  ///
  /// - Complexity: about 2·n²·B·T operations; where only the last step answers, memory does not grow
  ///   with T.
  public mutating func evaluate(
    _ network: RecurrentNetwork<Scalar>, over batch: SequenceBatch<Scalar>
  ) -> LossReport {
    evaluation.advance(network, over: batch, keeping: .last)
    let score = scoring.score(&evaluation.outputs, network.design.objective, over: batch)
    return report(network, score, evaluation.largestState)
  }

  /// The loss over a batch; leaves its gradients in `gradients`.
  ///
  /// - Complexity: about 6·n²·B·T + 6·n·K·B·T operations (K at the answering steps only).
  public mutating func differentiate(
    _ network: RecurrentNetwork<Scalar>, over batch: SequenceBatch<Scalar>
  ) -> LossReport {
    forward.advance(network, over: batch, keeping: .all)
    let score = scoring.score(&forward.outputs, network.design.objective, over: batch)
    let report = report(network, score, forward.largestState)
    backward.retrace(network, forward, over: batch)
    backward.addDecay(network)
    if network.design.orthogonalityPenalty > 0 {
      backward.addOrthogonalityPenalty(network, excess: excess)
    }
    return report
  }

  /// ‖∂L_T/∂h_t‖ for t = 1 … T after `differentiate` (Figure 2 of the paper).
  ///
  /// L_T is the loss of the last time step, mean over the batch; the norm is the root of the sum of
  /// squares over units and samples; the message clip acts.
  ///
  /// - Complexity: a backward pass without the gradients of weights, 2·n²·B·T operations.
  public mutating func lastStepGradientNorms(
    _ network: RecurrentNetwork<Scalar>, over batch: SequenceBatch<Scalar>
  ) -> [Double] {
    var pass = probe ?? BackwardPass(network.design)
    probe = nil
    let norms = pass.lastStepNorms(network, forward, over: batch)
    probe = pass
    return norms
  }

  /// ‖h_t‖ for t = 1 … T after `differentiate`: the root of the sum of squares over units and samples.
  public func hiddenNorms(over batch: SequenceBatch<Scalar>) -> [Double] {
    (1...batch.steps).map { step in
      forward.states.sumOfSquares(rows: forward.rows(of: step, batch.size)).squareRoot()
    }
  }

  private mutating func report(
    _ network: RecurrentNetwork<Scalar>, _ score: Scoring<Scalar>.Score, _ largestState: Double
  ) -> LossReport {
    LossReport(
      loss: score.loss + penalties(network), taskLoss: score.loss, accuracy: score.accuracy,
      tally: score.tally, strictTally: score.strictTally, largestState: largestState)
  }

  /// Weight decay and soft constraints, all that the task's loss leaves out of the loss.
  private mutating func penalties(_ network: RecurrentNetwork<Scalar>) -> Double {
    let design = network.design
    var sum = network.transition.spectrumPenalty(design.spectrumPenalty)
    if design.weightDecay > 0 {
      sum +=
        design.weightDecay
        * (network.inputWeights.sumOfSquares + network.transition.composite.sumOfSquares
          + network.outputWeights.sumOfSquares)
    }
    if design.orthogonalityPenalty > 0 {
      let transition = network.transition.composite
      excess.setProduct(.transposed(transition), Operand(transition))
      for i in 0..<excess.rows { excess[i, i] -= 1 }
      sum += design.orthogonalityPenalty * excess.sumOfSquares
    }
    return sum
  }
}

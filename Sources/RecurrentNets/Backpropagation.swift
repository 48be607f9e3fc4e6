public import LinearAlgebra

/// The loss of a network over a batch, and its gradients.
///
/// Owns the buffers of the passes; with batches of one shape nothing is allocated after the first.
///
///     var passes = Backpropagation<Float>(network.design)
///     let report = passes.differentiate(network, over: batch)   // then passes.gradients
///     let report = passes.evaluate(network, over: batch)        // no gradients
public struct Backpropagation<Scalar: MatrixScalar>: Sendable {
  private var forward = ForwardPass<Scalar>()
  private var backward: BackwardPass<Scalar>
  private var scratch: Matrix<Scalar>
  private var excess: Matrix<Scalar>

  /// Passes over networks of one design.
  public init(_ design: NetworkDesign) {
    backward = BackwardPass(design)
    scratch = Matrix(rows: 1, columns: (design.outputs + 4) * 64)
    excess = Matrix(rows: design.hidden, columns: design.hidden)
  }

  /// The gradients of the full loss of the last `differentiate`.
  ///
  /// The spectrum penalty alone is not in them: `RecurrentNetwork.pullBack` adds it, to the parameters
  /// of s.
  public var gradients: NetworkGradients<Scalar> { backward.gradients }

  /// h_1 … h_T of the last pass, (T·B) × n, time step by time step; a copy, for checks and probes.
  public func hiddenStates(batchSize: Int) -> Matrix<Scalar> {
    let all = forward.states
    return Matrix(
      rows: all.rows - batchSize, columns: all.columns,
      elements: Array(all.elements.dropFirst(batchSize * all.columns)))
  }

  /// The loss over a batch, without gradients.
  public mutating func evaluate(
    _ network: RecurrentNetwork<Scalar>, over batch: SequenceBatch<Scalar>
  ) -> LossReport {
    forward.advance(network, over: batch)
    let task = forward.score(network.design.objective, over: batch, scratch: &scratch)
    return LossReport(
      loss: task.loss + penalties(network), taskLoss: task.loss, accuracy: task.accuracy,
      largestState: Double(forward.largestState))
  }

  /// The loss over a batch; leaves its gradients in `gradients`.
  ///
  /// - Complexity: about 6·n²·B·T + 6·n·K·B·T operations (K at the answering steps only).
  public mutating func differentiate(
    _ network: RecurrentNetwork<Scalar>, over batch: SequenceBatch<Scalar>
  ) -> LossReport {
    let report = evaluate(network, over: batch)
    backward.retrace(network, forward, over: batch)
    backward.addDecay(network)
    if network.design.orthogonalityPenalty > 0 {
      backward.addOrthogonalityPenalty(network, excess: excess)
    }
    return report
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

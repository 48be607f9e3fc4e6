import LinearAlgebra

/// A network's parameters as the steps of a backward pass read them, laid out once for all steps.
struct BackwardWeights<Scalar: MatrixScalar>: Sendable {
  /// Wᵀ.
  private(set) var transition: PackedMatrix<Scalar>
  /// Woutᵀ.
  private(set) var output: PackedMatrix<Scalar>
  /// w_i, w_f and w_o of an LSTM.
  private(set) var peepholes: PaddedRows<Scalar>

  init(_ design: NetworkDesign) {
    let n = design.hidden
    transition = PackedMatrix(rows: n, columns: n, blocks: design.cell.gates, transposed: true)
    output = PackedMatrix(rows: n, columns: design.outputs, transposed: true)
    peepholes = PaddedRows(rows: design.cell == .lstm ? 3 : 0, columns: n)
  }

  /// Lays out the parameters as they are now.
  mutating func lay(_ network: RecurrentNetwork<Scalar>) {
    transition.pack(network.transition.composite)
    output.pack(network.outputWeights)
    if peepholes.rows > 0 { peepholes.assign(network.peepholes) }
  }

  /// ∂L/∂z_t·Woutᵀ for some sequences at one step, where that step answers.
  func outputs(
    _ forward: ForwardPass<Scalar>, _ batch: SequenceBatch<Scalar>, _ step: Int,
    _ run: Range<Int>, _ design: NetworkDesign
  ) -> StepTerm<Scalar> {
    if design.objective.answersEveryStep {
      return .rows(forward.outputs, rows: batch.places(of: step, run), output)
    }
    return step == batch.steps - 1 ? .rows(forward.outputs, rows: run, output) : .nothing
  }
}

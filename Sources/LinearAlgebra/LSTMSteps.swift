// The steps of a peephole LSTM with their shapes held here; CKSteps.h has the formulas.

import CKernels

/// The rows of one time step in the buffers of an LSTM's pass.
public struct LSTMRows: Sendable {
  /// The rows of states and cells before the step.
  public let before: Range<Int>
  /// The rows of states and cells after it.
  public let after: Range<Int>
  /// The rows of gates.
  public let gates: Range<Int>

  /// The rows of a step.
  public init(before: Range<Int>, after: Range<Int>, gates: Range<Int>) {
    precondition(
      before.count == after.count && before.count == gates.count && !before.overlaps(after),
      "rows \(before), \(after) and \(gates) of one step")
    self.before = before
    self.after = after
    self.gates = gates
  }
}

extension PaddedRows {
  /// One step on: self are the gates, four blocks of n columns, made from the states before.
  ///
  /// - Parameters:
  ///   - step: the step's rows.
  ///   - transition: W, four blocks.
  ///   - start: what the pre-activations begin with.
  ///   - inputs: x·Win.
  ///   - peepholes: w_i, w_f and w_o, three rows.
  ///   - cells: c; the rows after the step change.
  ///   - states: h; the rows after the step change.
  /// - Returns: max |h|, NaN if there is a NaN.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func advanceLSTM(
    _ step: LSTMRows, by transition: PackedMatrix<Scalar>, start: StepStart<Scalar>,
    inputs: StepTerm<Scalar>, peepholes: PaddedRows, cells: inout PaddedRows,
    states: inout PaddedRows
  ) -> Double {
    requireLSTM(step, peepholes, cells)
    requireLSTM(step, peepholes, states)
    let (width, stride, units) = (width, stride, blockWidth)
    let gates = mutableBase(step.gates.lowerBound)
    let (h, c) = (states.mutableBase(0), cells.mutableBase(0))
    let own = states.term(step.before, transition, width)
    let cellStride = cells.stride
    return withAffine(rows: step.gates.count, width: width, start, own, inputs) { affine in
      affine.out = UnsafeMutableRawPointer(gates)
      affine.out_stride = stride
      var call = CKForwardLSTM(
        affine: affine, units: units, peepholes: peepholes.base(0),
        peephole_stride: peepholes.stride, cell_before: c + step.before.lowerBound * cellStride,
        cell_after: c + step.after.lowerBound * cellStride,
        h: h + step.after.lowerBound * cellStride, stride: cellStride)
      return Scalar.stepKernels.table.pointee.forward_lstm(&call)
    }
  }

  /// One step back: self are the messages, four blocks of n columns.
  ///
  /// - Parameters:
  ///   - target: the rows of messages that change.
  ///   - source: the messages of the step after; nil where there is none.
  ///   - transposed: Wᵀ.
  ///   - start: what ∂L/∂h begins with.
  ///   - outputs: ∂L/∂z·Woutᵀ.
  ///   - step: the step's rows.
  ///   - clip: the largest magnitude let through; infinity lets all through.
  ///   - peepholes: three rows.
  ///   - cells: c.
  ///   - gates: i, f, g, o as the step left them.
  ///   - cellGradient: ∂L/∂c after the step; becomes that before it.
  ///   - cellRows: the rows of it that are the step's.
  ///   - peepholeGradient: gets ∂L/∂(peepholes) added, three rows.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func retraceLSTM(
    to target: Range<Int>, from source: Range<Int>?, by transposed: PackedMatrix<Scalar>,
    start: StepStart<Scalar>, outputs: StepTerm<Scalar>, _ step: LSTMRows, clip: Double,
    peepholes: PaddedRows, cells: PaddedRows, gates: PaddedRows,
    cellGradient: inout PaddedRows, cellRows: Range<Int>, peepholeGradient: inout PaddedRows
  ) {
    if let source { requireStep(source, target) }
    require(target)
    gates.requireLSTM(step, peepholes, cells)
    cellGradient.require(cellRows)
    precondition(
      gates.width == width && target.count == step.gates.count && cellRows.count == target.count
        && cellGradient.columns == columns && peepholeGradient.columns == columns
        && peepholeGradient.rows == 3,
      "rows \(target) of \(shape) from \(gates.shape) and \(cellGradient.shape)")
    let (stride, units) = (stride, blockWidth)
    let messages = mutableBase(target.lowerBound)
    let own = source.map { term($0, transposed, units) } ?? CKTerm()
    let dc = cellGradient.mutableBase(cellRows.lowerBound)
    let sums = peepholeGradient.mutableBase(0)
    withAffine(rows: target.count, width: units, start, own, outputs) { affine in
      var call = CKBackwardLSTM(
        affine: affine, units: units, clip: clip, peepholes: peepholes.base(0),
        peephole_stride: peepholes.stride, cell_before: cells.base(step.before.lowerBound),
        cell_after: cells.base(step.after.lowerBound), cell_gradient: dc, stride: cells.stride,
        gates: gates.base(step.gates.lowerBound), gates_stride: gates.stride, messages: messages,
        messages_stride: stride, peephole_gradient: sums)
      Scalar.stepKernels.table.pointee.backward_lstm(&call)
    }
  }

  private func requireLSTM(_ step: LSTMRows, _ peepholes: PaddedRows, _ cells: PaddedRows) {
    require(step.gates)
    cells.require(step.before)
    cells.require(step.after)
    precondition(
      blocks == 4 && columns == cells.columns && cells.blocks == 1 && peepholes.rows == 3
        && peepholes.columns == columns,
      "gates of \(shape), cells of \(cells.shape), peepholes of \(peepholes.shape)")
  }
}

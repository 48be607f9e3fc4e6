import CKernels
import LinearAlgebra
import Testing

@testable import LinearAlgebra

/// The step kernels of one level, called with plain arrays.
///
/// The sums of the steps are given as their starts, so that what is tested is the cell alone.
struct LevelSteps<Scalar: MatrixScalar> {
  let table: CKStepTable

  static func at(_ level: UInt32) throws -> LevelSteps {
    let level = CKLevel(rawValue: level)
    let table = Scalar.self == Float.self ? ck_float_steps_at(level) : ck_double_steps_at(level)
    return LevelSteps(table: try #require(table).pointee)
  }

  /// Rows of numbers, each of `blocks` blocks, laid out as the kernels want them.
  func padded(_ values: [Scalar], rows: Int, blocks: Int = 1) -> PaddedRows<Scalar> {
    let columns = values.count / rows
    var padded = PaddedRows<Scalar>(rows: rows, columns: columns / blocks, blocks: blocks)
    padded.assign(Matrix(rows: rows, columns: columns, elements: values))
    return padded
  }

  /// A sum that is its start.
  private func affine(
    _ start: PaddedRows<Scalar>, _ out: UnsafeMutablePointer<Scalar>?, _ stride: Int
  )
    -> CKAffine
  {
    CKAffine(
      rows: start.rows, width: start.width, start: start.base(0), start_stride: start.stride,
      index: nil, terms: (CKTerm(), CKTerm()), out: out, out_stride: stride)
  }

  /// h = f(gain · a), and max |h|.
  func activate(
    _ function: CKActivation, rows: Int = 1, gain: Double = 1, shape: [Scalar] = [0], _ a: [Scalar]
  ) -> (h: [Scalar], largest: Double) {
    let start = padded(a, rows: rows)
    var (h, kept) = (start, start)
    h.reset()
    let inPlace = function.rawValue <= CKActivationReLU.rawValue
    let state = h.mutableBase(0)
    let sum = inPlace ? state : kept.mutableBase(0)
    let largest = shape.withUnsafeBufferPointer { shape in
      var step = CKForward(
        affine: affine(start, sum, start.stride), cell: cell(function, start.columns, gain, shape),
        h: state, h_stride: start.stride)
      return table.forward(&step)
    }
    return (h.matrix(rows: 0..<rows).elements, largest)
  }

  /// clip(gradient · gain · f′), and ∂L/∂shape added to `sums`.
  func messages(
    _ function: CKActivation, rows: Int = 1, gain: Double = 1, clip: Double, shape: [Scalar] = [0],
    kept: [Scalar], _ gradient: [Scalar], sums: [Scalar] = [0]
  ) -> (messages: [Scalar], sums: [Scalar]) {
    let (start, kept) = (padded(gradient, rows: rows), padded(kept, rows: rows))
    var (messages, sums) = (start, sums)
    let out = messages.mutableBase(0)
    shape.withUnsafeBufferPointer { shape in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let sums = sums.baseAddress else { return }
        var step = CKBackward(
          affine: affine(start, nil, 0), cell: cell(function, start.columns, gain, shape),
          clip: clip, kept: kept.base(0), kept_stride: kept.stride, messages: out,
          messages_stride: start.stride, shape_gradient: sums)
        table.backward(&step)
      }
    }
    return (messages.matrix(rows: 0..<rows).elements, sums)
  }

  private func cell(
    _ function: CKActivation, _ columns: Int, _ gain: Double, _ shape: UnsafeBufferPointer<Scalar>
  ) -> CKPlainCell {
    CKPlainCell(
      function: function, columns: columns, gain: gain,
      shape: UnsafeRawPointer(shape.baseAddress.unsafelyUnwrapped))
  }
}

extension LevelSteps {
  /// One step of an LSTM from gates' pre-activations (rows × 4n), peepholes (3 × n) and cells.
  func forwardLSTM(_ gates: [Scalar], _ peepholes: [Scalar], _ cells: [Scalar], rows: Int)
    -> (gates: [Scalar], cell: [Scalar], state: [Scalar], largest: Double)
  {
    let (start, peepholes) = (padded(gates, rows: rows, blocks: 4), padded(peepholes, rows: 3))
    let before = padded(cells, rows: rows)
    var (out, after, state) = (start, before, before)
    var step = CKForwardLSTM(
      affine: affine(start, out.mutableBase(0), start.stride), units: before.width,
      peepholes: peepholes.base(0), peephole_stride: peepholes.stride,
      cell_before: before.base(0), cell_after: after.mutableBase(0), h: state.mutableBase(0),
      stride: before.stride)
    let largest = table.forward_lstm(&step)
    func plain(_ values: PaddedRows<Scalar>) -> [Scalar] { values.matrix(rows: 0..<rows).elements }
    return (plain(out), plain(after), plain(state), largest)
  }

  /// The same step back: messages, ∂L/∂(peepholes) and ∂L/∂c before the step.
  func backwardLSTM(
    _ gates: [Scalar], _ peepholes: [Scalar], before: [Scalar], after: [Scalar],
    gradient: [Scalar], cellGradient: [Scalar], rows: Int
  ) -> (messages: [Scalar], toPeepholes: [Scalar], toCell: [Scalar]) {
    let (gates, peepholes) = (padded(gates, rows: rows, blocks: 4), padded(peepholes, rows: 3))
    let (before, after) = (padded(before, rows: rows), padded(after, rows: rows))
    let start = padded(gradient, rows: rows)
    var (messages, sums, toCell) = (gates, peepholes, padded(cellGradient, rows: rows))
    sums.reset()
    var step = CKBackwardLSTM(
      affine: affine(start, nil, 0), units: before.width, clip: .infinity,
      peepholes: peepholes.base(0), peephole_stride: peepholes.stride,
      cell_before: before.base(0), cell_after: after.base(0),
      cell_gradient: toCell.mutableBase(0), stride: before.stride, gates: gates.base(0),
      gates_stride: gates.stride, messages: messages.mutableBase(0),
      messages_stride: messages.stride, peephole_gradient: sums.mutableBase(0))
    table.backward_lstm(&step)
    return (
      messages.matrix(rows: 0..<rows).elements, sums.matrix(rows: 0..<3).elements,
      toCell.matrix(rows: 0..<rows).elements
    )
  }
}

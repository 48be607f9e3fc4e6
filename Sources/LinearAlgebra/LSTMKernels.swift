// The fused step of a peephole LSTM, with its shapes held here; CKernels.h has the formulas.

/// The rows of one time step in the matrices of an LSTM's pass.
public struct LSTMRows: Sendable {
  /// B rows of states and cells before the step.
  public let before: Range<Int>
  /// B rows of states and cells after it.
  public let after: Range<Int>
  /// B rows of gates.
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

extension Matrix {
  /// Goes one step on: self are the gates' pre-activations (rows × 4n), which become the gates.
  ///
  /// - Parameters:
  ///   - step: the step's rows.
  ///   - peepholes: w_i, w_f and w_o, 3 × n.
  ///   - cells: c, n columns; the rows after the step change.
  ///   - states: h, n columns; the rows after the step change.
  /// - Returns: max |h|, NaN if there is a NaN.
  public mutating func stepLSTM(
    _ step: LSTMRows, peepholes: Matrix, cells: inout Matrix, states: inout Matrix
  ) -> Scalar {
    requireLSTM(step, peepholes, cells)
    cells.requireSameShape(as: states)
    let n = cells.columns
    return withRows(step.gates) { gates in
      peepholes.withRows(0..<3) { peepholes in
        states.withRows(step.after) { h in
          cells.withRows(0..<cells.rows) { base in
            Scalar.stepLSTM(
              rows: step.gates.count, columns: n, peepholes: peepholes,
              cellBefore: base + step.before.lowerBound * n, gates: gates,
              cellAfter: base + step.after.lowerBound * n, h: h)
          }
        }
      }
    }
  }

  /// Goes one step back: self are the messages (rows × 4n) that are written at `target`.
  ///
  /// - Parameters:
  ///   - target: the rows of messages that change.
  ///   - step: the step's rows.
  ///   - clip: the largest magnitude let through; infinity lets all through.
  ///   - peepholes: 3 × n.
  ///   - cells: c.
  ///   - gates: i, f, g, o as the step left them.
  ///   - gradient: ∂L/∂h, with n columns.
  ///   - gradientRows: those of the step.
  ///   - cellGradient: ∂L/∂c after the step, B × n; becomes that before it.
  ///   - peepholeGradient: gets ∂L/∂(peepholes) added.
  public mutating func backpropagateLSTM(
    rows target: Range<Int>, _ step: LSTMRows, clip: Scalar, peepholes: Matrix, cells: Matrix,
    gates: Matrix, gradient: Matrix, gradientRows: Range<Int>, cellGradient: inout Matrix,
    peepholeGradient: inout Matrix
  ) {
    gates.requireLSTM(step, peepholes, cells)
    peepholes.requireSameShape(as: peepholeGradient)
    let n = cells.columns
    precondition(
      columns == 4 * n && target.upperBound <= rows && target.count == step.gates.count
        && gradient.columns == n && gradientRows.upperBound <= gradient.rows
        && gradientRows.count == target.count && cellGradient.columns == n
        && cellGradient.rows == target.count,
      "rows \(target) of \(shape) from \(gradient.shape) and \(cellGradient.shape)")
    withRows(target) { messages in
      peepholes.withRows(0..<3) { peepholes in
        cells.withRows(0..<cells.rows) { base in
          gates.withRows(step.gates) { gates in
            gradient.withRows(gradientRows) { gradient in
              cellGradient.withRows(0..<target.count) { cellGradient in
                peepholeGradient.withRows(0..<3) {
                  Scalar.backpropagateLSTM(
                    rows: target.count, columns: n, clip: clip, peepholes: peepholes,
                    cellBefore: base + step.before.lowerBound * n,
                    cellAfter: base + step.after.lowerBound * n, gates: gates,
                    gradient: gradient, cellGradient: cellGradient, messages: messages,
                    peepholeGradient: $0)
                }
              }
            }
          }
        }
      }
    }
  }

  private func requireLSTM(_ step: LSTMRows, _ peepholes: Matrix, _ cells: Matrix) {
    precondition(
      columns == 4 * cells.columns && step.gates.upperBound <= rows
        && max(step.before.upperBound, step.after.upperBound) <= cells.rows
        && peepholes.rows == 3 && peepholes.columns == cells.columns,
      "gates of \(shape), cells of \(cells.shape), peepholes of \(peepholes.shape)")
  }
}

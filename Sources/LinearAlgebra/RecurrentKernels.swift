// The fused loops of a recurrent network's forward and backward pass, with their shapes held here.

extension Matrix {
  /// self[rows] ← 1·bias + X[inputRows]·W, in place.
  ///
  /// - Parameters:
  ///   - target: the m rows that change (n columns).
  ///   - inputs: X, with d columns.
  ///   - inputRows: m rows of X.
  ///   - weights: W, d × n.
  ///   - bias: 1 × n.
  public mutating func fill(
    rows target: Range<Int>, inputs: Matrix, inputRows: Range<Int>, weights: Matrix, bias: Matrix
  ) {
    precondition(
      target.count == inputRows.count && weights.rows == inputs.columns
        && weights.columns == columns && bias.count == columns
        && target.upperBound <= rows && inputRows.upperBound <= inputs.rows,
      "rows \(inputRows) of \(inputs.shape) by \(weights.shape) into rows \(target) of \(shape)")
    let (columns, few) = (columns, inputs.columns <= Self.fewInputs)
    withRows(target) { out in
      inputs.withRows(inputRows) { x in
        weights.withRows(0..<weights.rows) { w in
          bias.withRows(0..<1) {
            Scalar.fillAffine(
              rows: target.count, inputs: few ? inputs.columns : 0, columns: columns, x: x, w: w,
              bias: $0, out: out)
          }
        }
      }
    }
    if !few {
      setProduct(Operand(inputs, rows: inputRows), Operand(weights), beta: 1, rows: target)
    }
  }

  /// self[rows] ← 1·row, in place: the same row vector (1 × n) in each.
  public mutating func fill(rows target: Range<Int>, with row: Matrix) {
    precondition(
      row.count == columns && target.upperBound <= rows,
      "\(row.shape) into rows \(target) of \(shape)")
    let columns = columns
    withRows(target) { out in
      row.withRows(0..<1) {
        Scalar.fillAffine(
          rows: target.count, inputs: 0, columns: columns, x: $0, w: $0, bias: $0, out: out)
      }
    }
  }

  /// self[rows] ← f(gain · self[rows]), in place; the answer is max |f|, NaN if there is a NaN.
  public mutating func activate(
    rows target: Range<Int>, with kernel: ActivationKernel, gain: Scalar
  ) -> Scalar {
    precondition(target.upperBound <= rows, "rows \(target) of \(shape)")
    let count = target.count * columns
    return withRows(target) { Scalar.activate(kernel, gain: gain, values: $0, count: count) }
  }

  /// self[rows] ← clip(self[rows] · gain · f′, ±clip), in place: from dL/dh to dL/da.
  ///
  /// - Parameters:
  ///   - target: the rows of messages that change.
  ///   - kernel: f, whose derivative is read off the states h = f(gain·a).
  ///   - gain: the factor on the pre-activation.
  ///   - clip: the largest magnitude let through; infinity lets all through.
  ///   - states: h.
  ///   - stateRows: as many rows of h.
  public mutating func backpropagate(
    rows target: Range<Int>, through kernel: ActivationKernel, gain: Scalar, clip: Scalar,
    states: Matrix, stateRows: Range<Int>
  ) {
    precondition(
      target.count == stateRows.count && columns == states.columns && target.upperBound <= rows
        && stateRows.upperBound <= states.rows,
      "rows \(stateRows) of \(states.shape) for rows \(target) of \(shape)")
    let count = target.count * columns
    withRows(target) { messages in
      states.withRows(stateRows) {
        Scalar.backpropagate(
          kernel, gain: gain, clip: clip, states: $0, messages: messages, count: count)
      }
    }
  }

  /// self ← self + the column sums of some rows of `values`, in place; self is 1 × n.
  public mutating func addColumnSums(of values: Matrix, rows: Range<Int>) {
    precondition(
      count == values.columns && rows.upperBound <= values.rows, "\(values.shape) into \(shape)")
    withRows(0..<1) { sums in
      values.withRows(rows) {
        Scalar.addColumnSums(rows: rows.count, columns: values.columns, values: $0, sums: sums)
      }
    }
  }

  /// self ← self + X[inputRows]ᵀ · D[rows], in place; self is d × n.
  public mutating func addOuter(
    inputs: Matrix, inputRows: Range<Int>, values: Matrix, rows valueRows: Range<Int>
  ) {
    precondition(
      rows == inputs.columns && columns == values.columns && inputRows.count == valueRows.count
        && inputRows.upperBound <= inputs.rows && valueRows.upperBound <= values.rows,
      "\(inputs.shape) and \(values.shape) into \(shape)")
    guard rows <= Self.fewInputs else {
      setProduct(
        Operand(inputs, rows: inputRows, transposed: true), Operand(values, rows: valueRows),
        beta: 1)
      return
    }
    withRows(0..<rows) { w in
      inputs.withRows(inputRows) { x in
        values.withRows(valueRows) {
          Scalar.addOuter(
            rows: valueRows.count, inputs: inputs.columns, columns: values.columns, x: x,
            values: $0, w: w)
        }
      }
    }
  }

  /// Turns some rows of logits into the gradient of their scaled cross-entropy, in place.
  ///
  /// z ← scale · (softmax(z) − onehot(target)); log-softmax is used without a floor on the
  /// probabilities, so the loss of an impossible target is large and its gradient is not lost.
  ///
  /// - Parameters:
  ///   - target: the rows that change.
  ///   - targets: one class a row of the matrix; `target` picks from it too.
  ///   - scale: the factor on the gradient.
  ///   - scratch: room for (classes + 4) × 64 entries.
  /// - Returns: Σ −log softmax(z)[target] over the rows, in nats and unscaled, and how many rows have
  ///   their first largest logit at the target.
  public mutating func softmaxCrossEntropy(
    rows target: Range<Int>, targets: [Int32], scale: Scalar, scratch: inout Matrix
  ) -> (loss: Double, correct: Int) {
    precondition(
      target.upperBound <= min(rows, targets.count) && scratch.count >= (columns + 4) * 64,
      "rows \(target) of \(shape), \(targets.count) targets, \(scratch.shape) scratch")
    let classes = columns
    var correct = 0
    let loss = withRows(target) { logits in
      scratch.withRows(0..<1) { scratch in
        targets.withUnsafeBufferPointer { all in
          guard let first = all.baseAddress else { return 0.0 }
          return Scalar.softmaxCrossEntropy(
            rows: target.count, classes: classes, targets: first + target.lowerBound,
            scale: scale, logits: logits, scratch: scratch, correct: &correct)
        }
      }
    }
    return (loss, correct)
  }

  /// Up to this many inputs the fused loops beat a BLAS product, which packs its operands first.
  static var fewInputs: Int { 16 }
}

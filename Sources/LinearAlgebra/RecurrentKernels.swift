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

  /// self[rows] ← f(gain · a), in place.
  ///
  /// - Parameters:
  ///   - target: the rows that change; a stands there, too, unless `kept` is given.
  ///   - kernel: f.
  ///   - gain: the factor on the pre-activation.
  ///   - parameter: f's own: one slope (PReLU), n offsets (modReLU); else not read.
  ///   - kept: a, for an f whose derivative cannot be read off the state.
  ///   - keptRows: as many rows of it.
  /// - Returns: max |f|, NaN if there is a NaN.
  public mutating func activate(
    rows target: Range<Int>, with kernel: ActivationKernel, gain: Scalar, shape parameter: Matrix,
    kept: Matrix, keptRows: Range<Int>
  ) -> Scalar {
    precondition(
      target.upperBound <= rows
        && (!kernel.keepsPreactivation
          || (keptRows.count == target.count && keptRows.upperBound <= kept.rows
            && kept.columns == columns)),
      "rows \(keptRows) of \(kept.shape) for rows \(target) of \(shape)")
    requireShape(parameter, of: kernel)
    let columns = columns
    return withRows(target) { h in
      parameter.withRows(0..<parameter.rows) { parameter in
        kept.withRows(keptRows) {
          Scalar.activate(
            kernel, rows: target.count, columns: columns, gain: gain, shape: parameter, kept: $0,
            h: h)
        }
      }
    }
  }

  /// self[rows] ← clip(∂L/∂h · gain · f′, ±clip): from ∂L/∂h to the messages ∂L/∂a.
  ///
  /// - Parameters:
  ///   - target: the rows of messages that change.
  ///   - kernel: f, whose derivative is read off `kept`: the states, or the pre-activations.
  ///   - gain: the factor on the pre-activation.
  ///   - clip: the largest magnitude let through; infinity lets all through.
  ///   - parameter: f's own.
  ///   - kept: h, or a where `kernel.keepsPreactivation`.
  ///   - keptRows: as many rows of it.
  ///   - gradient: ∂L/∂h.
  ///   - gradientRows: as many rows of it.
  ///   - shapeGradient: gets ∂L/∂shape added.
  public mutating func backpropagate(
    rows target: Range<Int>, through kernel: ActivationKernel, gain: Scalar, clip: Scalar,
    shape parameter: Matrix, kept: Matrix, keptRows: Range<Int>, gradient: Matrix,
    gradientRows: Range<Int>, shapeGradient: inout Matrix
  ) {
    precondition(
      target.count == keptRows.count && target.count == gradientRows.count
        && columns == kept.columns && columns == gradient.columns && target.upperBound <= rows
        && keptRows.upperBound <= kept.rows && gradientRows.upperBound <= gradient.rows,
      "rows \(keptRows) of \(kept.shape), \(gradientRows) of \(gradient.shape) for rows "
        + "\(target) of \(shape)")
    requireShape(parameter, of: kernel)
    parameter.requireSameShape(as: shapeGradient)
    let columns = columns
    withRows(target) { messages in
      kept.withRows(keptRows) { kept in
        gradient.withRows(gradientRows) { gradient in
          parameter.withRows(0..<parameter.rows) { parameter in
            shapeGradient.withRows(0..<shapeGradient.rows) {
              Scalar.backpropagate(
                kernel, rows: target.count, columns: columns, gain: gain, clip: clip,
                shape: parameter, kept: kept, gradient: gradient, messages: messages,
                shapeGradient: $0)
            }
          }
        }
      }
    }
  }

  private func requireShape(_ parameter: Matrix, of kernel: ActivationKernel) {
    let isRight =
      switch kernel {
      case .prelu: parameter.count == 1
      case .modrelu: parameter.count == columns
      case .oplu: columns.isMultiple(of: 2)
      case .identity, .tanh, .relu: true
      }
    precondition(isRight, "\(kernel) of \(columns) units with a parameter of \(parameter.shape)")
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

  /// Turns logits into the gradient of their scaled cross-entropy, in place.
  ///
  /// z ← scale · (softmax(z) − onehot(target)); log-softmax is used without a floor on the
  /// probabilities, so the loss of an impossible target is large and its gradient is not lost.
  ///
  /// - Parameters:
  ///   - targets: one class a row; below 0 nothing is asked: the row and its loss become 0.
  ///   - scale: the factor on the gradient.
  ///   - scratch: room for (classes + 4) × 64 entries.
  ///   - losses: gets each row's −log softmax(z)[target], in nats and unscaled.
  ///   - hits: gets 1 for each row whose first largest logit is at the target, else 0.
  public mutating func softmaxCrossEntropy(
    targets: [Int32], scale: Scalar, scratch: inout Matrix, losses: inout [Double],
    hits: inout [UInt8]
  ) {
    precondition(
      rows == targets.count && rows == losses.count && rows == hits.count
        && scratch.count >= (columns + 4) * 64,
      "\(targets.count) targets for \(shape), \(scratch.shape) scratch")
    let (rows, classes) = (rows, columns)
    guard rows > 0 else { return }
    withRows(0..<rows) { logits in
      scratch.withRows(0..<1) { scratch in
        targets.withUnsafeBufferPointer { targets in
          losses.withUnsafeMutableBufferPointer { losses in
            hits.withUnsafeMutableBufferPointer { hits in
              guard let targets = targets.baseAddress, let losses = losses.baseAddress,
                let hits = hits.baseAddress
              else { return }
              Scalar.softmaxCrossEntropy(
                rows: rows, classes: classes, targets: targets, scale: scale, logits: logits,
                scratch: scratch, losses: losses, hits: hits)
            }
          }
        }
      }
    }
  }

  /// Up to this many inputs the fused loops beat a BLAS product, which packs its operands first.
  static var fewInputs: Int { 16 }
}

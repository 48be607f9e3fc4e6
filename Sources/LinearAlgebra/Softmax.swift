extension PaddedRows {
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
    targets: [Int32], scale: Scalar, scratch: inout Matrix<Scalar>, losses: inout [Double],
    hits: inout [UInt8]
  ) {
    precondition(
      blocks == 1 && rows == targets.count && rows == losses.count && rows == hits.count
        && scratch.count >= (columns + 4) * 64,
      "\(targets.count) targets for \(shape), \(scratch.shape) scratch")
    let (rows, classes, stride) = (rows, columns, stride)
    guard rows > 0 else { return }
    let logits = mutableBase(0)
    scratch.withRows(0..<1) { scratch in
      targets.withUnsafeBufferPointer { targets in
        losses.withUnsafeMutableBufferPointer { losses in
          hits.withUnsafeMutableBufferPointer { hits in
            guard let targets = targets.baseAddress, let losses = losses.baseAddress,
              let hits = hits.baseAddress
            else { return }
            Scalar.softmaxCrossEntropy(
              rows: rows, classes: classes, stride: stride, targets: targets, scale: scale,
              logits: logits, scratch: scratch, losses: losses, hits: hits)
          }
        }
      }
    }
  }
}

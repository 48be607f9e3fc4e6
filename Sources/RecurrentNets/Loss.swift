import LinearAlgebra

extension ForwardPass {
  /// The task's loss and accuracy; turns `outputs` from z into ∂L/∂z.
  mutating func score(
    _ objective: Objective, over batch: SequenceBatch<Scalar>, scratch: inout Matrix<Scalar>
  ) -> (loss: Double, accuracy: Double?) {
    switch (objective, batch.targets) {
    case (.crossEntropyEveryStep(let reduction, let scoredSteps), .classes(let classes)):
      requireClasses(classes)
      let factor =
        switch reduction {
        case .mean: 1 / Double(outputs.rows)
        case .sumTime: 1 / Double(batch.size)
        }
      let scored = min(scoredSteps ?? batch.steps, batch.steps) * batch.size
      return crossEntropy(classes, factor: factor, scored: scored, scratch: &scratch)
    case (.crossEntropyLastStep, .classes(let classes)):
      requireClasses(classes)
      return crossEntropy(
        classes, factor: 1 / Double(batch.size), scored: batch.size, scratch: &scratch)
    case (.squaredErrorLastStep, .values(let values)):
      return (squaredError(values, size: batch.size), nil)
    default:
      preconditionFailure("targets \(batch.targets) for \(objective)")
    }
  }

  /// The cross-entropy of all rows times `factor`, and the accuracy of the last `scored` rows.
  private mutating func crossEntropy(
    _ classes: [Int32], factor: Double, scored: Int, scratch: inout Matrix<Scalar>
  ) -> (loss: Double, accuracy: Double?) {
    let boundary = outputs.rows - scored
    let before = outputs.softmaxCrossEntropy(
      rows: 0..<boundary, targets: classes, scale: Scalar(factor), scratch: &scratch)
    let within = outputs.softmaxCrossEntropy(
      rows: boundary..<outputs.rows, targets: classes, scale: Scalar(factor), scratch: &scratch)
    return ((before.loss + within.loss) * factor, Double(within.correct) / Double(scored))
  }

  /// Σ(z − y)² over outputs, mean over the batch; ∂L/∂z = 2(z − y)/B.
  private mutating func squaredError(_ values: Matrix<Scalar>, size: Int) -> Double {
    outputs.add(-1, values)
    let loss = outputs.sumOfSquares / Double(size)
    outputs.scale(by: Scalar(2 / Double(size)))
    return loss
  }

  private func requireClasses(_ classes: [Int32]) {
    let known = 0..<Int32(outputs.columns)
    precondition(
      classes.count == outputs.rows && classes.allSatisfy(known.contains),
      "\(classes.count) targets for \(outputs.rows) answers among \(outputs.columns) classes")
  }
}

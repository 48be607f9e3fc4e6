import LinearAlgebra

/// The task's loss over the outputs of a forward pass, and where to count it.
struct Scoring<Scalar: MatrixScalar>: Sendable {
  /// What the outputs of one batch cost.
  struct Score {
    let loss: Double
    let accuracy: Double?
    let tally: Tally
    let strictTally: Tally
  }

  private var scratch: Matrix<Scalar>
  private var losses: [Double] = []
  private var hits: [UInt8] = []

  init(_ design: NetworkDesign) {
    scratch = Matrix(rows: 1, columns: (design.outputs + 4) * 64)
  }

  /// The task's loss and accuracy; turns `outputs` from z into ∂L/∂z.
  mutating func score(
    _ outputs: inout PaddedRows<Scalar>, _ objective: Objective, over batch: SequenceBatch<Scalar>
  ) -> Score {
    switch (objective, batch.targets) {
    case (.crossEntropyEveryStep(let reduction, let scoredSteps, let unit), .classes(let classes)):
      requireClasses(classes, of: outputs)
      let divisor = reduction == .mean ? batch.answers : batch.size
      let scored = min(scoredSteps ?? batch.steps, batch.steps) * batch.size
      return crossEntropy(
        &outputs, classes, batch.marks, factor: unit.perNat / Double(max(divisor, 1)),
        firstScored: outputs.rows - scored, perNat: unit.perNat)
    case (.crossEntropyLastStep, .classes(let classes)):
      requireClasses(classes, of: outputs)
      return crossEntropy(
        &outputs, classes, [], factor: 1 / Double(batch.size), firstScored: 0, perNat: 1)
    case (.squaredErrorLastStep, .values(let values)):
      return squaredError(&outputs, values, size: batch.size)
    default:
      preconditionFailure("targets \(batch.targets) for \(objective)")
    }
  }

  /// The cross-entropy of all answers times `factor`, and the accuracy from row `firstScored` on.
  private mutating func crossEntropy(
    _ outputs: inout PaddedRows<Scalar>, _ classes: [Int32], _ marks: [UInt8], factor: Double,
    firstScored: Int, perNat: Double
  ) -> Score {
    if losses.count != outputs.rows {
      losses = Array(repeating: 0, count: outputs.rows)
      hits = Array(repeating: 0, count: outputs.rows)
    }
    outputs.softmaxCrossEntropy(
      targets: classes, scale: Scalar(factor), scratch: &scratch, losses: &losses, hits: &hits)
    var (tally, strict, sum) = (Tally(), Tally(), 0.0)
    for row in classes.indices where classes[row] >= 0 {
      let part = Tally(loss: losses[row], hit: hits[row] != 0, isScored: row >= firstScored)
      sum += part.loss
      tally.add(part)
      if marks.isEmpty || marks[row] == 2 { strict.add(part) }
    }
    tally.loss *= perNat
    strict.loss *= perNat
    return Score(loss: sum * factor, accuracy: tally.accuracy, tally: tally, strictTally: strict)
  }

  /// Σ(z − y)² over outputs, mean over the batch; ∂L/∂z = 2(z − y)/B.
  private func squaredError(
    _ outputs: inout PaddedRows<Scalar>, _ values: Matrix<Scalar>, size: Int
  ) -> Score {
    outputs.subtract(values)
    var tally = Tally()
    tally.answers = size
    tally.loss = outputs.sumOfSquares(rows: 0..<size)
    outputs.scale(by: Scalar(2 / Double(size)))
    return Score(loss: tally.meanLoss, accuracy: nil, tally: tally, strictTally: tally)
  }

  private func requireClasses(_ classes: [Int32], of outputs: PaddedRows<Scalar>) {
    let largest = Int32(outputs.columns)
    precondition(
      classes.count == outputs.rows && classes.allSatisfy { $0 < largest },
      "\(classes.count) targets for \(outputs.rows) answers among \(outputs.columns) classes")
  }
}

extension Tally {
  /// One answer.
  fileprivate init(loss: Double, hit: Bool, isScored: Bool) {
    answers = 1
    self.loss = loss
    scored = isScored ? 1 : 0
    correct = isScored && hit ? 1 : 0
  }
}

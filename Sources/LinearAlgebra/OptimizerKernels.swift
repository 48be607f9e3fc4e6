// One fused loop an update rule; `Optimization` says what the numbers mean.

extension Matrix {
  /// θ ← θ − rate·g, in place.
  public mutating func stepSGD(gradient: Matrix, rate: Scalar) {
    requireSameShape(as: gradient)
    let count = count
    withRows(0..<rows) { p in
      gradient.withRows(0..<gradient.rows) { Scalar.stepSGD(count: count, rate: rate, g: $0, p: p) }
    }
  }

  /// v ← momentum·v − rate·g; θ ← θ + momentum·v − rate·g, in place.
  public mutating func stepNesterov(
    gradient: Matrix, rate: Scalar, momentum: Scalar, velocity: inout Matrix
  ) {
    requireSameShape(as: gradient)
    requireSameShape(as: velocity)
    let (rows, count) = (rows, count)
    withRows(0..<rows) { p in
      velocity.withRows(0..<rows) { v in
        gradient.withRows(0..<rows) {
          Scalar.stepNesterov(
            count: count, rate: rate, momentum: momentum, g: $0, p: p, velocity: v)
        }
      }
    }
  }

  /// r ← decay·r + (1 − decay)·g²; θ ← θ − rate·g / √(r + epsilon), in place.
  public mutating func stepRMSProp(
    gradient: Matrix, rate: Scalar, decay: Scalar, epsilon: Scalar, meanSquare: inout Matrix
  ) {
    requireSameShape(as: gradient)
    requireSameShape(as: meanSquare)
    let (rows, count) = (rows, count)
    withRows(0..<rows) { p in
      meanSquare.withRows(0..<rows) { r in
        gradient.withRows(0..<rows) {
          Scalar.stepRMSProp(
            count: count, rate: rate, decay: decay, epsilon: epsilon, g: $0, p: p, meanSquare: r)
        }
      }
    }
  }

  /// m ← β₁m + (1 − β₁)g; r ← β₂r + (1 − β₂)g²; θ ← θ − rate·m / (√r + epsilon), in place.
  ///
  /// Rate and epsilon arrive bias corrected.
  public mutating func stepAdam(
    gradient: Matrix, rate: Scalar, betas: (Scalar, Scalar), epsilon: Scalar,
    mean: inout Matrix, meanSquare: inout Matrix
  ) {
    requireSameShape(as: gradient)
    requireSameShape(as: mean)
    requireSameShape(as: meanSquare)
    let (rows, count) = (rows, count)
    withRows(0..<rows) { p in
      mean.withRows(0..<rows) { m in
        meanSquare.withRows(0..<rows) { r in
          gradient.withRows(0..<rows) {
            Scalar.stepAdam(
              count: count, rate: rate, betas: betas, epsilon: epsilon, g: $0, p: p, mean: m,
              meanSquare: r)
          }
        }
      }
    }
  }
}

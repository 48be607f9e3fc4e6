import LinearAlgebra

@testable import Optimization

/// W = U·S·Vᵀ with a random gradient, and the paper's step of each factor by a plain solve in Double.
struct Problem {
  let left: Matrix<Double>
  let right: Matrix<Double>
  let spectrum: Matrix<Double>
  let gradient: Matrix<Double>

  init(size: Int) {
    left = gaussian(size, "left").orthonormalFactor()
    right = gaussian(size, "right").orthonormalFactor()
    gradient = gaussian(size, "gradient")
    // From 0 (a value that the rectifier holds) to 1.5.
    let values = (0..<size).map { 1.5 * Double($0) / Double(max(size - 1, 1)) }
    spectrum = Matrix(row: values)
  }

  func factor(_ side: FactorSide) -> Matrix<Double> { side == .left ? left : right }

  func startingError(on side: FactorSide) -> Double { factor(side).orthogonalityError }

  /// ∂L/∂U = G·V·S, or ∂L/∂Vᵀ = S·Uᵀ·G.
  func ownGradient(_ side: FactorSide) -> Matrix<Double> {
    switch side {
    case .left:
      let raw = Matrix.product(Operand(gradient), .transposed(right))
      var scaled = raw
      scaled.assign(raw, columnsScaledBy: spectrum)
      return scaled
    case .right:
      var scaled = left
      scaled.assign(left, columnsScaledBy: spectrum)
      return .product(.transposed(scaled), Operand(gradient))
    }
  }

  /// (I + η/2·A)⁻¹ (I − η/2·A)·M with A = H·Mᵀ − M·Hᵀ, by Gauss–Jordan elimination.
  func paperStep(on side: FactorSide, rate: Double) -> Matrix<Double> {
    let (point, own) = (factor(side), ownGradient(side))
    let size = point.rows
    let half = Matrix.product(Operand(own), .transposed(point))
    var system = Matrix<Double>.identity(size)
    var other = system
    for i in 0..<size {
      for j in 0..<size {
        let entry = rate / 2 * (half[i, j] - half[j, i])
        system[i, j] += entry
        other[i, j] -= entry
      }
    }
    var result = Matrix.product(Operand(other), Operand(point))
    // I + skew has a positive definite symmetric part: no pivot is near zero.
    for p in 0..<size {
      for i in 0..<size where i != p {
        let ratio = system[i, p] / system[p, p]
        for j in p..<size { system[i, j] -= ratio * system[p, j] }
        for j in 0..<size { result[i, j] -= ratio * result[p, j] }
      }
    }
    for i in 0..<size {
      for j in 0..<size { result[i, j] /= system[i, i] }
    }
    return result
  }

  /// The step under test.
  func stepped<Scalar: MatrixScalar>(
    on side: FactorSide, rate: Double, as type: Scalar.Type
  ) -> Matrix<Double> {
    let (u, vt) = (left.converted(to: type), right.converted(to: type))
    let turned = Matrix.product(.transposed(u), Operand(gradient.converted(to: type)))
    let frame = Matrix.product(Operand(turned), .transposed(vt))
    var point = OrthogonalMatrix<Scalar>(factor(side))
    var descent = StiefelDescent<Scalar>(learningRate: rate)
    descent.step(&point, on: side, along: frame, singularValues: spectrum.converted())
    return point.exact
  }

  /// How far the step is from the paper's, from it relative to the change, and from orthogonal.
  func errorOfStep<Scalar: MatrixScalar>(
    on side: FactorSide, rate: Double, as type: Scalar.Type
  ) -> (matrix: Double, relativeToChange: Double, orthogonality: Double) {
    let ours = stepped(on: side, rate: rate, as: type)
    var (difference, change) = (ours, ours)
    difference.add(-1, paperStep(on: side, rate: rate))
    change.add(-1, factor(side))
    let relative = (difference.sumOfSquares / max(change.sumOfSquares, 1e-300)).squareRoot()
    return (difference.maxMagnitude, relative, ours.orthogonalityError)
  }

  /// ‖k‖_F/√2 = ‖η/2·A‖_F/√2, the bound of ‖k‖ by which a route is chosen.
  func norm(on side: FactorSide, rate: Double) -> Double {
    let half = Matrix.product(Operand(ownGradient(side)), .transposed(factor(side)))
    var sum = 0.0
    for i in 0..<half.rows {
      for j in 0..<half.rows {
        let entry = rate / 2 * (half[i, j] - half[j, i])
        sum += entry * entry
      }
    }
    return (sum / 2).squareRoot()
  }

  /// The rate at the upper border of a series.
  func largestRate(on side: FactorSide, for route: CayleyRoute, precision: Double) -> Double {
    let border =
      route == .secondOrder
      ? min(precision.squareRoot(), 0x1p-14)
      : min(precision.squareRoot().squareRoot(), 0x1p-9 / 1.2599210498948732)  // 2^(1/3)
    return border / max(norm(on: side, rate: 1), 1e-300)
  }

  /// A rate at which a route is taken: just below its border, or ‖k‖ of 1/2.
  func rate(on side: FactorSide, for route: CayleyRoute, precision: Double) -> Double {
    let unit = norm(on: side, rate: 1)
    guard unit > 0 else { return 0.1 }  // one entry: k is 0
    return route == .solve
      ? 0.5 / unit : 0.99 * largestRate(on: side, for: route, precision: precision)
  }
}

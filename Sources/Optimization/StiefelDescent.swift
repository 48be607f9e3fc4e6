public import LinearAlgebra

/// Gradient descent on orthogonal matrices by the Cayley transform ("geoSGD").
///
/// For M with gradient ∂L/∂M = H, A = H·Mᵀ − M·Hᵀ is skew and
///
///     M⁺ = (I + η/2·A)⁻¹ (I − η/2·A) · M
///
/// is orthogonal and goes downhill (eq. 9 of Vorontsov et al. 2017, whose "M +" is a misprint for this
/// product). For the factors of W = U·S·Vᵀ, S diagonal, all is read in the frame of the bases: with
/// G = ∂L/∂W, Z = Uᵀ·G·V and C(k) = (I + k)⁻¹(I − k),
///
///     U⁺ = U·C(k),     k = η/2·(Z·S − S·Zᵀ)    since A = U·(Z·S − S·Zᵀ)·Uᵀ
///     Vᵀ⁺ = C(k)·Vᵀ,   k = η/2·(S·Z − Zᵀ·S)    since A is S·Z − Zᵀ·S itself
///
/// One Z serves both, and its diagonal is ∂L/∂s. An orthogonal W is its own left factor, with S = I
/// and Z = Wᵀ·G. Each k is skew to the last bit, whatever rounding did to Z: that, and not the
/// accuracy of Z, keeps M orthogonal.
///
/// M is Double always. The change of M is computed in Double up to n = 256, and always when the network
/// is Double; beyond that in Float, and added in Double, because an all-Double step would double the
/// cost of an iteration at n = 1000 (measured before the project).
public struct StiefelDescent<Scalar: MatrixScalar>: Sendable {
  /// η, the learning rate; 0 leaves a matrix where it is.
  public var learningRate: Double

  private var double: CayleyStep<Double>?
  private var single: CayleyStep<Float>?

  /// Descent at a rate; it keeps no memory of what it moved, so one serves all factors of W.
  public init(learningRate: Double) {
    self.learningRate = learningRate
  }

  /// Moves one orthogonal factor of W along the Cayley curve of its gradient, in place.
  ///
  /// - Parameters:
  ///   - point: M, n × n, orthogonal.
  ///   - side: where M stands in W.
  ///   - frame: Z = Uᵀ·(∂L/∂W)·V, n × n.
  ///   - singularValues: the diagonal of S, 1 × n.
  /// - Complexity: 3·n³ operations for the small turns of usual rates, 5·n³ for larger ones, and an LU
  ///   solve (8/3·n³) and a product for the largest (`CayleyRoute`). Working matrices are allocated by
  ///   the first step, and by a step of another size.
  public mutating func step(
    _ point: inout OrthogonalMatrix<Scalar>, on side: FactorSide, along frame: Matrix<Scalar>,
    singularValues: Matrix<Scalar>
  ) {
    guard learningRate != 0 else { return }
    let size = frame.rows
    if Scalar.self == Double.self || size <= WorkingPrecision.doubleLimit {
      if double?.size != size { double = CayleyStep(size: size) }
      double?.move(
        &point, on: side, along: frame, singularValues: singularValues, rate: learningRate)
    } else {
      if single?.size != size { single = CayleyStep(size: size) }
      single?.move(
        &point, on: side, along: frame, singularValues: singularValues, rate: learningRate)
    }
  }
}

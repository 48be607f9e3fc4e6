public import LinearAlgebra

/// Gradient descent on orthogonal matrices by the Cayley transform ("geoSGD").
///
/// For M with gradient ∂L/∂M = H, A = H·Mᵀ − M·Hᵀ is skew and
///
///     M⁺ = (I + η/2·A)⁻¹ (I − η/2·A) · M
///
/// is orthogonal and goes downhill (eq. 9 of Vorontsov et al. 2017, whose "M +" is a misprint for this
/// product). Two identities save forming the gradients of the factors of W = U·S·Vᵀ, given
/// G = ∂L/∂W: for U, A = G·Wᵀ − W·Gᵀ; for Vᵀ the same curve read from the right is
/// M·(I + η/2·B)⁻¹(I − η/2·B) with B = Wᵀ·G − Gᵀ·W.
///
/// A factor on the left is turned from the left, one on the right from the right. An orthogonal W is
/// its own left factor: then W = M and G = H.
///
/// M is Double always. The change of M is computed in Double up to n = 256, and always when W is
/// Double; beyond that the factorization runs in Float and its result is added in Double, because an
/// all-Double step would double the cost of an iteration at n = 1000 (measured before the project;
/// error of MᵀM − I after 5,000 steps: 2e-12 at η = 1e-6, 2e-9 at 1e-3).
public struct StiefelDescent<Scalar: MatrixScalar>: Sendable {
  /// η, the learning rate; 0 leaves the matrix where it is.
  public var learningRate: Double

  private var product: Matrix<Scalar>
  private var double: CayleyStep<Double>?
  private var single: CayleyStep<Float>?

  /// Descent of n × n orthogonal matrices; working matrices are allocated once, here.
  public init(learningRate: Double, size: Int) {
    self.learningRate = learningRate
    self.product = Matrix(rows: size, columns: size)
    let isDouble = Scalar.self == Double.self || size <= WorkingPrecision.doubleLimit
    self.double = isDouble ? CayleyStep(size: size) : nil
    self.single = isDouble ? nil : CayleyStep(size: size)
  }

  /// Moves one orthogonal factor of W along the Cayley curve of its gradient, in place.
  ///
  /// - Parameters:
  ///   - point: M, n × n with orthonormal columns.
  ///   - side: where M stands in W.
  ///   - transition: W, n × n.
  ///   - gradient: G = ∂L/∂W, n × n.
  /// - Complexity: one product, one LU solve and one product, 2 + 8/3 + 2 times n³ operations.
  public mutating func step(
    _ point: inout Matrix<Double>, on side: FactorSide, transition: Matrix<Scalar>,
    gradient: Matrix<Scalar>
  ) {
    guard learningRate != 0 else { return }
    switch side {
    case .left: product.setProduct(Operand(gradient), .transposed(transition))
    case .right: product.setProduct(.transposed(transition), Operand(gradient))
    }
    double?.move(&point, on: side, along: product, halfRate: learningRate / 2)
    single?.move(&point, on: side, along: product, halfRate: learningRate / 2)
  }
}

/// One Cayley step in a working precision, in delta form.
///
/// K = η/2·(P − Pᵀ) is exactly skew; Q = −2K·(I + K)⁻¹ = (I + K)⁻¹(I − K) − I; M ← M + Q·M or M + M·Q.
/// I + K is never singular: its symmetric part is I.
struct CayleyStep<Working: MatrixScalar>: Sendable {
  private var product: Matrix<Working>
  private var factors: Matrix<Working>
  private var turn: Matrix<Working>
  private var point: Matrix<Working>
  private var change: Matrix<Working>
  private var changeInDouble: Matrix<Double>
  private var pivots: [Int32]

  init(size: Int) {
    product = Matrix(rows: size, columns: size)
    factors = product
    turn = product
    point = product
    change = product
    changeInDouble = Matrix(rows: size, columns: size)
    pivots = Array(repeating: 0, count: size)
  }

  /// Moves M by the turn that P − Pᵀ describes.
  mutating func move<Scalar>(
    _ target: inout Matrix<Double>, on side: FactorSide, along skewSource: Matrix<Scalar>,
    halfRate: Double
  ) {
    product.assign(converting: skewSource)
    factors.assignSkewPart(of: product, scale: Working(halfRate))
    turn.assignSkewPart(of: product, scale: Working(-2 * halfRate))
    for i in 0..<factors.rows { factors[i, i] = 1 }
    // LU meets a zero pivot only where K holds NaN: a diverged network, which its loss reports.
    _ = turn.divideFromRight(by: &factors, pivots: &pivots)
    point.assign(converting: target)
    switch side {
    case .left: change.setProduct(Operand(turn), Operand(point))
    case .right: change.setProduct(Operand(point), Operand(turn))
    }
    changeInDouble.assign(converting: change)
    target.add(1, changeInDouble)
  }
}

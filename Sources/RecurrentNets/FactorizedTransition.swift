public import LinearAlgebra

/// W = U · diag(max(s, 0)) · Vᵀ with orthogonal U and V, and s held within a margin.
///
/// Equations 8 to 10 of the paper; the rectifier is the released code's, for margins above 1.
/// With G = ∂L/∂W and S⁺ = diag(max(s, 0)): ∂L/∂U = G·V·S⁺, ∂L/∂Vᵀ = S⁺·Uᵀ·G,
/// ∂L/∂s_i = [s_i > 0]·(Uᵀ·G·V)_ii, and ∂L/∂p_i = ∂L/∂s_i · 2mσ(p_i)(1 − σ(p_i)).
public struct FactorizedTransition<Scalar: MatrixScalar>: Transition {
  /// How far s may leave 1.
  public let margin: SpectralMargin
  /// p, or s where there is no margin; 1 × n.
  public private(set) var spectrum: Matrix<Scalar>
  /// W as of the last `compose`.
  public private(set) var composite: Matrix<Scalar>

  private var spectrumGradient: Matrix<Scalar>
  /// U and Vᵀ, each n × n.
  private var left: OrthogonalMatrix<Scalar>
  private var right: OrthogonalMatrix<Scalar>
  /// U·S while W is composed; R = Uᵀ·G from `pullBack` to `visitBases`.
  private var product: Matrix<Scalar>
  /// Z = Uᵀ·G·V, whose diagonal is ∂L/∂max(s, 0).
  private var frame: Matrix<Scalar>
  /// Room to compose W in Double, so that it is the rounded U·S·Vᵀ and not a sum of rounded products.
  private var precise: (product: Matrix<Double>, composite: Matrix<Double>)?
  private var rectifiedValues: Matrix<Scalar>
  private var doubles: Matrix<Double>
  private var values: BoundedSpectrum

  /// The transition of the given bases and spectrum parameters, composed.
  ///
  /// - Parameters:
  ///   - leftBasis: U, n × n, orthogonal.
  ///   - rightBasisTransposed: Vᵀ, n × n, orthogonal.
  ///   - spectrum: n values: p, or s where there is no margin.
  ///   - margin: how far s may leave 1.
  public init(
    leftBasis: Matrix<Double>, rightBasisTransposed: Matrix<Double>, spectrum: [Double],
    margin: SpectralMargin
  ) {
    let n = spectrum.count
    precondition(
      leftBasis.rows == n && leftBasis.columns == n && rightBasisTransposed.rows == n
        && rightBasisTransposed.columns == n,
      "bases \(leftBasis.shape) and \(rightBasisTransposed.shape) for \(n) singular values")
    self.margin = margin
    left = OrthogonalMatrix(leftBasis)
    right = OrthogonalMatrix(rightBasisTransposed)
    self.spectrum = Matrix(row: spectrum).converted()
    composite = Matrix(rows: n, columns: n)
    (product, frame) = (composite, composite)
    rectifiedValues = Matrix(rows: 1, columns: n)
    spectrumGradient = rectifiedValues
    doubles = Matrix(rows: 1, columns: n)
    if Scalar.self == Float.self, n <= WorkingPrecision.doubleLimit {
      precise = (Matrix(rows: n, columns: n), Matrix(rows: n, columns: n))
    }
    values = BoundedSpectrum(margin: margin, count: n)
    compose()
  }

  /// Makes W anew: n-vector work and one product, 2·n³ operations.
  public mutating func compose() {
    doubles.assign(converting: spectrum)
    doubles.withMutableElements { values.evaluate(&$0) }
    rectifiedValues.assign(converting: doubles)
    if precise != nil {
      composePrecisely()
    } else {
      product.assign(left.rounded, columnsScaledBy: rectifiedValues)
      composite.setProduct(Operand(product), Operand(right.rounded))
    }
  }

  private mutating func composePrecisely() {
    guard var room = precise.take() else { return }
    room.product.assign(left.exact, columnsScaledBy: doubles)
    room.composite.setProduct(Operand(room.product), Operand(right.exact))
    composite.assign(converting: room.composite)
    precise = room
  }

  /// ∂L/∂p (or ∂L/∂s) from G, in 2·n³ operations for R; the diagonal of Z = R·V takes n².
  public mutating func pullBack(_ gradient: Matrix<Scalar>, spectrumPenalty: Double) {
    product.setProduct(.transposed(left.rounded), Operand(gradient))
    spectrumGradient.assignRowDots(product, right.rounded)
    doubles.assign(converting: spectrumGradient)
    doubles.withMutableElements { values.pullBack(&$0, penalty: spectrumPenalty) }
    spectrumGradient.assign(converting: doubles)
  }

  /// Shows p in the spectrum's group, or s among the free parameters.
  public mutating func visitParameters(
    _ gradient: Matrix<Scalar>, _ visit: ParameterVisitor<Scalar>
  ) {
    visit(spectrumName, margin == .none ? .free : .spectrum, &spectrum, spectrumGradient)
  }

  /// Shows U, then Vᵀ, with Z = R·V in 2·n³ operations from the R of the last `pullBack`.
  public mutating func visitBases(_ gradient: Matrix<Scalar>, _ visit: BasisVisitor<Scalar>) {
    frame.setProduct(Operand(product), .transposed(right.rounded))
    visit(.leftBasis, &left, .left, frame, rectifiedValues)
    visit(.rightBasisTransposed, &right, .right, frame, rectifiedValues)
  }

  /// λΣ(s − 1)², s before the rectifier.
  public func spectrumPenalty(_ strength: Double) -> Double {
    values.penalty(strength)
  }

  /// max(s, 0) as of the last `compose`.
  public var singularValues: [Double] { values.rectifiedValues }

  /// The larger error of the two bases.
  public var orthogonalityError: Double? {
    max(left.exact.orthogonalityError, right.exact.orthogonalityError)
  }

  private var spectrumName: ParameterName {
    margin == .none ? .singularValues : .spectrumParameters
  }
}

extension FactorizedTransition {
  /// U, Vᵀ, and p or s.
  public var parameters: [(name: ParameterName, value: Matrix<Double>)] {
    [
      (.leftBasis, left.exact), (.rightBasisTransposed, right.exact),
      (spectrumName, spectrum.converted()),
    ]
  }

  /// Puts back U, Vᵀ, or p or s.
  public mutating func setParameter(_ name: ParameterName, to value: Matrix<Double>) -> Bool {
    switch name {
    case .leftBasis: left.assign(value)
    case .rightBasisTransposed: right.assign(value)
    case spectrumName: spectrum.assign(converting: value)
    default: return false
    }
    return true
  }

  /// The gradients of U, Vᵀ, and p or s.
  public func gradients(
    _ gradient: Matrix<Scalar>
  ) -> [(name: ParameterName, value: Matrix<Double>)] {
    let leftRaw = Matrix.product(Operand(gradient), .transposed(right.rounded))
    let rightRaw = Matrix.product(.transposed(gradient), Operand(left.rounded))
    var (ofLeft, ofRight) = (leftRaw, rightRaw)
    ofLeft.assign(leftRaw, columnsScaledBy: rectifiedValues)
    ofRight.assign(rightRaw, columnsScaledBy: rectifiedValues)
    return [
      (.leftBasis, ofLeft.converted()),
      (.rightBasisTransposed, ofRight.transposed().converted()),
      (spectrumName, spectrumGradient.converted()),
    ]
  }
}

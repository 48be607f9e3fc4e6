public import LinearAlgebra

/// W is itself an orthogonal matrix, and moves only along orthogonal matrices.
public struct OrthogonalTransition<Scalar: MatrixScalar>: Transition {
  /// W in Double, so that it stays orthogonal.
  public private(set) var basis: Matrix<Double>
  /// W as of the last `compose`.
  public private(set) var composite: Matrix<Scalar>

  /// The transition by a given orthogonal matrix.
  public init(_ basis: Matrix<Double>) {
    precondition(basis.rows == basis.columns, "a transition of \(basis.shape)")
    self.basis = basis
    composite = basis.converted()
  }

  /// Rounds W to the network's number type.
  public mutating func compose() {
    composite.assign(converting: basis)
  }

  /// Nothing to do: G is the gradient of W.
  public mutating func pullBack(_ gradient: Matrix<Scalar>, spectrumPenalty: Double) {}

  /// There are no Euclidean parameters.
  public mutating func visitParameters(
    _ gradient: Matrix<Scalar>, _ visit: ParameterVisitor<Scalar>
  ) {}

  /// Shows W as its own left factor.
  public mutating func visitBases(_ gradient: Matrix<Scalar>, _ visit: BasisVisitor<Scalar>) {
    visit(.transition, &basis, .left, composite, gradient)
  }

  /// 0: the singular values are all 1.
  public func spectrumPenalty(_ strength: Double) -> Double { 0 }

  /// Ones.
  public var singularValues: [Double] { Array(repeating: 1, count: basis.rows) }

  /// max |WᵀW − I|.
  public var orthogonalityError: Double? { basis.orthogonalityError }

  /// W.
  public var parameters: [(name: ParameterName, value: Matrix<Double>)] { [(.transition, basis)] }

  /// Puts back W.
  public mutating func setParameter(_ name: ParameterName, to value: Matrix<Double>) -> Bool {
    guard name == .transition else { return false }
    basis.assign(value)
    return true
  }

  /// G.
  public func gradients(
    _ gradient: Matrix<Scalar>
  ) -> [(name: ParameterName, value: Matrix<Double>)] {
    [(.transition, gradient.converted())]
  }
}

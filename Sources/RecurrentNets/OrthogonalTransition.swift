public import LinearAlgebra

/// W is itself an orthogonal matrix, and moves only along orthogonal matrices.
public struct OrthogonalTransition<Scalar: MatrixScalar>: Transition {
  private var basis: OrthogonalMatrix<Scalar>
  private var frame: Matrix<Scalar>
  private let ones: Matrix<Scalar>

  /// The transition by a given orthogonal matrix.
  public init(_ basis: Matrix<Double>) {
    self.basis = OrthogonalMatrix(basis)
    frame = Matrix(rows: basis.rows, columns: basis.rows)
    ones = Matrix(rows: 1, columns: basis.rows, repeating: 1)
  }

  /// W, rounded to the network's number type.
  public var composite: Matrix<Scalar> { basis.rounded }

  /// Nothing to do: W is the parameter.
  public mutating func compose() {}

  /// Nothing to do: G is the gradient of W.
  public mutating func pullBack(_ gradient: Matrix<Scalar>, spectrumPenalty: Double) {}

  /// There are no Euclidean parameters.
  public mutating func visitParameters(
    _ gradient: Matrix<Scalar>, _ visit: ParameterVisitor<Scalar>
  ) {}

  /// Shows W as its own left factor, with Z = Wᵀ·G in 2·n³ operations and s = 1.
  public mutating func visitBases(_ gradient: Matrix<Scalar>, _ visit: BasisVisitor<Scalar>) {
    frame.setProduct(.transposed(basis.rounded), Operand(gradient))
    visit(.transition, &basis, .left, frame, ones)
  }

  /// 0: the singular values are all 1.
  public func spectrumPenalty(_ strength: Double) -> Double { 0 }

  /// Ones.
  public var singularValues: [Double] { Array(repeating: 1, count: ones.count) }

  /// max |WᵀW − I|.
  public var orthogonalityError: Double? { basis.exact.orthogonalityError }

  /// W.
  public var parameters: [(name: ParameterName, value: Matrix<Double>)] {
    [(.transition, basis.exact)]
  }

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

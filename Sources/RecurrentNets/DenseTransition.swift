public import LinearAlgebra

/// W is itself the parameter, free.
public struct DenseTransition<Scalar: MatrixScalar>: Transition {
  /// W, n × n, or n × 4n of an LSTM.
  public private(set) var composite: Matrix<Scalar>

  /// The transition by a given matrix.
  public init(_ matrix: Matrix<Double>) {
    precondition(
      matrix.columns.isMultiple(of: max(matrix.rows, 1)), "a transition of \(matrix.shape)")
    composite = matrix.converted()
  }

  /// Nothing to do: W is the parameter.
  public mutating func compose() {}

  /// Nothing to do: G is the parameter's gradient.
  public mutating func pullBack(_ gradient: Matrix<Scalar>, spectrumPenalty: Double) {}

  /// Shows W among the free parameters.
  public mutating func visitParameters(
    _ gradient: Matrix<Scalar>, _ visit: ParameterVisitor<Scalar>
  ) {
    visit(.transition, .free, &composite, gradient)
  }

  /// There are no orthogonal factors.
  public mutating func visitBases(_ gradient: Matrix<Scalar>, _ visit: BasisVisitor<Scalar>) {}

  /// 0: the singular values are no parameters.
  public func spectrumPenalty(_ strength: Double) -> Double { 0 }

  /// The singular values of W by decomposition, O(n³); NaN where W holds NaN or infinity.
  public var singularValues: [Double] {
    let doubles = composite.converted(to: Double.self)
    return doubles.singularValueDecomposition()?.singularValues
      ?? Array(repeating: .nan, count: composite.rows)
  }

  /// None: nothing is held orthogonal.
  public var orthogonalityError: Double? { nil }

  /// W.
  public var parameters: [(name: ParameterName, value: Matrix<Double>)] {
    [(.transition, composite.converted())]
  }

  /// Puts back W.
  public mutating func setParameter(_ name: ParameterName, to value: Matrix<Double>) -> Bool {
    guard name == .transition else { return false }
    composite.assign(converting: value)
    return true
  }

  /// G.
  public func gradients(
    _ gradient: Matrix<Scalar>
  ) -> [(name: ParameterName, value: Matrix<Double>)] {
    [(.transition, gradient.converted())]
  }
}

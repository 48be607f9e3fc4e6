public import LinearAlgebra

/// What stands between two hidden states: W, however it is made.
///
/// One iteration goes *compose W → the shared backward pass gives G = ∂L/∂W → pull G back to the
/// transition's own parameters → visitors step them → compose*. Three conformers: `Factorized`,
/// `Dense` and `Orthogonal` transitions.
public protocol Transition<Scalar>: Sendable {
  /// The number type of W.
  associatedtype Scalar: MatrixScalar

  /// W, n × n (n × 4n of an LSTM), as of the last `compose`.
  var composite: Matrix<Scalar> { get }

  /// Makes W anew from the transition's parameters.
  mutating func compose()

  /// Computes the gradients of the transition's own Euclidean parameters from G.
  ///
  /// - Parameters:
  ///   - gradient: G, of the full loss but for the spectrum penalty, which is added here.
  ///   - spectrumPenalty: λ of λΣ(s − 1)².
  mutating func pullBack(_ gradient: Matrix<Scalar>, spectrumPenalty: Double)

  /// Shows each Euclidean parameter with the gradient of the last `pullBack`.
  mutating func visitParameters(_ gradient: Matrix<Scalar>, _ visit: ParameterVisitor<Scalar>)

  /// Shows each orthogonal factor of W, with what its Cayley step needs; `pullBack` comes before.
  ///
  /// What is computed only for that is computed here, so bases that stay fixed cost nothing.
  mutating func visitBases(_ gradient: Matrix<Scalar>, _ visit: BasisVisitor<Scalar>)

  /// λΣ(s − 1)² over the singular values before the rectifier; 0 where s is no parameter.
  func spectrumPenalty(_ strength: Double) -> Double

  /// The singular values of W: after the rectifier for a factorized W, by a real decomposition for a
  /// dense one (NaN if there is none), ones for an orthogonal one.
  var singularValues: [Double] { get }

  /// max |MᵀM − I| over the orthogonal factors M; nil where there is none.
  var orthogonalityError: Double? { get }

  /// All parameters, in a fixed order; Float values become Double without a change.
  var parameters: [(name: ParameterName, value: Matrix<Double>)] { get }

  /// Puts a parameter back; `compose` must follow. Answers false where there is no such parameter.
  mutating func setParameter(_ name: ParameterName, to value: Matrix<Double>) -> Bool

  /// The gradients of all parameters, orthogonal factors included, from G and the last `pullBack`.
  ///
  /// Those of the factors are never formed in training (`StiefelDescent` says why): this is for
  /// checks, and allocates.
  func gradients(_ gradient: Matrix<Scalar>) -> [(name: ParameterName, value: Matrix<Double>)]
}

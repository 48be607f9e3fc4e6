import LinearAlgebra
import RecurrentNets

/// How much one update changed the parameters of each group: Euclidean norms.
struct UpdateNorms: Sendable {
  /// By metric; only groups that the network has.
  let metrics: [Metric: Double]

  /// The norms of the change from parameters to what they are now.
  init<Scalar: MatrixScalar>(
    from before: [(name: ParameterName, value: Matrix<Double>)],
    to network: RecurrentNetwork<Scalar>
  ) {
    var sums: [Metric: Double] = [:]
    for (old, new) in zip(before, network.parameters) {
      var change = new.value
      change.add(-1, old.value)
      sums[Self.metric(old.name, network.design), default: 0] += change.sumOfSquares
    }
    metrics = sums.mapValues { $0.squareRoot() }
  }

  /// The norms that `state` told of; nil where this network has other groups.
  init?<Scalar: MatrixScalar>(state: [Double], of network: RecurrentNetwork<Scalar>) {
    let groups = Self(from: network.parameters, to: network).groups
    guard state.count == groups.count else { return nil }
    metrics = Dictionary(uniqueKeysWithValues: zip(groups, state))
  }

  /// All norms in the order of their names, for a checkpoint.
  var state: [Double] { groups.compactMap { metrics[$0] } }

  private var groups: [Metric] { metrics.keys.sorted { $0.rawValue < $1.rawValue } }

  private static func metric(_ name: ParameterName, _ design: NetworkDesign) -> Metric {
    if design.isBasis(name) { return .basesUpdate }
    return name == .spectrumParameters ? .spectrumUpdate : .freeUpdate
  }
}

extension NetworkDesign {
  /// Whether a parameter is an orthogonal factor of W.
  func isBasis(_ name: ParameterName) -> Bool {
    switch name {
    case .leftBasis, .rightBasisTransposed: true
    case .transition: transition == .orthogonal && cell == .plain
    default: false
    }
  }
}

/// The orthogonal factors of W at the beginning of an epoch.
struct BasesBefore: Sendable {
  /// By name.
  let bases: [(name: ParameterName, value: Matrix<Double>)]

  init<Scalar: MatrixScalar>(_ network: RecurrentNetwork<Scalar>) {
    bases = network.parameters.filter { network.design.isBasis($0.name) }
  }

  init(_ bases: [(name: ParameterName, value: Matrix<Double>)]) { self.bases = bases }

  /// The larger ‖M − M before‖ / √n, in radians where small; nil where W has no orthogonal factor.
  func rotation<Scalar: MatrixScalar>(to network: RecurrentNetwork<Scalar>) -> Double? {
    let now = network.parameters
    return bases.compactMap { name, before in
      guard var change = now.first(where: { $0.name == name })?.value else { return nil }
      change.add(-1, before)
      return (change.sumOfSquares / Double(before.rows)).squareRoot()
    }.max()
  }
}

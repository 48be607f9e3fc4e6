import LinearAlgebra
import Testing

/// How near a number must come to the reference's.
enum Tolerance {
  /// 1e-10 relative, and near zero 1e-12, absolute or of the array's largest entry: float64 sums in
  /// another order, where an entry may be the difference of larger terms.
  case double
  /// 1e-10 of the array's largest entry: float64 after whole iterations, where rounding of a large
  /// entry reaches the small ones through the orthogonal steps.
  case doubleIterations
  /// 2e-4 of the array's largest entry: float32 through some thirty steps.
  case float

  static func of<Scalar: MatrixScalar>(_ type: Scalar.Type) -> Tolerance {
    type == Double.self ? .double : .float
  }

  func check(
    _ name: String, _ value: Matrix<Double>, _ expected: Matrix<Double>, allowing extra: Double = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard value.count == expected.count else {
      Issue.record("\(name): \(value.shape), not \(expected.shape)", sourceLocation: sourceLocation)
      return
    }
    let largest = expected.elements.reduce(0) { max($0, abs($1)) }
    var worst = (excess: 0.0, index: -1)
    for index in expected.elements.indices {
      let (ours, theirs) = (value.elements[index], expected.elements[index])
      let allowed = extra + self.allowed(theirs, largest: largest)
      let excess = abs(ours - theirs) / allowed
      if !(excess <= 1), !(excess <= worst.excess) { worst = (excess, index) }
    }
    guard worst.index >= 0 else { return }
    let (ours, theirs) = (value.elements[worst.index], expected.elements[worst.index])
    Issue.record(
      "\(name)[\(worst.index)] is \(ours), not \(theirs): \(worst.excess) times the tolerance",
      sourceLocation: sourceLocation)
  }

  /// Whether all entries are near enough.
  func holds(_ value: Matrix<Double>, _ expected: Matrix<Double>) -> Bool {
    let largest = expected.elements.reduce(0) { max($0, abs($1)) }
    return zip(value.elements, expected.elements).allSatisfy {
      abs($0 - $1) <= allowed($1, largest: largest)
    }
  }

  func check(
    _ name: String, _ value: Double, _ expected: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    check(
      name, Matrix(row: [value]), Matrix(row: [expected]), sourceLocation: sourceLocation)
  }

  private func allowed(_ expected: Double, largest: Double) -> Double {
    switch self {
    case .double: 1e-12 * max(1, largest) + 1e-10 * abs(expected)
    case .doubleIterations: 1e-10 * largest
    // 1e-12 lets an array of zeros (spectrum gradients at margin 0) be exact or nearly so.
    case .float: 1e-12 + 2e-4 * largest
    }
  }
}

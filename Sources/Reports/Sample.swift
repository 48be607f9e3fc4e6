/// The values of one quantity over the seeds of one cell, in seed order; never empty.
public struct Sample: Sendable, Equatable {
  /// The values, in the unit shown.
  public let values: [Double]

  /// A sample; nil if there is no value.
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    self.values = values
  }

  /// n, the number of values.
  public var count: Int { values.count }

  /// The arithmetic mean x̄ = Σ x / n.
  public var mean: Double { values.reduce(0, +) / Double(count) }

  /// The sample standard deviation √(Σ (x − x̄)² / (n − 1)); nil for one value.
  public var standardDeviation: Double? {
    guard count > 1 else { return nil }
    let mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count - 1)).squareRoot()
  }

  /// Half the width of the mean's interval, t · s / √n with Student's t of n − 1 degrees.
  /// - Parameter level: the interval's coverage, as 0.95.
  /// - Returns: the half width; nil for one value.
  public func halfWidth(level: Double) -> Double? {
    standardDeviation.map { deviation in
      let t = StudentT(degreesOfFreedom: Double(count - 1)).quantile((1 + level) / 2)
      return t * deviation / Double(count).squareRoot()
    }
  }
}

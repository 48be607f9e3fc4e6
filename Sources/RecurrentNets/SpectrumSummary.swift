/// The singular values of W in four numbers.
public struct SpectrumSummary: Equatable, Sendable {
  /// The smallest.
  public let min: Double
  /// The mean.
  public let mean: Double
  /// The standard deviation over all n of them (divided by n, not n − 1).
  public let std: Double
  /// The largest.
  public let max: Double

  /// The summary of some values; all NaN where there is a NaN or no value.
  public init(_ values: [Double]) {
    guard !values.isEmpty, !values.contains(where: \.isNaN) else {
      (min, mean, std, max) = (.nan, .nan, .nan, .nan)
      return
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    std = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    min = values.reduce(.infinity, Swift.min)
    max = values.reduce(-.infinity, Swift.max)
  }
}

/// The epochs at which the seeds of one cell first satisfied a bound, where some may never have.
///
/// Such a sample is censored: a mean over those that arrived would praise a cell for the seeds
/// that it lost. The median holds as long as the seeds in the middle arrived.
public struct Arrivals: Sendable, Equatable {
  /// The epochs of the seeds that arrived, ascending.
  public let arrived: [Int]
  /// How many epochs the others were watched, ascending.
  public let watched: [Int]

  /// Arrivals; nil if there is no seed.
  public init?(arrived: [Int], watched: [Int]) {
    guard !arrived.isEmpty || !watched.isEmpty else { return nil }
    self.arrived = arrived.sorted()
    self.watched = watched.sorted()
  }

  /// How many seeds there are.
  public var count: Int { arrived.count + watched.count }

  /// The median over all seeds.
  ///
  /// Those that did not arrive stand last, each at the epochs it was watched. `isBound` says that
  /// one of them is in the middle, so that the true median is larger than the value.
  public var median: (value: Double, isBound: Bool) {
    let all = arrived + watched
    let low = (count - 1) / 2
    let high = count / 2
    return (Double(all[low] + all[high]) / 2, high >= arrived.count)
  }

  /// The sample of all seeds, where all arrived; else nil.
  public var sample: Sample? { watched.isEmpty ? Sample(arrived.map(Double.init)) : nil }
}

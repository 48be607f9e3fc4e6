/// What one process that trains says of its iterations: the line of JSON that it prints.
public struct Timing: Codable, Equatable, Sendable {
  /// The median time of an iteration.
  public var medianSeconds: Double
  /// The shortest.
  public var minimumSeconds: Double
  /// The quarter of the iterations that were fastest took at most this.
  public var lowerQuartileSeconds: Double
  /// The quarter that were slowest took at least this.
  public var upperQuartileSeconds: Double
  /// The most memory that the process has held, in units of 10⁶ bytes; ours only.
  public var peakMegabytes: Double?
  /// Heap allocations in an iteration after the first, the mean; ours only, where they are counted.
  public var allocations: Double?
  /// The part of its time that the process had the core to itself, or nearly; ours only.
  public var processorShare: Double?
  /// The process's own measurement of the core's limit, in 10⁹ operations a second.
  public var peakGigaflops: Double?
  /// The part of that limit that an iteration reaches: the median over iterations.
  public var shareOfPeak: Double?
  /// The peer's version.
  public var version: String?

  enum CodingKeys: String, CodingKey {
    case medianSeconds = "median_s"
    case minimumSeconds = "min_s"
    case lowerQuartileSeconds = "p25_s"
    case upperQuartileSeconds = "p75_s"
    case peakMegabytes = "peak_memory_mb"
    case allocations = "allocations_per_iteration"
    case processorShare = "processor_share"
    case peakGigaflops = "peak_gflops"
    case shareOfPeak = "share_of_peak"
    case version
  }

  /// Whether other programs took a noticeable part of the core: more than the system's own 2 %.
  public var isDisturbed: Bool { (processorShare ?? 1) < 0.98 }

  /// The timing of iterations that took so many seconds each; there must be one.
  public init(seconds: [Double]) {
    medianSeconds = Quantile.median(of: seconds)
    minimumSeconds = Quantile(0).value(of: seconds)
    lowerQuartileSeconds = Quantile(0.25).value(of: seconds)
    upperQuartileSeconds = Quantile(0.75).value(of: seconds)
  }
}

/// A place in an ordered sample, between 0 (the least) and 1 (the largest).
public struct Quantile: Sendable {
  private let place: Double

  /// The quantile at a place.
  public init(_ place: Double) {
    precondition((0...1).contains(place), "a quantile lies between 0 and 1, not at \(place)")
    self.place = place
  }

  /// Its value, drawn by straight lines between the entries, as numpy does.
  public func value(of sample: [Double]) -> Double {
    precondition(!sample.isEmpty, "an empty sample has no quantile")
    let ordered = sample.sorted()
    let position = place * Double(ordered.count - 1)
    let below = Int(position)
    let above = min(below + 1, ordered.count - 1)
    return ordered[below] + (position - Double(below)) * (ordered[above] - ordered[below])
  }

  /// The middle of a sample.
  public static func median(of sample: [Double]) -> Double { Quantile(0.5).value(of: sample) }
}

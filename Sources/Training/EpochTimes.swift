/// How long the epochs of this process took.
struct EpochTimes: Sendable {
  /// Seconds an iteration, epoch by epoch.
  private var iterationSeconds: [Double] = []
  private(set) var ofLastEpoch: [Metric: Double] = [:]

  mutating func add(epoch: Duration, training: Duration, iterations: Int) {
    let seconds = training / .seconds(1) / Double(max(iterations, 1))
    if iterations > 0 { iterationSeconds.append(seconds) }
    ofLastEpoch = [.epochTime: epoch / .seconds(1), .iterationTime: 1000 * seconds]
  }

  /// Seconds of 1000 iterations: the median over epochs, the first left out where there are more,
  /// because it warms up caches and frequencies.
  var secondsPerThousand: Double? {
    let warm = iterationSeconds.count > 1 ? Array(iterationSeconds.dropFirst()) : iterationSeconds
    let sorted = warm.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    let median =
      sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    return 1000 * median
  }
}

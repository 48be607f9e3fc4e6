/// What is remembered of one iteration, to tell how a divergence came about.
struct IterationTrace: Sendable {
  /// The iteration, counted from 1.
  let step: Int
  /// What the pass over its minibatch said, before the update.
  let loss: Double
  let largestState: Double
  let gradientNorm: Double
  /// The singular values of W before the update; nil where telling them needs a decomposition.
  let spectrum: (min: Double, max: Double)?

  /// The trace as it stands in a `diverged` event.
  var values: [String: Double] {
    var values: [String: Double] = [
      "step": Double(step), Metric.loss.rawValue: loss,
      Metric.gradientNorm.rawValue: gradientNorm, Metric.largestState.rawValue: largestState,
    ]
    values[Metric.spectrumMin.rawValue] = spectrum?.min
    values[Metric.spectrumMax.rawValue] = spectrum?.max
    return values
  }
}

/// The last hundred iterations, in a ring.
struct IterationHistory: Sendable {
  static let capacity = 100
  private var ring: [IterationTrace] = []
  private var oldest = 0

  init() { ring.reserveCapacity(Self.capacity) }

  mutating func append(_ trace: IterationTrace) {
    if ring.count < Self.capacity {
      ring.append(trace)
    } else {
      ring[oldest] = trace
      oldest = (oldest + 1) % Self.capacity
    }
  }

  /// Oldest first.
  var traces: [IterationTrace] { Array(ring[oldest...] + ring[..<oldest]) }
}

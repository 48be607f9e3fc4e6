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

  /// The history that `state` told of; nil where it is not so.
  init?(state: [Double]) {
    self.init()
    guard state.count.isMultiple(of: 6), state.count <= 6 * Self.capacity else { return nil }
    for start in stride(from: 0, to: state.count, by: 6) {
      let row = Array(state[start..<start + 6])
      guard let step = Int(exactly: row[0]) else { return nil }
      append(
        IterationTrace(
          step: step, loss: row[1], largestState: row[2], gradientNorm: row[3],
          spectrum: row[4].isNaN ? nil : (row[4], row[5])))
    }
  }

  /// All traces, six numbers each, oldest first, for a checkpoint.
  var state: [Double] {
    traces.flatMap { trace in
      [
        Double(trace.step), trace.loss, trace.largestState, trace.gradientNorm,
        trace.spectrum?.min ?? .nan, trace.spectrum?.max ?? .nan,
      ]
    }
  }

  /// Oldest first.
  var traces: [IterationTrace] { Array(ring[oldest...] + ring[..<oldest]) }
}

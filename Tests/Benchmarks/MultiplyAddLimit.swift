import CBenchmark

/// The attainable float32 speed of the core that this process runs on.
struct MultiplyAddLimit {
  /// The rounds of one measurement: about five milliseconds, an eighth of what is held against it.
  private let rounds: Int64

  init() {
    // The first run wakes the wide units; the second says how many rounds there are in 5 ms.
    let probe: Int64 = 20_000
    _ = benchmark_multiply_add(probe)
    let (_, taken) = Stopwatch.time { benchmark_multiply_add(probe) }
    rounds = max(1, Int64(Double(probe) * 0.005 / max(taken, 1e-9)))
  }

  /// Measures it once.
  func operationsPerSecond() -> Double {
    let (operations, taken) = Stopwatch.time { benchmark_multiply_add(rounds) }
    return Double(operations) / taken
  }

  /// The vectors that it is measured with.
  static var level: String { String(cString: benchmark_multiply_add_level()) }
}

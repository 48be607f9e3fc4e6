import Foundation

/// Times what this process does.
enum Stopwatch {
  /// Calls `body` once.
  static func time<Result>(_ body: () -> Result) -> (result: Result, seconds: Double) {
    let start = ContinuousClock.now
    let result = body()
    return (result, seconds(since: start))
  }

  static func seconds(since start: ContinuousClock.Instant) -> Double {
    let taken = (ContinuousClock.now - start).components
    return Double(taken.seconds) + Double(taken.attoseconds) * 1e-18
  }

  /// The processor time that this process has used.
  static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

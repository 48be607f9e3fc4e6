import Foundation

/// The processor time that a piece of work takes on its own thread, the best of several tries: on
/// a busy machine the time on the wall says more about the neighbours.
func processorTime(tries: Int = 3, _ body: () -> Void) -> Duration {
  func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
  var best = Duration.seconds(3600)
  for _ in 0..<tries {
    let start = now()
    body()
    best = min(best, now() - start)
  }
  return best
}

import Synchronization

/// A clock that stands still until a test moves it on.
final class ManualClock: Clock, Sendable {
  typealias Duration = Swift.Duration

  struct Instant: InstantProtocol {
    var elapsed: Duration

    func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
    func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
    static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
  }

  private let elapsed = Mutex(Duration.zero)
  /// Time that passes for another reason.
  private let besides: @Sendable () -> Duration

  init(besides: @escaping @Sendable () -> Duration = { .zero }) { self.besides = besides }

  var now: Instant { Instant(elapsed: elapsed.withLock { $0 } + besides()) }
  let minimumResolution = Duration.zero

  func advance(by duration: Duration) { elapsed.withLock { $0 += duration } }

  /// Nobody sleeps by this clock.
  func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
}

/// The time since it was made, on a clock that comes from outside.
struct Stopwatch: Sendable {
  private let reading: @Sendable () -> Duration

  init(_ clock: some Clock<Duration>) {
    let start = clock.now
    reading = { start.duration(to: clock.now) }
  }

  var elapsed: Duration { reading() }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double {
    Double(components.seconds) + 1e-18 * Double(components.attoseconds)
  }

  /// The duration in whole milliseconds, rounded up; what poll(2) takes.
  var inMilliseconds: Int32 {
    let whole = inSeconds * 1000
    return whole >= 1e9 ? 1_000_000_000 : Int32(max(whole.rounded(.up), 0))
  }
}

public import Trials

/// How far an attempt has come, as its events tell.
public struct AttemptReach: Sendable, Equatable {
  /// The last epoch whose metrics came, or after which it went on; 0 if there is none.
  public private(set) var epoch: Int
  /// The iterations that were known then; 0 where the program does not count them.
  public private(set) var step: Int

  /// The start, or as far as an attempt's ending says.
  public init(epoch: Int = 0, step: Int = 0) {
    self.epoch = epoch
    self.step = step
  }

  /// Takes the next event.
  public mutating func take(_ event: TrialEvent) {
    switch event {
    case .metrics(let epoch, let step, _), .resumed(let epoch, let step):
      self.epoch = max(self.epoch, epoch)
      self.step = max(self.step, step)
    case .started, .artifact, .summary, .diverged: break
    }
  }

  /// Whether it is further in epochs, or in iterations within a long epoch.
  public func isBeyond(_ other: AttemptReach) -> Bool {
    epoch > other.epoch || step > other.step
  }

  /// The furthest of both.
  public func joined(with other: AttemptReach) -> AttemptReach {
    AttemptReach(epoch: max(epoch, other.epoch), step: max(step, other.step))
  }
}

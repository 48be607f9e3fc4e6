/// What a figure shall be: one line of the goals.
public struct Goal: Sendable {
  /// What people read.
  public let title: String
  /// The figure held against it.
  public let figure: Figure
  /// The least or the most that must hold.
  public let bound: Bound

  init(_ title: String, _ figure: Figure, _ bound: Bound) {
    self.title = title
    self.figure = figure
    self.bound = bound
  }
}

/// A limit that must hold, and a better one that would be good.
public struct Bound: Sendable {
  /// On which side of a limit it is well.
  public enum Side: Sendable { case atLeast, atMost }

  /// What a number is written as.
  public enum Unit: Sendable { case times, percent, ratio, count, megabytes }

  /// On which side of the limits it is well.
  public let side: Side
  /// What must hold.
  public let required: Double
  /// What would be good.
  public let stretch: Double
  /// What the numbers are written as.
  public let unit: Unit

  /// Whether a value does what must hold; the value itself is held against it, not its text.
  public func holds(_ value: Double) -> Bool {
    side == .atLeast ? value >= required : value <= required
  }

  static func atLeast(_ required: Double, _ stretch: Double, _ unit: Unit = .times) -> Bound {
    Bound(side: .atLeast, required: required, stretch: stretch, unit: unit)
  }

  static func atMost(_ required: Double, _ stretch: Double, _ unit: Unit = .ratio) -> Bound {
    Bound(side: .atMost, required: required, stretch: stretch, unit: unit)
  }
}

extension Goal {
  /// All of them.
  public static let all: [Goal] = againstPeers + ofItself

  private static let againstPeers: [Goal] = [
    Goal(
      "sMNIST iteration, n = 128, against the best of JAX and PyTorch", .againstBestPeer(.smnist),
      .atLeast(2.2, 2.5)),
    Goal(
      "copy, delay 100, n = 128, geoSGD, against the best peer",
      .againstBestPeer(.copy(128, .geoSGD)), .atLeast(1.45, 1.8)),
    Goal(
      "copy, delay 100, n = 500, geoSGD, against the best peer",
      .againstBestPeer(.copy(500, .geoSGD)), .atLeast(1.35, 1.5)),
    Goal(
      "copy, delay 100, n = 1000, geoSGD, against the best peer",
      .againstBestPeer(.copy(1000, .geoSGD)), .atLeast(1.25, 1.4)),
    Goal(
      "peephole LSTM, n = 128, against the best peer with peepholes", .againstBestPeer(.lstm),
      .atLeast(2.6, 3)),
    Goal(
      "peephole LSTM, n = 128, against nn.LSTM without them", .againstLibraryLSTM,
      .atLeast(1.25, 1.4)),
  ]

  private static let ofItself: [Goal] = [
    Goal(
      "share of the multiply-add peak, sMNIST iteration", .shareOfPeak,
      .atLeast(0.8, 0.88, .percent)),
    Goal(
      "geoSGD / dense, copy, n = 128 (paper: 1.84)", .costOfGeometry(128), .atMost(1.15, 1.08)),
    Goal("geoSGD / dense, copy, n = 500 (paper: 3.46)", .costOfGeometry(500), .atMost(1.28, 1.2)),
    Goal(
      "geoSGD / dense, copy, n = 1000 (paper: 7.45)", .costOfGeometry(1000), .atMost(1.45, 1.35)),
    Goal("throughput of two processes at once", .twoProcesses, .atLeast(1.9, 1.98)),
    Goal("allocations per iteration after the first", .allocations, .atMost(0, 0, .count)),
    Goal("peak memory of a trial, sMNIST, n = 128", .peakMemory, .atMost(120, 70, .megabytes)),
  ]
}

/// A goal, and what a run has to say to it.
public struct Finding: Sendable {
  /// What was measured, and what follows.
  public enum Verdict: Equatable, Sendable {
    case holds(Double)
    case missed(Double)
    case notMeasured(String)
  }

  /// The goal.
  public let goal: Goal
  /// What follows.
  public let verdict: Verdict

  /// Holds measurements against a goal.
  public init(_ goal: Goal, _ measurements: Measurements, by plan: Plan) {
    self.goal = goal
    if let hindrance = plan.hindrance(to: goal.figure) {
      verdict = .notMeasured(hindrance)
    } else if let value = measurements.value(of: goal.figure) {
      verdict = goal.bound.holds(value) ? .holds(value) : .missed(value)
    } else {
      verdict = .notMeasured("nothing was measured")
    }
  }

  /// Whether what was measured breaks what must hold.
  public var isMissed: Bool { if case .missed = verdict { true } else { false } }
}

/// A part of the benchmark that is measured in rounds of its own, and may be asked for alone.
public enum Part: String, CaseIterable, Sendable {
  /// Sequential MNIST, and how near it comes to the processor's limit.
  case smnist
  /// The copy task with 128 units, geoSGD and dense.
  case copy128 = "copy-128"
  /// The copy task with 500 units.
  case copy500 = "copy-500"
  /// The copy task with 1000 units.
  case copy1000 = "copy-1000"
  /// The LSTM.
  case lstm
  /// Two processes at once.
  case processes
  /// The memory that a whole trial needs.
  case memory

  /// The copy task of so many hidden units.
  static func copy(_ hidden: Int) -> Part? { Part(rawValue: "copy-\(hidden)") }
}

/// What one run measures, and how often.
public struct Plan: Equatable, Sendable {
  /// The parts, in their order.
  public let parts: [Part]
  /// The rounds of each part; a figure is the median over them.
  public let rounds: Int
  /// Whether JAX and PyTorch run too.
  public let hasPeers: Bool
  /// The cores that may be used.
  public let cores: [Int]
  /// Whether heap allocations are counted on this system.
  public let countsAllocations: Bool
  private let isChosen: Bool

  /// What a quick run leaves out, because each round of it takes seconds.
  public static let slow: Set<Part> = [.copy1000, .lstm]

  /// The plan of the options given.
  ///
  /// - Parameters:
  ///   - only: the parts asked for; none means all.
  ///   - rounds: how many, where they are given: else 3 of a quick run and 5 of a full one.
  ///   - isQuick: whether the slow parts are left out, unless asked for, and rounds are fewer.
  ///   - hasPeers: whether JAX and PyTorch run too.
  ///   - cores: the cores that may be used.
  ///   - countsAllocations: whether heap allocations are counted on this system.
  public init(
    only: [Part], rounds: Int?, isQuick: Bool, hasPeers: Bool, cores: [Int],
    countsAllocations: Bool
  ) {
    parts = Part.allCases.filter { part in
      only.isEmpty ? !(isQuick && Self.slow.contains(part)) : only.contains(part)
    }
    self.rounds = rounds ?? (isQuick ? 3 : 5)
    isChosen = !only.isEmpty
    self.hasPeers = hasPeers
    self.cores = cores
    self.countsAllocations = countsAllocations
  }

  /// Why a figure cannot be had by this plan; nil if it can.
  public func hindrance(to figure: Figure) -> String? {
    guard figure.parts.contains(where: parts.contains) else {
      return isChosen ? "left out by --only" : "left out by --quick"
    }
    switch figure {
    case .againstBestPeer, .againstLibraryLSTM: return hasPeers ? nil : "needs --peers"
    case .twoProcesses: return cores.count < 2 ? "needs 2 cores" : nil
    case .allocations: return countsAllocations ? nil : "needs glibc"
    case .shareOfPeak, .costOfGeometry, .peakMemory: return nil
    }
  }
}

extension Part {
  /// What our program trains in a round of this part; the peers train the last of them.
  public var workloads: [Workload] {
    switch self {
    case .smnist: [.smnist]
    case .copy128: [.copy(128, .dense), .copy(128, .geoSGD)]
    case .copy500: [.copy(500, .dense), .copy(500, .geoSGD)]
    case .copy1000: [.copy(1000, .dense), .copy(1000, .geoSGD)]
    case .lstm: [.lstm]
    case .processes, .memory: []
    }
  }
}

/// A number that the goals speak of.
public enum Figure: Hashable, Sendable {
  /// How many times as long the best peer takes for the same iteration.
  case againstBestPeer(Workload)
  /// How many times as long torch.nn.LSTM takes, without peepholes, as our LSTM with them.
  case againstLibraryLSTM
  /// The part of the multiply-add limit that an iteration of sequential MNIST reaches.
  case shareOfPeak
  /// How many times as long geoSGD takes as descent on a dense W, on the copy task of so many units.
  case costOfGeometry(Int)
  /// The iterations of two processes at once for each iteration of one.
  case twoProcesses
  /// Heap allocations in an iteration after the first, the most of all workloads.
  case allocations
  /// The most memory that a trial of sequential MNIST holds, in units of 10⁶ bytes.
  case peakMemory

  /// The parts that it comes from; one is enough.
  var parts: [Part] {
    switch self {
    case .againstBestPeer(.smnist), .shareOfPeak: [.smnist]
    case .againstBestPeer(.lstm), .againstLibraryLSTM: [.lstm]
    case .againstBestPeer(let workload): [Part.copy(workload.hidden)].compactMap(\.self)
    case .costOfGeometry(let hidden): [Part.copy(hidden)].compactMap(\.self)
    case .twoProcesses: [.processes]
    case .allocations: [.smnist, .copy128, .copy500, .copy1000, .lstm]
    case .peakMemory: [.memory]
    }
  }
}

/// A process that takes its turn in a round.
public enum Contender: Hashable, Sendable {
  /// Our program.
  case ours(Workload)
  /// A peer's script.
  case peer(PeerVariant, Workload)
  /// Our program on sequential MNIST, alone on the machine, on this core.
  case alone(core: Int)
  /// The same, beside another on another core.
  case together(core: Int)
}

/// All that one run has measured.
public struct Measurements: Sendable {
  /// What each contender took in each round; a round belongs to one part.
  public var rounds: [[Contender: Timing]] = []
  /// The peak memory of whole trials, in units of 10⁶ bytes.
  public var trialMegabytes: [Double] = []

  /// Nothing measured yet.
  public init() {}

  /// The value of a figure, or nil where nothing was measured that tells it.
  public func value(of figure: Figure) -> Double? {
    switch figure {
    case .againstBestPeer(let workload):
      peers(on: workload).filter { !isLibraryLSTM($0) }
        .compactMap { ratio(of: $0, to: .ours(workload)) }.min()
    case .againstLibraryLSTM: ratio(of: .peer(.libraryLSTM, .lstm), to: .ours(.lstm))
    case .shareOfPeak: median(timings(of: .ours(.smnist)).compactMap(\.shareOfPeak))
    case .costOfGeometry(let hidden):
      ratio(of: .ours(.copy(hidden, .geoSGD)), to: .ours(.copy(hidden, .dense)))
    case .twoProcesses: median(rounds.compactMap(Self.gain))
    case .allocations:
      timings { if case .ours = $0 { true } else { false } }.compactMap(\.allocations).max()
    case .peakMemory: trialMegabytes.max()
    }
  }

  /// The median of an iteration's time over the rounds; nil if the contender took part in none.
  public func seconds(of contender: Contender) -> Double? {
    median(timings(of: contender).map(\.medianSeconds))
  }

  /// The peers that took part on a workload, in the order of their names.
  public func peers(on workload: Workload) -> [Contender] {
    Set(rounds.flatMap(\.keys)).filter {
      if case .peer(_, workload) = $0 { true } else { false }
    }.sorted { "\($0)" < "\($1)" }
  }

  /// All that a contender said, round by round.
  public func timings(of contender: Contender) -> [Timing] { timings { $0 == contender } }

  private func timings(where isWanted: (Contender) -> Bool) -> [Timing] {
    rounds.flatMap { round in round.filter { isWanted($0.key) }.values }
  }

  /// The median over rounds of how many times as long one takes as the other.
  private func ratio(of slow: Contender, to fast: Contender) -> Double? {
    median(
      rounds.compactMap { round in
        guard let slow = round[slow], let fast = round[fast] else { return nil }
        return slow.medianSeconds / fast.medianSeconds
      })
  }

  /// The rates of processes beside each other, added up, for the mean rate of one of them alone.
  private static func gain(in round: [Contender: Timing]) -> Double? {
    var (together, alone): ([Double], [Double]) = ([], [])
    for (contender, timing) in round {
      switch contender {
      case .alone: alone.append(1 / timing.medianSeconds)
      case .together: together.append(1 / timing.medianSeconds)
      case .ours, .peer: break
      }
    }
    guard !together.isEmpty, !alone.isEmpty else { return nil }
    return together.reduce(0, +) / (alone.reduce(0, +) / Double(alone.count))
  }

  private func isLibraryLSTM(_ contender: Contender) -> Bool {
    contender == .peer(.libraryLSTM, .lstm)
  }

  private func median(_ sample: [Double]) -> Double? {
    sample.isEmpty ? nil : Quantile.median(of: sample)
  }
}

extension Contender {
  /// What people call it.
  public var title: String {
    switch self {
    case .ours(let workload): "\(workload.title), ours"
    case .peer(let variant, let workload):
      "\(workload.title), \(variant.peer.title) (\(variant.title))"
    case .alone(let core): "\(Workload.smnist.title), core \(core) alone"
    case .together(let core): "\(Workload.smnist.title), core \(core) beside another"
    }
  }
}

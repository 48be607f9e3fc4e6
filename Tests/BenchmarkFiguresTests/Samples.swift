@testable import BenchmarkFigures

extension Timing {
  /// A process all of whose iterations took so many seconds.
  static func of(_ seconds: Double, share: Double? = nil, allocations: Double? = nil) -> Timing {
    var timing = Timing(seconds: [seconds])
    timing.shareOfPeak = share
    timing.allocations = allocations
    return timing
  }
}

extension Plan {
  /// A plan of everything on a machine that can do everything, but for what is said.
  static func of(
    _ only: [Part] = [], isQuick: Bool = false, hasPeers: Bool = true, cores: [Int] = [0, 1],
    countsAllocations: Bool = true
  ) -> Plan {
    Plan(
      only: only, rounds: nil, isQuick: isQuick, hasPeers: hasPeers, cores: cores,
      countsAllocations: countsAllocations)
  }
}

extension Measurements {
  init(_ rounds: [Contender: Timing]...) {
    self.init()
    self.rounds = rounds
  }
}

import BenchmarkFigures
import Foundation

/// One run of the benchmark: who takes a turn, and what they said.
struct Session {
  let plan: Plan
  private let peers: PeerEnvironment?
  private(set) var measurements = Measurements()

  init(_ plan: Plan) throws {
    self.plan = plan
    let needsPeers = plan.hasPeers && plan.parts.contains { !$0.workloads.isEmpty }
    peers = needsPeers ? try PeerEnvironment() : nil
  }

  private var core: Int? { plan.cores.first }

  /// Measures all parts of the plan.
  mutating func measure() throws {
    for part in plan.parts {
      switch part {
      case .processes: try measureProcesses()
      case .memory: try measureMemory()
      default: try measureWorkloads(of: part)
      }
    }
  }

  private mutating func measureWorkloads(of part: Part) throws {
    var contenders = part.workloads.map(Contender.ours)
    if let peers, let workload = part.workloads.last {
      contenders += try scout(workload, peers)
      if part == .lstm { contenders.append(.peer(.libraryLSTM, workload)) }
    }
    for round in 1...plan.rounds {
      var timings: [Contender: Timing] = [:]
      for contender in contenders {
        let timing: Timing = try program(of: contender).result()
        timings[contender] = timing
        tell("round \(round) of \(plan.rounds)", contender, timing)
      }
      measurements.rounds.append(timings)
    }
  }

  /// Tries every variant of every peer for a moment, and takes the best of each.
  private func scout(_ workload: Workload, _ peers: PeerEnvironment) throws -> [Contender] {
    try Peer.allCases.map { peer in
      var tried: [(variant: PeerVariant, timing: Timing)] = []
      for variant in PeerVariant.candidates(of: peer, for: workload) {
        let program = peers.program(variant, workload, iterations: 3, warmup: 1, core: core)
        do {
          let timing: Timing = try program.result()
          tried.append((variant, timing))
          tell("scouting", .peer(variant, workload), timing)
        } catch let failure as BenchmarkFailure {
          StandardStream.progress("scouting: \(peer.title) (\(variant.title)) \(failure)")
        }
      }
      guard let best = PeerVariant.best(of: tried) else {
        throw BenchmarkFailure("\(peer.title) runs in none of its variants: \(workload.title)")
      }
      return .peer(best, workload)
    }
  }

  /// Two processes on sequential MNIST, each on a core of its own, after one on each core alone.
  private mutating func measureProcesses() throws {
    guard plan.hindrance(to: .twoProcesses) == nil else { return }
    let cores = Array(plan.cores.prefix(2))
    for round in 1...plan.rounds {
      var timings: [Contender: Timing] = [:]
      for core in cores {
        timings[.alone(core: core)] = try smnist(on: core).result()
      }
      let children = try cores.map { try smnist(on: $0).started() }
      for (core, child) in zip(cores, children) {
        timings[.together(core: core)] = try child.result()
      }
      for (contender, timing) in timings.sorted(by: { "\($0.key)" < "\($1.key)" }) {
        tell("round \(round) of \(plan.rounds)", contender, timing)
      }
      measurements.rounds.append(timings)
    }
  }

  private mutating func measureMemory() throws {
    let digits = try SyntheticDigits()
    defer { digits.remove() }
    let peak: PeakMemory = try ChildProgram.ourselves(["trial", digits.folder.path]).result()
    StandardStream.progress(String(format: "a trial of sMNIST: %.1f MB", peak.megabytes))
    measurements.trialMegabytes.append(peak.megabytes)
  }

  /// Longer than in a part's rounds, so that the two are beside each other almost all the time.
  private func smnist(on core: Int) -> ChildProgram {
    let iterations = 2 * Workload.smnist.iterations
    return .ourselves(
      ["iterate"] + Workload.smnist.arguments + [
        "--iterations", "\(iterations)", "--cpu", "\(core)",
      ])
  }

  private func program(of contender: Contender) throws -> ChildProgram {
    switch contender {
    case .ours(let workload):
      let pinning = core.map { ["--cpu", "\($0)"] } ?? []
      return .ourselves(
        ["iterate"] + workload.arguments + ["--iterations", "\(workload.iterations)"] + pinning
          + (workload == .smnist ? ["--peak"] : []))
    case .peer(let variant, let workload):
      guard let peers else { throw BenchmarkFailure("a peer without its environment") }
      return peers.program(
        variant, workload, iterations: workload.peerIterations, warmup: 2, core: core)
    case .alone(let core), .together(let core): return smnist(on: core)
    }
  }

  private func tell(_ occasion: String, _ contender: Contender, _ timing: Timing) {
    let milliseconds = FigureTable.milliseconds(timing.medianSeconds)
    var words = "\(occasion): \(contender.title): \(milliseconds) ms"
    if let share = timing.shareOfPeak {
      words += String(format: ", %.1f %% of the peak", 100 * share)
    }
    if let allocations = timing.allocations, allocations > 0 {
      words += String(format: ", %.2f allocations", allocations)
    }
    // A core that is this process's own is its own but for a few interrupts.
    if let share = timing.processorShare, share < 0.98 {
      words += String(format: "; other programs took %.0f %% of the core", 100 * (1 - share))
    }
    StandardStream.progress(words)
  }
}

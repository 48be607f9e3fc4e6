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
          StandardStream.progress("scouting: \(failure)")
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
        timings[.alone(core: core)] = try program(of: .alone(core: core)).result()
      }
      let children = try cores.map { try program(of: .together(core: $0)).started() }
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
    let trial = ChildProgram.ourselves("a trial of sMNIST", ["trial", digits.folder.path])
    let peak: PeakMemory = try trial.result()
    StandardStream.progress(trial.name + String(format: ": %.1f MB", peak.megabytes))
    measurements.trialMegabytes.append(peak.megabytes)
  }

  private func program(of contender: Contender) throws -> ChildProgram {
    switch contender {
    case .ours(let workload):
      let peak = workload == .smnist ? ["--peak"] : []
      return iterate(contender, workload, workload.iterations, core, peak)
    case .peer(let variant, let workload):
      guard let peers else { throw BenchmarkFailure("a peer without its environment") }
      return peers.program(
        variant, workload, iterations: workload.peerIterations, warmup: 2, core: core)
    case .alone(let core), .together(let core):
      // Many, so that two processes are beside each other almost all the time.
      return iterate(contender, .smnist, 2 * Workload.smnist.iterations, core)
    }
  }

  /// This program, as the process that trains.
  private func iterate(
    _ contender: Contender, _ workload: Workload, _ iterations: Int, _ core: Int?,
    _ more: [String] = []
  ) -> ChildProgram {
    let pinning = core.map { ["--cpu", "\($0)"] } ?? []
    return .ourselves(
      contender.title,
      ["iterate"] + workload.arguments + ["--iterations", "\(iterations)"] + pinning + more)
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
    if timing.isDisturbed, let share = timing.processorShare {
      words += String(format: "; other programs took %.0f %% of the core", 100 * (1 - share))
    }
    StandardStream.progress(words)
  }
}

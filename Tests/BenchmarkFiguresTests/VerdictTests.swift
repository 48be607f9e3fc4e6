import Testing

@testable import BenchmarkFigures

@Suite("Verdicts") struct VerdictTests {
  private func verdict(_ figure: Figure, _ seconds: Double, _ plan: Plan = .of()) -> Finding
    .Verdict?
  {
    let jax = Contender.peer(PeerVariant(.jax, "scan", unroll: 1), .smnist)
    let measurements = Measurements([.ours(.smnist): .of(1), jax: .of(seconds)])
    return Goal.all.first { $0.figure == figure }
      .map { Finding($0, measurements, by: plan).verdict }
  }

  @Test func `what is just as good as required holds, and less does not`() {
    #expect(verdict(.againstBestPeer(.smnist), 2.2) == .holds(2.2))
    #expect(verdict(.againstBestPeer(.smnist), 2.199) == .missed(2.199))
  }

  @Test func `a limit from above holds below it`() {
    let bound = Bound.atMost(1.15, 1.08)
    #expect(bound.holds(1.15))
    #expect(!bound.holds(1.151))
  }

  @Test func `every goal of the plan of speed is there`() {
    #expect(Goal.all.count == 13)
    #expect(Set(Goal.all.map(\.figure)).count == 13)
  }

  @Test func `a figure that the plan cannot give says why`() {
    func reason(_ figure: Figure, _ plan: Plan) -> String? { plan.hindrance(to: figure) }
    #expect(reason(.againstLibraryLSTM, .of(hasPeers: false)) == "needs --peers")
    #expect(reason(.shareOfPeak, .of([.copy128])) == "left out by --only")
    #expect(reason(.costOfGeometry(1000), .of(isQuick: true)) == "left out by --quick")
    #expect(reason(.costOfGeometry(1000), .of([.copy1000], isQuick: true)) == nil)
    #expect(reason(.twoProcesses, .of(cores: [3])) == "needs 2 cores")
    #expect(reason(.allocations, .of(countsAllocations: false)) == "needs glibc")
    #expect(Goal.all.allSatisfy { reason($0.figure, .of()) == nil })
  }

  @Test func `a quick run has fewer rounds and leaves the slow parts out`() {
    let quick = Plan.of(isQuick: true)
    #expect(quick.rounds == 3)
    #expect(quick.parts == [.smnist, .copy128, .copy500, .processes, .memory])
    #expect(Plan.of().parts == Part.allCases)
    #expect(Plan.of([.memory, .smnist]).parts == [.smnist, .memory])
  }

  @Test func `a figure that could be had and was not is no success`() {
    #expect(verdict(.shareOfPeak, 1) == .notMeasured("nothing was measured"))
  }
}

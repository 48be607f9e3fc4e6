import Testing

@testable import BenchmarkFigures

@Suite("Workloads") struct WorkloadTests {
  /// Expected: what was counted by hand when the goals were set, in GFLOP, with the digits kept then;
  /// for the largest n the two Cayley steps were counted as 15.3·n³, not 15·n³.
  @Test(arguments: [
    (Workload.smnist, 3.89, 0.005), (.copy(128, .geoSGD), 0.67, 0.005),
    (.copy(128, .dense), 0.64, 0.005), (.copy(500, .geoSGD), 11.1, 0.05),
    (.copy(500, .dense), 9.2, 0.05), (.copy(1000, .geoSGD), 51.7, 0.35),
    (.copy(1000, .dense), 36.4, 0.05), (.lstm, 15.4, 0.05),
  ])
  func `an iteration has the operations that the goals were set by`(
    _ workload: Workload, _ billions: Double, _ tolerance: Double
  ) {
    #expect(abs(workload.operations / 1e9 - billions) <= tolerance, "\(workload.title)")
  }

  @Test func `the words of a workload are those of the peers' scripts`() {
    #expect(
      Workload.copy(500, .dense).arguments == [
        "--task", "copy", "--cell", "rnn", "--hidden", "500", "--optimizer", "sgd",
      ])
    #expect(
      Workload.lstm.arguments == [
        "--task", "smnist", "--cell", "lstm", "--hidden", "128", "--optimizer", "sgd",
      ])
  }
}

@Suite("Variants of peers") struct PeerVariantTests {
  private func titles(_ peer: Peer, _ workload: Workload) -> [String] {
    PeerVariant.candidates(of: peer, for: workload).map(\.title)
  }

  @Test func `only variants that exist are tried`() {
    #expect(titles(.jax, .smnist) == ["scan, unroll 1", "scan, unroll 8", "custom, unroll 8"])
    #expect(titles(.torch, .smnist) == ["nn", "loop", "manual"])
    #expect(titles(.torch, .copy(500, .geoSGD)) == ["loop", "manual"])
    #expect(titles(.jax, .lstm) == ["scan, unroll 1", "scan, unroll 8"])
  }

  @Test func `torch's own LSTM, without peepholes, is no candidate beside those that have them`() {
    #expect(!PeerVariant.candidates(of: .torch, for: .lstm).contains(.libraryLSTM))
  }

  @Test func `the best variant is the one with the smallest median`() {
    let tried = PeerVariant.candidates(of: .torch, for: .smnist)
    let seconds = [0.3, 0.1, 0.2]
    #expect(
      PeerVariant.best(of: zip(tried, seconds).map { ($0, Timing.of($1)) })?.title == "loop")
    #expect(PeerVariant.best(of: []) == nil)
  }

  @Test func `a variant says itself to its script`() {
    let scan = PeerVariant(.jax, "scan", unroll: 8)
    #expect(scan.arguments == ["--impl", "scan", "--unroll", "8"])
    #expect(PeerVariant(.torch, "manual").arguments == ["--impl", "manual"])
  }

  @Test func `only torch's own LSTM runs with memory that is kept`() {
    #expect(
      PeerVariant.libraryLSTM.environment(for: .lstm) == [
        "MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "8000000000",
        "MALLOC_TOP_PAD_": "100000000",
      ])
    #expect(PeerVariant(.torch, "nn").environment(for: .smnist) == [:])
    #expect(PeerVariant(.torch, "loop").environment(for: .lstm) == [:])
  }
}

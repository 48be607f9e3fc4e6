import Testing

@testable import BenchmarkFigures

@Suite("Measurements") struct MeasurementTests {
  private let jax = Contender.peer(PeerVariant(.jax, "scan", unroll: 8), .smnist)
  private let torch = Contender.peer(PeerVariant(.torch, "manual"), .smnist)

  @Test func `a quantile lies on straight lines between the entries`() {
    // numpy.quantile([4, 1, 3, 2], [0, .25, .5, .75, 1])
    let sample = [4.0, 1, 3, 2]
    let values = [0, 0.25, 0.5, 0.75, 1].map { Quantile($0).value(of: sample) }
    #expect(values == [1, 1.75, 2.5, 3.25, 4])
    #expect(Quantile.median(of: [7]) == 7)
  }

  @Test func `a ratio is the median of the rounds' ratios, not the ratio of the medians`() {
    // Ratios 3, 2, 2.5; the medians alone would give 4 / 2.
    let measurements = Measurements(
      [.ours(.smnist): .of(1), jax: .of(3)], [.ours(.smnist): .of(2), jax: .of(4)],
      [.ours(.smnist): .of(2), jax: .of(5)])
    #expect(measurements.value(of: .againstBestPeer(.smnist)) == 2.5)
  }

  @Test func `the best peer is the one that the smallest ratio is against`() {
    let measurements = Measurements(
      [.ours(.smnist): .of(1), jax: .of(3), torch: .of(2)],
      [.ours(.smnist): .of(1), jax: .of(3), torch: .of(2.5)])
    #expect(measurements.value(of: .againstBestPeer(.smnist)) == 2.25)
  }

  @Test func `an LSTM with peepholes is held apart from one without`() {
    let loop = Contender.peer(PeerVariant(.torch, "loop"), .lstm)
    let library = Contender.peer(.libraryLSTM, .lstm)
    let measurements = Measurements([.ours(.lstm): .of(1), loop: .of(3), library: .of(1.5)])
    #expect(measurements.value(of: .againstBestPeer(.lstm)) == 3)
    #expect(measurements.value(of: .againstLibraryLSTM) == 1.5)
  }

  @Test func `the cost of geoSGD is that of one size`() {
    let measurements = Measurements(
      [.ours(.copy(128, .dense)): .of(2), .ours(.copy(128, .geoSGD)): .of(3)],
      [.ours(.copy(500, .dense)): .of(2), .ours(.copy(500, .geoSGD)): .of(4)])
    #expect(measurements.value(of: .costOfGeometry(128)) == 1.5)
    #expect(measurements.value(of: .costOfGeometry(500)) == 2)
    #expect(measurements.value(of: .costOfGeometry(1000)) == nil)
  }

  @Test func `two processes at once are held against the mean of both cores`() {
    let measurements = Measurements(
      [
        .alone(core: 0): .of(1), .alone(core: 1): .of(0.5), .together(core: 0): .of(1),
        .together(core: 1): .of(1),
      ])
    // 1 + 1 iterations a second for (1 + 2) / 2.
    #expect(measurements.value(of: .twoProcesses) == 2 / 1.5)
  }

  @Test func `the workload with the most allocations counts, and peers' do not`() {
    let measurements = Measurements(
      [.ours(.smnist): .of(1, share: 0.7, allocations: 0), jax: .of(1, allocations: 9)],
      [.ours(.copy(128, .dense)): .of(1, allocations: 0.5)])
    #expect(measurements.value(of: .allocations) == 0.5)
    #expect(measurements.value(of: .shareOfPeak) == 0.7)
    #expect(measurements.value(of: .peakMemory) == nil)
  }
}

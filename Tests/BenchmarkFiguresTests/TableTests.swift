import Testing

@testable import BenchmarkFigures

@Suite("Tables") struct TableTests {
  private let jax = PeerVariant(.jax, "scan", unroll: 8)

  private var measurements: Measurements {
    var measurements = Measurements(
      [
        .ours(.smnist): .of(0.041, share: 0.79999, allocations: 0),
        .peer(jax, .smnist): .of(0.1096),
      ],
      [
        .ours(.lstm): .of(0.181, allocations: 0.004),
        .peer(PeerVariant(.torch, "loop"), .lstm): .of(0.57),
        .peer(.libraryLSTM, .lstm): .of(0.245),
      ],
      [
        .ours(.copy(128, .dense)): .of(0.00785), .ours(.copy(128, .geoSGD)): .of(0.0085),
      ])
    measurements.trialMegabytes = [112.91]
    return measurements
  }

  @Test func `the goals stand in one table`() {
    let plan = Plan.of([.smnist, .copy128, .lstm, .processes, .memory], cores: [0])
    let table = FigureTable.goals(Goal.all.map { Finding($0, measurements, by: plan) })
    #expect(
      table == """
        | what | measured | required | stretch |  |
        | --- | ---: | ---: | ---: | --- |
        | sMNIST iteration, n = 128, against the best of JAX and PyTorch | 2.67 × | ≥ 2.2 × | ≥ 2.5 × | ok |
        | copy, delay 100, n = 128, geoSGD, against the best peer | – | ≥ 1.45 × | ≥ 1.8 × | not measured (nothing was measured) |
        | copy, delay 100, n = 500, geoSGD, against the best peer | – | ≥ 1.35 × | ≥ 1.5 × | not measured (left out by --only) |
        | copy, delay 100, n = 1000, geoSGD, against the best peer | – | ≥ 1.25 × | ≥ 1.4 × | not measured (left out by --only) |
        | peephole LSTM, n = 128, against the best peer with peepholes | 3.14 × | ≥ 2.6 × | ≥ 3 × | ok |
        | peephole LSTM, n = 128, against nn.LSTM without them | 1.35 × | ≥ 1.25 × | ≥ 1.4 × | ok |
        | share of the multiply-add peak, sMNIST iteration | 79.9 % | ≥ 80 % | ≥ 88 % | MISSED |
        | geoSGD / dense, copy, n = 128 (paper: 1.84) | 1.09 | ≤ 1.15 | ≤ 1.08 | ok |
        | geoSGD / dense, copy, n = 500 (paper: 3.46) | – | ≤ 1.28 | ≤ 1.2 | not measured (left out by --only) |
        | geoSGD / dense, copy, n = 1000 (paper: 7.45) | – | ≤ 1.45 | ≤ 1.35 | not measured (left out by --only) |
        | throughput of two processes at once | – | ≥ 1.9 × | ≥ 1.98 × | not measured (needs 2 cores) |
        | allocations per iteration after the first | 0.01 | 0 | 0 | MISSED |
        | peak memory of a trial, sMNIST, n = 128 | 113.0 MB | ≤ 120 MB | ≤ 70 MB | ok |

        """)
  }

  @Test func `the medians stand in a table with each peer's variants`() {
    let table = FigureTable.medians(measurements, of: Part.allCases.flatMap(\.workloads))
    #expect(
      table == """
        | median iteration, ms | ours | JAX | PyTorch |
        | --- | ---: | ---: | ---: |
        | sMNIST, n = 128 | 41.0 | 110 (scan, unroll 8) | – |
        | copy, n = 128, dense | 7.85 | – | – |
        | copy, n = 128, geoSGD | 8.50 | – | – |
        | peephole LSTM, n = 128 | 181 | – | 570 (loop); 245 (nn.LSTM) |

        """)
  }

  @Test func `a number that is exactly a limit is written as the limit`() {
    let goal = Goal("x", .shareOfPeak, .atMost(1.15, 1.08))
    var measurements = Measurements()
    measurements.rounds = [[.ours(.smnist): .of(1, share: 1.15)]]
    let table = FigureTable.goals([Finding(goal, measurements, by: .of())])
    #expect(table.hasSuffix("| x | 1.15 | ≤ 1.15 | ≤ 1.08 | ok |\n"))
  }
}

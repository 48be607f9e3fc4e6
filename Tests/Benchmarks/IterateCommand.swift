public import ArgumentParser
public import BenchmarkFigures
import CBenchmark
import Foundation

/// `Benchmarks iterate`: the process that trains and is timed; one line of JSON, as the peers print.
struct IterateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iterate", abstract: "Times the iterations of one workload.",
    shouldDisplay: false)

  @Option var task: Workload.Task
  @Option var cell: Workload.Cell = .plain
  @Option var hidden: Int
  @Option var optimizer: Workload.Descent = .geoSGD

  @Option(help: "The iterations that are timed.")
  var iterations: Int = 15

  @Option(help: "The core to run on.")
  var cpu: Int?

  @Flag(help: "Measures the core's limit after every iteration, too.")
  var peak = false

  /// The first iteration makes the buffers, the second is as warm as the rest; neither is timed.
  private static let warmup = 2

  func validate() throws {
    guard iterations >= 1 else {
      throw ValidationError("--iterations is \(iterations); it must be at least 1")
    }
    guard hidden >= 1 else { throw ValidationError("--hidden is \(hidden); it must be at least 1") }
  }

  func run() throws {
    if let cpu { try Cores.pin(to: cpu) }
    let workload = Workload(task: task, cell: cell, hidden: hidden, descent: optimizer)
    var training = TrainingWorkload(workload)
    var (seconds, limits): ([Double], [Double]) = ([], [])
    let limit = MultiplyAddLimit()
    let (start, processor) = (ContinuousClock.now, Stopwatch.processorSeconds)
    for index in 0..<Self.warmup + iterations {
      if index > 0 { benchmark_start_counting() }
      let (isFinite, taken) = Stopwatch.time { training.iterate() }
      benchmark_stop_counting()
      guard isFinite else {
        throw BenchmarkFailure("\(workload.title): iteration \(index + 1) is not finite")
      }
      guard index >= Self.warmup else { continue }
      seconds.append(taken)
      if peak { limits.append(limit.operationsPerSecond()) }
    }
    let processorShare =
      (Stopwatch.processorSeconds - processor) / Stopwatch.seconds(since: start)
    try report(workload, seconds, limits, processorShare)
  }

  private func report(
    _ workload: Workload, _ seconds: [Double], _ limits: [Double], _ processorShare: Double
  ) throws {
    var timing = Timing(seconds: seconds)
    timing.processorShare = processorShare
    timing.peakMegabytes = PeakMemory.megabytes
    if benchmark_counts_allocations() != 0 {
      timing.allocations =
        Double(benchmark_allocation_count()) / Double(Self.warmup + iterations - 1)
    }
    if peak {
      timing.peakGigaflops = Quantile.median(of: limits) / 1e9
      timing.shareOfPeak = Quantile.median(
        of: zip(seconds, limits).map { workload.operations / $0 / $1 })
    }
    try ChildOutput.write(timing)
  }
}

extension Workload.Task: ExpressibleByArgument {}
extension Workload.Cell: ExpressibleByArgument {}
extension Workload.Descent: ExpressibleByArgument {}

import BenchmarkFigures
import Foundation
import TestSupport
import Testing

/// The benchmark's command line, as another process.
@Suite("Benchmark command", .timeLimit(.minutes(2))) struct CommandTests {
  private func benchmarks(_ arguments: String...) throws -> Invocation {
    try Invocation(Invocation.builtProgram("Benchmarks"), arguments)
  }

  @Test func `wrong words end with status 2, and nothing is measured`() throws {
    for words in [["--rounds", "0"], ["--rounds", "two"], ["--only", "smist"], ["--peer"]] {
      let run = try Invocation(Invocation.builtProgram("Benchmarks"), words)
      #expect(run.status == 2, "\(words)")
      #expect(run.output == "")
    }
    let run = try benchmarks("--rounds", "0")
    #expect(run.errors.hasPrefix("Error: --rounds is 0; it must be at least 1\n"))
  }

  @Test func `help goes to standard output`() throws {
    let run = try benchmarks("--help")
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.contains("--peers"))
    #expect(!run.output.contains("iterate"))
  }

  @Test func `the process that trains says its times in one line`() throws {
    let run = try benchmarks(
      "iterate", "--task", "copy", "--hidden", "9", "--iterations", "3", "--peak")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 1)
    let timing = try JSONDecoder().decode(Timing.self, from: Data(run.output.utf8))
    #expect(timing.minimumSeconds > 0)
    #expect(timing.minimumSeconds <= timing.medianSeconds)
    #expect(timing.lowerQuartileSeconds <= timing.upperQuartileSeconds)
    #expect((timing.peakMegabytes ?? 0) > 1)
    #expect((timing.peakGigaflops ?? 0) > 0.1)
    #expect((0...1.0).contains(timing.shareOfPeak ?? -1))
    #expect(timing.allocations != nil, "allocations are not counted")
  }
}

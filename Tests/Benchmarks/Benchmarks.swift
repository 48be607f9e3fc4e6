public import ArgumentParser
public import BenchmarkFigures
import CBenchmark
import Foundation

/// The benchmark's command line; `make bench` runs it.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Times the training engine, against JAX and PyTorch if told to.",
    discussion: """
      Ours and each peer take turns, one process at a time on one core; a figure is the median of the \
      rounds' ratios. Progress goes to standard error, the tables to standard output.

      Exit status: 0 every required figure that was measured holds; 1 one is missed; 2 a wrong \
      command line; 3 something could not be measured.
      """,
    subcommands: [IterateCommand.self, TrialCommand.self])

  @Flag(help: "Also runs JAX and PyTorch, in an environment made in .build/ (6 GB, 8 minutes).")
  var peers = false

  @Flag(help: "Runs fewer rounds, and leaves out what takes long (1 minute).")
  var quick = false

  @Option(help: ArgumentHelp("The rounds of each part (default: 5; 3 if quick).", valueName: "n"))
  var rounds: Int?

  @Option(
    name: .customLong("only"),
    help: ArgumentHelp(
      "Measures this part alone; may be given again for others.", valueName: "name"))
  var only: [Part] = []

  func validate() throws {
    if let rounds, rounds < 1 {
      throw ValidationError("--rounds is \(rounds); it must be at least 1")
    }
  }

  func run() throws {
    benchmark_end_children_with_us()
    let plan = Plan(
      only: only, rounds: rounds, isQuick: quick, hasPeers: peers, cores: Cores.allowed,
      countsAllocations: benchmark_counts_allocations() != 0)
    var session = try Session(plan)
    try session.measure()
    let findings = Goal.all.map { Finding($0, session.measurements, by: plan) }
    StandardStream.output.write(
      FigureTable.goals(findings) + "\n"
        + FigureTable.medians(session.measurements, of: Part.allCases.flatMap(\.workloads)) + "\n"
        + Surroundings.line(session.measurements) + "\n"
        + Surroundings.disturbance(session.measurements))
    if findings.contains(where: \.isMissed) { throw ExitCode(ExitStatus.missed.rawValue) }
  }

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let status as ExitCode {
      Foundation.exit(status.rawValue)
    } catch {
      end(with: error)
    }
  }

  /// Help is no error, wrong words are the user's, and the rest keeps us from measuring.
  private static func end(with error: any Error) -> Never {
    let code = exitCode(for: error)
    let isHelp = code == .success
    let isUsage = code == .validationFailure
    let text = isHelp || isUsage ? fullMessage(for: error) : "Benchmarks: \(error)"
    (isHelp ? StandardStream.output : .error).write(text + "\n")
    let status: ExitStatus = isHelp ? .allHold : isUsage ? .usage : .failed
    Foundation.exit(status.rawValue)
  }
}

extension Part: ExpressibleByArgument {}

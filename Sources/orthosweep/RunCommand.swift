import ArgumentParser
import Foundation
import Reports
import Results
import Scheduling
import Sweeps
import Trials

/// `orthosweep run`: runs what is missing.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the trials that have no result yet, then write and print the tables.",
    discussion: """
      Each trial is a process of its own. Ctrl-C once stops gently, twice at once; what has \
      finished is kept, and the same command goes on later, from the stopped trials' last \
      checkpoints. Trials that failed before are left \
      alone unless --failed is given.

      Example: orthosweep run table1-smnist margin=0.1 --set lr.free=1e-4,1e-3 -j 2
      """)

  @OptionGroup var arguments: SweepArguments
  @OptionGroup var report: ReportArguments
  @OptionGroup var place: DataArguments

  @Option(
    name: .shortAndLong, help: "Trials at once (default: the physical cores that we may use).")
  var jobs: Int?

  @Option(
    name: .customLong("for"),
    help: """
      Stop after this time, as 2h30m, and start no trial that would not end in time; trials that \
      still run then go on with the next run.
      """)
  var budget: String?

  @Flag(help: "Try failed trials again, too.")
  var failed = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("-j must be at least 1, not \(jobs)") }
    if let budget, WrittenQuantity.duration(budget) == nil {
      throw ValidationError("--for \(budget) is not a duration; write it as 2h30m, 45min or 90s")
    }
  }

  func run() async throws {
    let open = try OpenSweep(arguments, data: place.data, name: report.name)
    let reading = try open.readRecords()
    let durations = open.durations(reading)
    let plan = try open.plan(reading, durations, retryFailed: failed)
    try TrialInquiry(open, plan, sweepFile: open.sweep.file.path).refuse(lacksToo: true)
    for note in try open.notes(reading) { Terminal.error.write("note: \(note)\n") }
    var ending: SweepEnding?
    var signal: Int32?
    if !plan.toRun.isEmpty {
      (ending, signal) = try await execute(plan, durations, reading, open)
    }
    try conclude(open, plan, ending, signal)
  }
}

extension RunCommand {
  /// Starts the trials of the plan and waits for their end.
  private func execute(
    _ plan: SweepPlan, _ durations: DurationEstimate, _ reading: ResultStore.Reading,
    _ open: OpenSweep
  ) async throws -> (SweepEnding, Int32?) {
    let runner: SweepRunner
    do {
      try open.store.prepare()
      for damage in reading.damaged {
        let moved = try open.store.quarantine(damage)
        let places = moved.joined(separator: ", ")
        Terminal.error.write("note: \(damage); moved to \(places), redone\n")
      }
      runner = try self.runner(for: open)
    } catch {
      throw OpenSweep.failure(error)
    }
    let display = ProgressDisplay(
      done: plan.done.count, waiting: plan.toRun.count, labels: open.labels,
      headline: Self.headline(open))
    let interrupts = Interrupts { _, count in runner.stop(count == 1 ? .gently : .atOnce) }
    let ending = await runner.run(plan, durations: durations) { display.show($0) }
    display.finish()
    return (ending, interrupts.first)
  }

  private func runner(for open: OpenSweep) throws -> SweepRunner {
    let lock = try SweepLock(sweep: open.sweep.name, in: open.store.layout)
    let (command, checksum) = try pinnedCommand(open)
    let settings = open.sweep.settings
    var options = RunnerOptions(budget: budget.flatMap(WrittenQuantity.duration))
    if let jobs { options.parallel = jobs }
    if let retries = settings.retries { options.retries = retries }
    options.memory = open.memory
    let description = open.schema.program
    return SweepRunner(
      lock: lock, store: open.store,
      launcher: LocalLauncher(
        command,
        limits: TrialLimits(timeout: settings.timeout, stall: settings.stall),
        timeouts: open.timeouts),
      build: ProgramBuild(
        program: description.program, metrics: description.metrics, checksum: checksum),
      surroundings: Surroundings.ask(
        orthosweepVersion: Orthosweep.version, sweepFolder: open.sweep.file.folder.path,
        results: open.store.layout),
      options: options)
  }

  /// The command on a copy of the program, so that rebuilding meanwhile changes nothing.
  ///
  /// A program of other people's stays where it is: an interpreter finds its library by its place.
  private func pinnedCommand(_ open: OpenSweep) throws -> (TrialCommand, checksum: String) {
    guard case .installed = open.sweep.settings.program else {
      return (open.command, try PinnedProgram.checksum(of: open.programFile))
    }
    let pinned = try PinnedProgram(of: open.programFile, in: open.store.layout)
    return (open.command.running(pinned.path), pinned.checksum)
  }

  /// The metric that an ending's line tells: the first measured one of the first table.
  private static func headline(_ open: OpenSweep) -> ProgressDisplay.Headline? {
    for column in open.sweep.report.tables.first?.columns ?? [] {
      let quantity: Quantity
      switch column {
      case .measured(let measured), .pivot(_, let measured): quantity = measured
      case .reference, .delta: continue
      }
      if let headline = ProgressDisplay.Headline(quantity, open.schema.program) { return headline }
    }
    return nil
  }

  /// Writes the report, prints the tables, says what is left, and ends with the right status.
  private func conclude(
    _ open: OpenSweep, _ plan: SweepPlan, _ ending: SweepEnding?, _ signal: Int32?
  ) throws {
    let drawn = try SweepReport(open)
    Terminal.output.write(drawn.tables)
    try drawn.keep(arguments)
    let failures = ending?.failed ?? plan.failed.count
    let left = ending?.left ?? 0
    if left > 0 {
      let again = arguments.runAgain(
        data: place.data, jobs: jobs, name: report.name, failed: failed)
      Terminal.error.write("\(Count.of(left, "trial")) left to run; to go on: \(again)\n")
    }
    if failures > 0 {
      let again = arguments.runAgain(
        data: place.data, jobs: jobs, name: report.name, failed: true)
      Terminal.error.write("\(Count.of(failures, "trial")) failed; to try again: \(again)\n")
    }
    let status = ending?.exitStatus(stoppedBy: signal ?? SIGINT) ?? (failures > 0 ? 1 : 0)
    if status != 0 { throw ExitCode(status) }
  }
}

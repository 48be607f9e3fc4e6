import ArgumentParser
import Foundation
import Results
import Scheduling
import Sweeps
import Trials

/// `orthosweep status`: how far a sweep is.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say how far a sweep is, and how each unfinished trial's last attempt ended.",
    discussion: "Example: orthosweep status table1-smnist init=orthogonal")

  @OptionGroup var arguments: SweepArguments

  @Option(help: "The name under which a part or a variant is run (run --name).")
  var name: String?

  func run() throws {
    let open = try OpenSweep(arguments, name: name)
    let reading = try open.readRecords()
    let plan = try open.plan(reading, open.durations(reading))
    let holder = try SweepLock.holder(of: open.sweep.name, in: open.store.layout)
    var lines = [Self.head(open.sweep.name, plan, reading, holder)]
    lines += try Self.unfinished(open, plan, reading, isScheduled: holder != nil)
    if !plan.failed.isEmpty {
      lines.append("to try the failed ones again: \(arguments.runAgain(name: name, failed: true))")
    }
    let folder = SweepFolder(of: open.sweep.name, in: open.store.layout)
    let list = folder.path + "/" + SweepFolder.trialList
    if FileManager.default.fileExists(atPath: list) {
      lines.append("every trial with its folder, as of the last report: \(list)")
    }
    Terminal.output.write(lines.map { $0 + "\n" }.joined())
    for damage in reading.damaged { Terminal.error.write("note: \(damage); it will be redone\n") }
  }

  /// The counts of all outcomes, and who runs the sweep.
  private static func head(
    _ sweep: String, _ plan: SweepPlan, _ reading: ResultStore.Reading, _ holder: String?
  ) -> String {
    let diverged = reading.records.values.filter { $0.outcome != .finished }.count
    var counts = ["\(plan.done.count - diverged) finished"]
    if diverged > 0 { counts.append("\(diverged) diverged") }
    if !plan.failed.isEmpty { counts.append("\(plan.failed.count) failed") }
    counts.append("\(plan.toRun.count) to run")
    return "\(sweep)   \(Count.of(plan.trials.count, "trial")): "
      + counts.joined(separator: " · ") + (holder.map { "      run by \($0)" } ?? "")
  }

  /// The trials that were started and have not finished, those that diverged first.
  private static func unfinished(
    _ open: OpenSweep, _ plan: SweepPlan, _ reading: ResultStore.Reading, isScheduled: Bool
  ) throws -> [String] {
    let labels = open.labels
    var lines: [String] = []
    for record in reading.records.values.sorted(by: { $0.trial.id < $1.trial.id })
    where record.outcome != .finished {
      lines.append(line(record.trial, "\(record.outcome)", labels))
    }
    for failed in plan.failed {
      lines.append(line(failed.trial, words(failed.outcome), labels))
      if let last = try open.store.attempts(at: failed.trial.id).last {
        lines.append("                log: \(last.folder)/log.txt")
      }
    }
    for trial in plan.toRun {
      guard let last = try open.store.attempts(at: trial.id).last else { continue }
      let isRunning = last.isRunning(ifScheduled: isScheduled)
      let state = isRunning ? "running" : "\(last.outcome)"
      lines.append(line(trial, "\(state), epoch \(last.reach.epoch)", labels))
    }
    return lines
  }

  /// A trial that was interrupted too often waits for `--failed` as well.
  private static func words(_ outcome: TrialOutcome) -> String {
    guard outcome.isPending else { return "\(outcome)" }
    return "\(outcome) \(SweepPlan.freeAttempts) times without progress"
  }

  private static func line(_ trial: Trial, _ state: String, _ labels: [TrialID: String]) -> String {
    "  \(trial.id.short)  \(labels[trial.id] ?? "")   \(state)"
  }
}

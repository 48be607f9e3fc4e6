import ArgumentParser
import Foundation
import Reports
import Results
import Scheduling
import Sweeps
import Trials

/// `orthosweep plan`: what a run would do.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Check a sweep and say what it has and what would be run; start nothing.",
    discussion: "Example: orthosweep plan table1-smnist margin=0.1 --set lr.free=1e-4,1e-3")

  @OptionGroup var arguments: SweepArguments
  @OptionGroup var place: DataArguments

  func run() throws {
    let open = try OpenSweep(arguments, data: place.data)
    let reading = try open.readRecords()
    let durations = open.durations(reading)
    let plan = try open.plan(reading, durations)
    let inquiry = try TrialInquiry(open, plan, sweepFile: open.sweep.file.path)
    try inquiry.refuse(lacksToo: false)
    Terminal.output.write(PlanText(open.sweep, plan, durations).text)
    for damage in reading.damaged { Terminal.error.write("note: \(damage); it will be redone\n") }
    for note in try open.notes(reading) + inquiry.notes { Terminal.error.write("note: \(note)\n") }
  }
}

/// The lines that `plan` prints.
struct PlanText {
  private let sweep: CheckedSweep
  private let plan: SweepPlan
  private let durations: DurationEstimate

  init(_ sweep: CheckedSweep, _ plan: SweepPlan, _ durations: DurationEstimate) {
    self.sweep = sweep
    self.plan = plan
    self.durations = durations
  }

  /// The head line, then one line for each rule of the file with its count of cells.
  var text: String {
    let width = max(50, sweep.rules.map(\.text.count).max() ?? 0)
    let rules = sweep.rules.map { rule in
      let line = rule.line.map { "     line \($0)" + (rule.file.map { " of \($0)" } ?? "") } ?? ""
      let reason = rule.reason.map { "   \($0)" } ?? ""
      let gap = String(repeating: " ", count: width - rule.text.count)
      return "  \(rule.text)\(gap) \(padded(rule.cells, to: 5))\(line)\(reason)\n"
    }
    return head + "\n" + rules.joined()
  }

  private var head: String {
    let cells = Count.of(sweep.cells.count, "cell")
    let seeds = Count.of(sweep.seeds.count, "seed")
    let trials = Count.of(plan.trials.count, "trial")
    var state = ["\(plan.done.count) done"]
    if !plan.failed.isEmpty { state.append("\(plan.failed.count) failed (run --failed)") }
    state.append("\(plan.toRun.count) to run")
    let counts = "\(sweep.name)   \(cells) × \(seeds) = \(trials)"
    return ([counts, state.joined(separator: " · ")] + estimate).joined(separator: "      ")
  }

  /// From trials of the same program that have results; cells that have one count with their own.
  private var estimate: [String] {
    let known = plan.toRun.compactMap { plan.roughSeconds(for: $0, durations) }
    guard !plan.toRun.isEmpty, known.count == plan.toRun.count else { return [] }
    let processors = min(Processors.usable(), plan.toRun.count)
    let seconds = known.reduce(0, +) / Double(processors)
    let earlier = Count.of(plan.done.count, "earlier trial")
    return [
      "about \(SpokenTime.of(seconds: seconds)) on \(Count.of(processors, "core")) (from \(earlier))"
    ]
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }
}

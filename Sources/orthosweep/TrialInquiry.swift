import Scheduling
import Trials

/// What keeps the trials that are to be run from being run here: too little memory, and what their
/// program says to `PROGRAM check`, asked once, before anything is started.
struct TrialInquiry {
  /// The problems, wrong trials first, then what this machine lacks.
  let problems: [TrialQuestions.Problem]
  private let labels: [TrialID: String]
  private let sweepFile: String

  /// Asks, where the program has the verb.
  /// - Throws: a failure that says why there is no answer.
  init(_ open: OpenSweep, _ plan: SweepPlan, sweepFile: String) throws(CommandFailure) {
    self.sweepFile = sweepFile
    let tooLarge = open.memory.problems(plan.toRun)
    guard open.schema.program.checks, !plan.toRun.isEmpty else {
      (problems, labels) = (tooLarge, tooLarge.isEmpty ? [:] : open.labels)
      return
    }
    // In the order of the sweep file, so that "the first" is the first that people see there.
    let toRun = Set(plan.toRun.map(\.id))
    let questions = TrialQuestions(
      plan.trials.lazy.filter { toRun.contains($0.id) },
      seedParameters: Set(
        open.schema.program.parameters.filter { $0.defaultValue == "=seed" }.map(\.name)))
    problems =
      try ProgramInquiry.check(open.programFile, questions, open.command.environment) + tooLarge
    labels = problems.isEmpty ? [:] : open.labels
  }

  /// Ends the command if trials are wrong or, where `lacksToo`, if this machine lacks something.
  func refuse(lacksToo: Bool) throws(CommandFailure) {
    let isWrong = problems.contains { $0.kind == .invalid }
    guard isWrong || (lacksToo && !problems.isEmpty) else { return }
    let told = lacksToo ? problems : problems.filter { $0.kind == .invalid }
    let lines = told.prefix(Self.shown).map { problem in
      let word = problem.kind == .invalid ? "error" : "missing"
      return "\(sweepFile): \(word): \(text(problem))"
    }
    let more = told.count > Self.shown ? ["… and \(told.count - Self.shown) more"] : []
    let count = "\(Count.of(told.count, "problem")); no trial was started"
    throw CommandFailure(
      isWrong ? .usage : .inputOutput, (lines + more + [count]).joined(separator: "\n"))
  }

  /// What this machine lacks, a sentence each.
  var notes: [String] {
    let lacks = problems.filter { $0.kind == .missing }
    let more = lacks.count - Self.shown
    return lacks.prefix(Self.shown).map(text) + (more > 0 ? ["… and \(more) more"] : [])
  }

  /// Problems beyond these are only counted.
  private static let shown = 20
  /// The longest text of one problem, in characters.
  private static let longest = 1000

  /// As `45 trials, the first margin 0, init orthogonal, seed 0: …`.
  private func text(_ problem: TrialQuestions.Problem) -> String {
    let first = labels[problem.first.id] ?? problem.first.id.short
    let which = problem.trials == 1 ? first : "the first " + first
    let said = problem.problem.split(whereSeparator: \.isNewline).joined(separator: " ")
    return "\(Count.of(problem.trials, "trial")), \(which): \(said.prefix(Self.longest))"
  }
}

import ArgumentParser
import Reports
import Results
import Sweeps
import Trials

/// `orthosweep diff`: two trials side by side.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two trials: parameters that differ, metrics, how each was made, curves.",
    discussion: """
      A side is a trial's ID, or the words that select a trial of the sweep, in one pair of quotes \
      if there are several; of a cell, its first seed is taken. Without a sweep before them, each \
      side names its own.

      Example: orthosweep diff table1-smnist margin=0 'margin=0.1 init=orthogonal'
      Example: orthosweep diff 3fa9c1 77c102
      Example: orthosweep diff 3fa9c1 3fa9c1 --with /other/machine/results
      """)

  @Argument(
    help: ArgumentHelp(
      "The two sides, after the sweep of both if they have one.", valueName: "sides"),
    completion: .custom(WordCompletion.sweeps))
  var words: [String]

  @Option(help: "The results folder, as for other commands.", completion: .directory)
  var results: String?

  @Option(
    name: .customLong("with"), help: "The results folder of the second side, if it is another.",
    completion: .directory)
  var other: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard words.count == 2 || words.count == 3 else {
      throw ValidationError(
        "two sides are wanted, not \(words.count) words; quote a side of several words, as "
          + "orthosweep diff SWEEP margin=0 'margin=0.1 init=orthogonal'")
    }
  }

  func run() throws {
    let sides = words.suffix(2).map { words.count == 3 ? [words[0], $0] : [$0] }
    let first = try ComparedTrial(sides[0], results: results)
    let second = try ComparedTrial(sides[1], results: other ?? results)
    let comparison = TrialComparison(first, second)
    guard json else {
      Terminal.output.write(TrialComparisonText(comparison, first.metrics).text)
      return
    }
    Terminal.output.write(String(decoding: try TrialJSON.pretty(comparison), as: UTF8.self))
  }
}

/// One side of a comparison.
struct ComparedTrial {
  let trial: Trial
  let account: TrialAccount
  let curves: Curves
  let metrics: MetricText

  /// Finds the trial that the words mean, the last of which may be several in one.
  init(_ words: [String], results: String?) throws(CommandFailure) {
    var words = words.dropLast() + Self.split(words.last ?? "")
    if let results { words += ["--results", results] }
    let arguments: SweepArguments
    do {
      arguments = try SweepArguments.parse(Array(words))
    } catch {
      throw CommandFailure(.usage, "orthosweep: \(SweepArguments.message(for: error))")
    }
    let store: ResultStore
    switch try AddressedTrials(arguments) {
    case .trial(let found, let place):
      (trial, store) = (found, place)
      account = try .alone(found, place)
      metrics = MetricText(ofProgram: found.program)
    case .sweep(let open):
      guard open.sweep.cells.count == 1, let first = open.sweep.cells[0].trials.first else {
        throw open.ambiguity(of: arguments)
      }
      (trial, store) = (first, open.store)
      account = try open.account(of: first)
      metrics = MetricText(metrics: open.schema.program.metrics)
    }
    do {
      let record = try store.read([trial.id]).records[trial.id]
      curves = try store.knownCurves(of: record, store.attempts(at: trial.id))
    } catch {
      throw OpenSweep.failure(error)
    }
  }

  /// The words of a side: a comparison keeps the spaces around its sign and behind its commas.
  static func split(_ side: String) -> [String] {
    var words: [String] = []
    for piece in side.split(whereSeparator: \.isWhitespace).map(String.init) {
      let goesOn = words.last?.last.map { "<>=,".contains($0) } ?? false
      if let last = words.last, goesOn || piece.first.map({ "<>=".contains($0) }) == true {
        words[words.count - 1] = last + " " + piece
      } else {
        words.append(piece)
      }
    }
    return words
  }
}

extension OpenSweep {
  /// That the words fit several trials, with the first of them.
  func ambiguity(of arguments: SweepArguments) -> CommandFailure {
    let labels = self.labels
    let shown = sweep.trials.prefix(8).map { "  \($0.id.short)  \(labels[$0.id] ?? "")" }
    let more = sweep.trials.count > shown.count ? ["  …"] : []
    let words = ShellWord.line([arguments.sweep] + arguments.words)
    let head =
      "orthosweep: '\(words)' fits \(Count.of(sweep.trials.count, "trial")); give one's ID:"
    return CommandFailure(.usage, ([head] + shown + more).joined(separator: "\n"))
  }
}

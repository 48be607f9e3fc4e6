import ArgumentParser
import Sweeps

/// What every command that works on a sweep is told.
struct SweepArguments: ParsableArguments {
  @Argument(
    help: "The sweep: its file, or its name, if it lies below the project's folder sweeps/.",
    completion: .custom(WordCompletion.sweeps))
  var sweep: String

  @Argument(
    help: ArgumentHelp(
      """
      Only these cells: AXIS=PATTERN as margin=0.1 or 'margin > 0' or 'task=copy-*', name=ROW, \
      seed=NUMBER, or the first digits of a trial's ID.
      """, valueName: "cells"),
    completion: .custom(WordCompletion.cells))
  var cells: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      """
      Another value than the file's: an axis gets these values, and a parameter becomes an axis by \
      several. May be given again for other names.
      """, valueName: "name=value,…"),
    completion: .custom(WordCompletion.settings))
  var settings: [String] = []

  @Option(
    help: """
      The results folder (default: ORTHOSWEEP_RESULTS, else results/ beside the nearest \
      Package.swift, orthosweep.yaml or .git above the sweep file).
      """, completion: .directory)
  var results: String?

  /// The words that make it another sweep than the file's; none for the file as written.
  var words: [String] { cells + settings.flatMap { ["--set", $0] } }

  /// What the words make of the sweep, as messages call it.
  var kind: String { settings.isEmpty ? "part" : "variant" }

  /// The command that runs this sweep, as it was called and with the same places.
  ///
  /// `data`, `jobs` and `name` are what `run` was told besides.
  func runAgain(
    data: String? = nil, jobs: Int? = nil, name: String? = nil, failed: Bool
  ) -> String {
    var words = [CommandLine.arguments[0], "run", Self.path(sweep)] + self.words
    if let name { words += ["--name", name] }
    if let results { words += ["--results", Self.path(results)] }
    if let data { words += ["--data", Self.path(data)] }
    if let jobs { words += ["-j", String(jobs)] }
    return ShellWord.line(words + (failed ? ["--failed"] : []))
  }

  /// The path as no option can be written.
  private static func path(_ given: String) -> String {
    given.hasPrefix("-") ? "./" + given : given
  }
}

/// What commands that write a report are told.
struct ReportArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Keep the report under this name, as results/NAME/: a part or a variant of a sweep is not \
      written otherwise.
      """, valueName: "name"))
  var name: String?
}

/// What commands that ask the trial program about its data are told.
struct DataArguments: ParsableArguments {
  @Option(
    help: """
      The folder of the trial program's data, such as MNIST (default: ORTHOSWEEP_DATA, else where \
      the program looks).
      """, completion: .directory)
  var data: String?
}

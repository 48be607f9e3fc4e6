import ArgumentParser

/// What every command that works on a sweep is told.
struct SweepArguments: ParsableArguments {
  @Argument(help: "The sweep file.", completion: .file(extensions: ["yaml", "yml"]))
  var sweep: String

  @Option(
    help: """
      The results folder (default: ORTHOSWEEP_RESULTS, else results/ beside the nearest \
      Package.swift, orthosweep.yaml or .git above the sweep file).
      """, completion: .directory)
  var results: String?

  /// The command that runs this sweep, as it was called and with the same places.
  ///
  /// `data` and `jobs` are what `run` was told besides.
  func runAgain(data: String? = nil, jobs: Int? = nil, failed: Bool) -> String {
    var words = [CommandLine.arguments[0], "run", Self.path(sweep)]
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

/// What commands that ask the trial program about its data are told.
struct DataArguments: ParsableArguments {
  @Option(
    help: """
      The folder of the trial program's data, such as MNIST (default: ORTHOSWEEP_DATA, else where \
      the program looks).
      """, completion: .directory)
  var data: String?
}

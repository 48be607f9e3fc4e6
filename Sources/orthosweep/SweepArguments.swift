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
}

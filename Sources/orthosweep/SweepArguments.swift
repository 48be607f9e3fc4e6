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

/// What commands that ask the trial program about its data are told.
struct DataArguments: ParsableArguments {
  @Option(
    help: """
      The folder of the trial program's data, such as MNIST (default: ORTHOSWEEP_DATA, else where \
      the program looks).
      """, completion: .directory)
  var data: String?
}

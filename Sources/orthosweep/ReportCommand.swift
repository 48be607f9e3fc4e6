import ArgumentParser

/// `orthosweep report`: the tables of what has been run so far.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write report.md and one CSV a table under results/, and print the tables.",
    discussion: "Example: orthosweep report table1-smnist 'margin > 0' --name table1-margins")

  @OptionGroup var arguments: SweepArguments
  @OptionGroup var place: ReportArguments

  func run() throws {
    let open = try OpenSweep(arguments, name: place.name)
    for note in try open.reportNotes() { Terminal.error.write("note: \(note)\n") }
    let report = try SweepReport(open)
    Terminal.output.write(report.tables)
    try report.keep(arguments)
  }
}

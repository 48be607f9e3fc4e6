import ArgumentParser

/// `orthosweep report`: the tables of what has been run so far.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write report.md and one CSV a table under results/, and print the tables.")

  @OptionGroup var arguments: SweepArguments

  func run() throws {
    let open = try OpenSweep(arguments)
    for note in try open.reportNotes() { Terminal.error.write("note: \(note)\n") }
    let report = try SweepReport(open)
    let folder = try report.write()
    Terminal.output.write(report.tables)
    Terminal.error.write("\nwritten: \(folder)/report.md\n")
  }
}

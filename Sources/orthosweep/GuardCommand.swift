import ArgumentParser
import Scheduling

/// `orthosweep guard -- PROGRAM …`: how `run` starts a trial program that is not ours.
struct GuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: "Start a trial program and end it with the scheduler.",
    shouldDisplay: false)

  @Argument(parsing: .postTerminator)
  var arguments: [String]

  func run() throws {
    throw ExitCode(TrialGuard.watch(arguments))
  }
}

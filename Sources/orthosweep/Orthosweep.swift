import ArgumentParser
import Glibc

/// The sweep command line.
@main
struct Orthosweep: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "orthosweep",
    abstract: "Runs a sweep of training trials from one YAML file and makes its tables.",
    discussion: """
      A sweep file names a grid of parameters and seeds; each point of it is a trial, and each \
      trial runs in a process of its own. What finished is kept for ever under results/, so the \
      same command, given again, runs only what is missing.

        orthosweep plan quickstart               what would be run
        orthosweep run quickstart                run what is missing, print tables
        orthosweep status quickstart             how far it is
        orthosweep show quickstart margin=0.1    one cell, all that is known of it

      A sweep is given by its file, or by name if it lies below sweeps/; cells by AXIS=PATTERN; other \
      values by --set NAME=VALUE; a trial by the first digits of its ID.

      Exit status: 0 every trial has a result; 1 some failed; 2 a wrong command line, sweep file \
      or trial; 3 a defect of orthosweep; 4 another orthosweep runs this sweep; 5 results of a \
      newer version; 6 too many failures in a row; 74 a file cannot be read or written, or data \
      are missing; 130 and 143 stopped by a signal.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(name: "Look before", subcommands: [PlanCommand.self, DescribeCommand.self]),
      CommandGroup(
        name: "Do", subcommands: [RunCommand.self, ImportCommand.self, GuardCommand.self]),
      CommandGroup(
        name: "Look at",
        subcommands: [
          StatusCommand.self, ShowCommand.self, DiffCommand.self, LogsCommand.self,
        ]),
      CommandGroup(
        name: "Hand over", subcommands: [ReportCommand.self, CompletionCommand.self]),
    ])

  static func main() async {
    holdStandardDescriptors()
    // A reader that goes away (`orthosweep run … | head`) must not take the trials with it.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      Terminal.error.write(failure.message + "\n")
      Glibc.exit(failure.status.rawValue)
    } catch let status as ExitCode {
      Glibc.exit(status.rawValue)
    } catch {
      endParsing(with: error)
    }
  }

  /// Opens closed standard descriptors on nothing, so that no file of ours takes their numbers.
  private static func holdStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// Help and version are no errors; wrong words are the user's; anything else is a defect of ours.
  private static func endParsing(with error: any Error) -> Never {
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if code == .success {
      Terminal.output.write(message + "\n")
      Glibc.exit(ExitStatus.done.rawValue)
    }
    Terminal.error.write(message + "\n")
    Glibc.exit((code == .validationFailure ? ExitStatus.usage : .defect).rawValue)
  }
}

import ArgumentParser
import Foundation
import Trials
import Training

/// The trial program's command line.
@main
struct Orthornn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orthornn",
    abstract: "Trains one recurrent network, described by one JSON file.",
    discussion: """
      A trial is a file such as

        {"parameters": {"task": "copy", "delay": 100, "activation": "identity", "epochs": 3}}

      and `orthornn train FILE` prints what happens as JSON lines on standard output. `orthornn \
      describe --table` lists all parameters and metrics.

      Exit status: 0 trained to the end, or diverged and said so; 64 a wrong command line; 65 a \
      wrong trial or wrong data; 74 a file cannot be read, written or fetched, or an event not be \
      written; 75 stopped by a signal or by the end of the life line.
      """,
    version: ProgramDescription.orthornn.program.version,
    subcommands: [TrainCommand.self, DescribeCommand.self, CheckCommand.self, DataCommand.self])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      StandardStream.error.tryWrite(Data(StandardStream.harmless(failure.message).utf8))
      Foundation.exit(failure.status.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}

/// The exit statuses of `orthornn` that are neither success nor the parser's own.
enum ExitStatus: Int32 {
  case invalidTrial = 65
  case inputOutput = 74
  case stopped = 75
}

/// An ending that people are told of: one clear message and an exit status.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}

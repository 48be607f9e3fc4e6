import ArgumentParser
import Foundation
import Results
import Sweeps
import Trials

/// `orthosweep logs`: what a trial printed besides its events.
struct LogsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Print the log of a trial's last attempt.",
    discussion: """
      The first word may also be the beginning of a trial's ID.

      Example: orthosweep logs table1-smnist margin=0.1 init=orthogonal seed=0 --follow
      """)

  @OptionGroup var arguments: SweepArguments

  @Flag(name: .shortAndLong, help: "Go on printing what comes, until the attempt ends.")
  var follow = false

  func run() throws {
    let (trial, store) = try addressed()
    do {
      guard let attempt = try store.attempts(at: trial.id).last else {
        throw CommandFailure(
          .usage,
          "orthosweep: no attempt at trial \(trial.id) lies here: it was run elsewhere, or never")
      }
      Terminal.error.write("\(attempt.logFile)\n")
      try print(attempt, of: trial, in: store)
    } catch {
      throw OpenSweep.failure(error)
    }
  }

  private func addressed() throws(CommandFailure) -> (Trial, ResultStore) {
    switch try AddressedTrials(arguments) {
    case .trial(let trial, let store): return (trial, store)
    case .sweep(let open):
      guard open.sweep.trials.count == 1 else { throw open.ambiguity(of: arguments) }
      return (open.sweep.trials[0], open.store)
    }
  }

  /// Prints to the file's end and, where asked, what is added until the attempt has ended.
  private func print(_ attempt: PastAttempt, of trial: Trial, in store: ResultStore) throws {
    guard let file = FileHandle(forReadingAtPath: attempt.logFile) else { return }
    var rest = Data()
    while true {
      // Asked before reading, so that the last lines are not missed.
      let isOver = try !follow || hasEnded(attempt, of: trial, in: store)
      while let data = try file.read(upToCount: 1 << 16), !data.isEmpty {
        rest += data
        // A character may go on in the next piece, a line's end never does.
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
        Self.show(rest[...end])
        rest = Data(rest[rest.index(after: end)...])
      }
      if isOver {
        Self.show(rest)
        return
      }
      usleep(200_000)
    }
  }

  /// Programs that draw a line over and over (progress bars) show each of its states as a line.
  private static func show(_ bytes: Data) {
    let text = String(decoding: bytes, as: UTF8.self)
    Terminal.output.write(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
  }

  private func hasEnded(
    _ attempt: PastAttempt, of trial: Trial, in store: ResultStore
  ) throws -> Bool {
    if try store.isDone(trial.id) { return true }
    let now = try store.attempts(at: trial.id).first { $0.folder == attempt.folder }
    return now?.hasEnded ?? true
  }
}

/// The exit statuses of `orthosweep`; the README lists them.
enum ExitStatus: Int32 {
  case done = 0
  case someFailed = 1
  case usage = 2
  case defect = 3
  case held = 4
  case newerFormat = 5
  case breaker = 6
  case inputOutput = 74
  case interrupted = 130
  case terminated = 143
}

/// An ending of a command that people are told of: one clear message and an exit status.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}

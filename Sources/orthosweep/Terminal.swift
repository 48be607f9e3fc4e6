import Foundation

/// One of the two output streams, and what it can show.
struct Terminal: Sendable {
  static let output = Terminal(descriptor: STDOUT_FILENO)
  static let error = Terminal(descriptor: STDERR_FILENO)

  let descriptor: Int32

  /// Whether a person looks at it, so that a line may be drawn over.
  var isInteractive: Bool { isatty(descriptor) == 1 && environment("TERM") != "dumb" }

  /// Whether colour is wanted: on terminals, unless NO_COLOR is set (no-color.org).
  var showsColor: Bool { isInteractive && (environment("NO_COLOR") ?? "").isEmpty }

  /// The number of columns; 80 where nobody says.
  var columns: Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes a text; characters that would act on a terminal are shown as their codes.
  ///
  /// A reader that went away (EPIPE) is no error of ours; a full disk ends the command with 74.
  func write(_ text: String) { put(TerminalText.shown(text)) }

  /// Goes back to the line's start and erases it (ECMA-48 EL).
  func eraseLine() { put("\r\u{1B}[K") }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return stop(errno) }
      done += count
    }
  }

  private func stop(_ code: Int32) {
    guard code != EPIPE, self.descriptor == STDOUT_FILENO else { return }
    let reason = String(cString: strerror(code))
    Terminal.error.put("orthosweep: standard output cannot be written: \(reason)\n")
    exit(ExitStatus.inputOutput.rawValue)
  }

  private func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}

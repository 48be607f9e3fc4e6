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

  /// Writes all of `text`; a reader that went away (EPIPE) is no error of ours.
  func write(_ text: String) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      done += count
    }
  }

  private func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}

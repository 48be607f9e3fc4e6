import Foundation

/// Standard output or standard error, written without a buffer in between.
///
/// Swift's `print` may hold text back or cut it into several writes; here a whole text goes into
/// one `write`, so that who reads the other end sees whole lines at once.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// Writes all of `data`.
  /// - Throws: a failure that names the system's reason.
  func write(_ data: Data) throws(CommandFailure) {
    let reason = data.withUnsafeBytes { bytes -> Int32 in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let written = Foundation.write(rawValue, part.baseAddress, part.count)
        if written >= 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
    guard reason == 0 else {
      throw CommandFailure(
        .inputOutput, "orthornn: cannot write: \(String(cString: strerror(reason)))\n")
    }
  }

  /// Writes a line for people, in which nothing acts on a terminal.
  func write(line: String) throws(CommandFailure) {
    try write(Data((Self.harmless(line.replacing("\n", with: "?")) + "\n").utf8))
  }

  /// A text in which nothing acts on a terminal but its line feeds.
  static func harmless(_ text: String) -> String {
    func acts(_ scalar: Unicode.Scalar) -> Bool {
      scalar != "\n" && (scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value))
    }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { acts($0) ? "?" : $0 }))
  }

  /// Writes for the last time before the end, when there is nobody left to tell of a failure.
  func tryWrite(_ data: Data) {
    try? write(data)
  }
}

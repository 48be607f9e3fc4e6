import Foundation

/// One line on a terminal that tells how far a transfer is; nothing where nobody looks.
struct ProgressLine {
  private static let isShown =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  private let name: String
  private let bytes: Int

  init(_ name: String, of bytes: Int) {
    self.name = name
    self.bytes = bytes
  }

  func draw(_ held: Int) {
    guard Self.isShown else { return }
    let width = 20
    let full = min(width, held * width / max(1, bytes))
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
    let megabytes = String(format: "%.1f of %.1f MB", Double(held) / 1e6, Double(bytes) / 1e6)
    put("\r\(name) [\(bar)] \(megabytes)\u{1B}[K")
  }

  func erase() { put("\r\u{1B}[K") }

  private func put(_ text: String) {
    if Self.isShown { StandardStream.error.tryWrite(Data(text.utf8)) }
  }
}

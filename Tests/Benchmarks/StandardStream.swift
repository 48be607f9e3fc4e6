import Foundation

/// Standard output and standard error, written at once.
enum StandardStream {
  case output, error

  func write(_ text: String) {
    let handle: FileHandle = self == .output ? .standardOutput : .standardError
    try? handle.write(contentsOf: Data(text.utf8))
  }

  /// Says what is being done.
  static func progress(_ line: String) { StandardStream.error.write(line + "\n") }
}

/// What our own child processes say: one line of JSON.
enum ChildOutput {
  static func write(_ content: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    StandardStream.output.write(String(decoding: try encoder.encode(content), as: UTF8.self) + "\n")
  }
}

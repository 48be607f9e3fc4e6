import Foundation
import Glibc
import Trials

/// Calls `body` with a NULL-terminated array of C strings, which live as long as the call.
func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeBufferPointer { buffer in
    guard let start = buffer.baseAddress else { preconditionFailure("an array without storage") }
    return body(start)
  }
}

extension TrialEvent {
  /// The event that a line is; nil if it is none.
  init?(line: ArraySlice<UInt8>) {
    guard let event = try? TrialJSON.read(TrialEvent.self, from: Data(line)) else { return nil }
    self = event
  }
}

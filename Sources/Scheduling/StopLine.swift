import Glibc

/// How a running trial, or a whole sweep, is stopped.
public enum Urgency: UInt8, Sendable, Comparable {
  /// SIGTERM, so that a checkpoint can be written; SIGKILL after the grace.
  case gently = 1
  /// SIGKILL.
  case atOnce = 2

  /// At once is more than gently.
  public static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
}

/// The line on which the thread that watches a trial is told to stop it: a pipe, so that it can be
/// waited for together with the trial's output.
public struct StopLine: Sendable {
  private let reading: PipeEnd
  private let writing: PipeEnd

  init() throws(PipeEnd.Failure) {
    (reading, writing) = try PipeEnd.pair(readerBlocks: false)
  }

  /// Asks for the stop; a full pipe has been asked often enough.
  func stop(_ urgency: Urgency) {
    var byte = urgency.rawValue
    while write(writing.descriptor, &byte, 1) < 0 && errno == EINTR {}
  }

  /// Becomes readable when a stop is asked for.
  public var descriptor: Int32 { reading.descriptor }

  /// The strongest stop asked for since the last look.
  public func look() -> Urgency? {
    var buffer = [UInt8](repeating: 0, count: 16)
    guard case .bytes(let count) = reading.read(into: &buffer) else { return nil }
    return buffer[..<count].compactMap(Urgency.init(rawValue:)).max()
  }
}

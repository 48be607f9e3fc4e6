import CProcess
import Glibc

/// One end of a pipe, closed when the last reference goes.
final class PipeEnd: Sendable {
  let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Why there is no pipe: an errno value.
  struct Failure: Error { let code: Int32 }

  /// A new pipe.
  static func pair(
    readerBlocks: Bool
  ) throws(Failure) -> (reading: PipeEnd, writing: PipeEnd) {
    var ends: [Int32] = [-1, -1]
    let code = process_pipe(&ends, readerBlocks ? 1 : 0)
    guard code == 0 else { throw Failure(code: code) }
    return (PipeEnd(ends[0]), PipeEnd(ends[1]))
  }

  /// What reading gave.
  enum Reading {
    /// So many bytes.
    case bytes(Int)
    /// Nothing for now.
    case nothing
    /// Nothing any more.
    case end
  }

  /// Reads what is there, at most a buffer full.
  func read(into buffer: inout [UInt8]) -> Reading {
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .nothing
      default: return .end
      }
    }
  }
}

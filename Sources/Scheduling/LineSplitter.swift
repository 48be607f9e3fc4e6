import Glibc

/// Cuts a stream of bytes at line feeds (0x0A, nothing else) with bounded memory.
struct LineSplitter {
  /// What came out.
  enum Piece {
    /// A whole line, without its line feed.
    case line(ArraySlice<UInt8>)
    /// A part of a line that is longer than the limit, or its line feed.
    case fragment(ArraySlice<UInt8>)
  }

  /// The longest line, in bytes.
  let limit: Int
  private var pending: [UInt8] = []
  private var isInLongLine = false

  init(limit: Int) { self.limit = limit }

  /// Takes the next bytes and hands out what is complete.
  mutating func take(_ bytes: ArraySlice<UInt8>, _ output: (Piece) -> Void) {
    var rest = bytes
    while let feed = Self.lineFeed(in: rest) {
      let part = rest[..<feed]
      if isInLongLine || pending.count + part.count > limit {
        flushPending(output)
        output(.fragment(rest[...feed]))
        isInLongLine = false
      } else if pending.isEmpty {
        output(.line(part))
      } else {
        pending += part
        output(.line(pending[...]))
        pending.removeAll(keepingCapacity: true)
      }
      rest = rest[(feed + 1)...]
    }
    if rest.isEmpty { return }
    if isInLongLine || pending.count + rest.count > limit {
      flushPending(output)
      isInLongLine = true
      output(.fragment(rest))
    } else {
      pending += rest
    }
  }

  /// Hands out a last line that has no line feed.
  mutating func finish(_ output: (Piece) -> Void) {
    if !pending.isEmpty { output(.line(pending[...])) }
    pending = []
  }

  private mutating func flushPending(_ output: (Piece) -> Void) {
    if pending.isEmpty { return }
    output(.fragment(pending[...]))
    pending.removeAll(keepingCapacity: true)
  }

  private static func lineFeed(in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBytes { raw in
      guard let start = raw.baseAddress, let found = memchr(start, 0x0A, raw.count) else {
        return nil
      }
      return bytes.startIndex + (UnsafeRawPointer(found) - start)
    }
  }
}

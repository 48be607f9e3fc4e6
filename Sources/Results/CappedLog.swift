import Glibc

/// A log file of bounded size: the first half of the limit as it comes, then a ring file that holds
/// the latest bytes, joined to the log at the end.
///
/// Scheduler memory stays flat whatever a program prints.
struct CappedLog {
  private let path: String
  private let head: OpenFile
  private let half: Int
  private var headCount = 0
  private var ring: OpenFile?
  private var ringCount = 0

  /// An empty log of at most `limit` bytes; the note about the gap comes on top.
  init(_ path: String, limit: Int) throws(StorageError) {
    self.path = path
    half = max(limit / 2, 1)
    head = try OpenFile(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND)
  }

  private var ringPath: String { path + ".tail" }

  mutating func append(_ bytes: ArraySlice<UInt8>) throws(StorageError) {
    let first = bytes.prefix(half - headCount)
    if !first.isEmpty {
      try head.write(first)
      headCount += first.count
    }
    // Of a chunk that is longer than the ring, only the end would stay.
    var rest = bytes.dropFirst(first.count)
    if rest.isEmpty { return }
    let ring = try openRing()
    ringCount += max(rest.count - half, 0)
    rest = rest.suffix(half)
    while !rest.isEmpty {
      let offset = ringCount % half
      let piece = rest.prefix(half - offset)
      try ring.write(piece, at: offset)
      ringCount += piece.count
      rest = rest.dropFirst(piece.count)
    }
  }

  /// Joins the two parts; nothing may be appended after it.
  mutating func finish() throws(StorageError) {
    guard let ring else { return }
    let kept = min(ringCount, half)
    if ringCount > half {
      try head.write("\n[orthosweep: \(ringCount - half) bytes left out here]\n".utf8)
    }
    let oldest = ringCount > half ? ringCount % half : 0
    try copy(ring, oldest..<kept)
    try copy(ring, 0..<oldest)
    self.ring = nil
    unlink(ringPath)
  }

  private mutating func openRing() throws(StorageError) -> OpenFile {
    if let ring { return ring }
    let file = try OpenFile(ringPath, O_RDWR | O_CREAT | O_TRUNC)
    ring = file
    return file
  }

  private func copy(_ ring: OpenFile, _ range: Range<Int>) throws(StorageError) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let wanted = min(buffer.count, range.upperBound - offset)
      let count = OpenFile.retried { pread(ring.descriptor, &buffer, wanted, offset) }
      guard count > 0 else { throw .last("read", ringPath) }
      try head.write(buffer[..<count])
      offset += count
    }
  }
}

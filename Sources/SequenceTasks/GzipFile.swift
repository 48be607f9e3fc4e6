import CZlib
import Foundation

/// A file read through zlib, which hands an uncompressed file over as it is.
struct GzipFile: ~Copyable {
  private let file: FoundFile
  private let stream: gzFile
  /// The size on disk.
  let compressedBytes: Int

  init(_ file: FoundFile) throws(DataProblem) {
    var status = stat()
    guard stat(file.path, &status) == 0 else { throw file.unreadable(errno) }
    guard let stream = gzopen(file.path, "rb") else { throw file.unreadable(errno) }
    gzbuffer(stream, 1 << 17)  // fewer system calls than the default of 8 KiB
    self.file = file
    self.stream = stream
    compressedBytes = Int(status.st_size)
  }

  deinit { gzclose_r(stream) }

  /// Reads until the array is full from place `start` on, or the file ends.
  /// - Returns: The bytes read.
  func read(into bytes: inout [UInt8], from start: Int = 0) throws(DataProblem) -> Int {
    try bytes.withUnsafeMutableBufferPointer { (buffer) throws(DataProblem) in
      let rest = UnsafeMutableRawBufferPointer(buffer)[start...]
      return try read(into: UnsafeMutableRawBufferPointer(rebasing: rest))
    }
  }

  /// Reads all of a file whose length is not known before.
  func readAll() throws(DataProblem) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: compressedBytes + 1)
    var done = 0
    while true {
      done += try read(into: &bytes, from: done)
      if done < bytes.count { return Array(bytes[..<done]) }
      bytes += [UInt8](repeating: 0, count: bytes.count)
    }
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer) throws(DataProblem) -> Int {
    var done = 0
    while done < buffer.count {
      let wanted = UInt32(min(buffer.count - done, 1 << 30))
      let count = gzread(stream, buffer.baseAddress.map { $0 + done }, wanted)
      if count < 0 { throw failure() }
      if count == 0 { break }
      done += Int(count)
    }
    // A stream that is cut yields what it has; only the state afterwards tells.
    if done < buffer.count { try requireSoundEnd() }
    return done
  }

  private func requireSoundEnd() throws(DataProblem) {
    var code: Int32 = 0
    _ = gzerror(stream, &code)
    if code != Z_OK && code != Z_STREAM_END { throw failure() }
  }

  private func failure() -> DataProblem {
    let reason = errno
    var code: Int32 = 0
    let words = gzerror(stream, &code).map { String(cString: $0) } ?? ""
    switch code {
    case Z_ERRNO: return file.unreadable(reason)
    case Z_BUF_ERROR: return file.damaged("the gzip data are cut short")
    default:
      // zlib puts the path before its words.
      let cause = words.replacing(file.path + ": ", with: "")
      return file.damaged("the gzip data are damaged (\(cause))")
    }
  }
}

import Glibc

/// An open file or folder, closed when the last reference goes; EINTR and short writes stay inside.
///
/// The descriptor is never inherited by a program we start (O_CLOEXEC): a lock would live on in it.
final class OpenFile: Sendable {
  let path: String
  let descriptor: Int32

  /// Opens `path` with the flags of open(2).
  init(_ path: String, _ flags: Int32, _ mode: mode_t = 0o644) throws(StorageError) {
    self.path = path
    descriptor = Self.retried { open(path, flags | O_CLOEXEC, mode) }
    guard descriptor >= 0 else { throw .last("open", path) }
  }

  deinit { close(descriptor) }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int?) throws(StorageError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = Self.retried {
        offset.map { pwrite(descriptor, rest.baseAddress, rest.count, $0 + done) }
          ?? Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      guard count >= 0 else { throw .last("write", path) }
      done += count
    }
  }

  /// Writes all bytes at the file's end or, if `offset` is given, there.
  func write(_ bytes: some Sequence<UInt8>, at offset: Int? = nil) throws(StorageError) {
    try Array(bytes).withUnsafeBufferPointer { (buffer) throws(StorageError) in
      try write(UnsafeRawBufferPointer(buffer), at: offset)
    }
  }

  /// Waits until the disk has it.
  ///
  /// An error is final for this file: the kernel may have dropped the pages, so that a second
  /// fsync would say yes to data that are gone.
  func sync() throws(StorageError) {
    guard Self.retried({ fsync(descriptor) }) == 0 else { throw .last("sync", path) }
  }

  /// Calls again while a signal interrupts.
  static func retried<Count: SignedInteger>(_ call: () -> Count) -> Count {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

import Foundation
import Glibc

/// A file that a training leaves in its folder: written whole or not at all.
public enum TrainingFile {
  /// A file that could not be written, as a message with the system's reason.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The whole message.
    public let description: String

    init(_ action: String, _ path: String, _ code: Int32) {
      description = "cannot \(action) \(path): \(String(cString: strerror(code)))"
    }
  }

  /// Writes beside the name, brings it to the disk, and renames: a reader sees all of it or nothing.
  ///
  /// - Throws: `Failure`; the part that was written is then removed.
  static func write(_ data: Data, to path: String) throws(Failure) {
    let partial = path + ".part"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure("create", partial, errno) }
    var code = put(data, into: descriptor)
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    guard code == 0 else {
      unlink(partial)
      throw Failure("write", partial, code)
    }
    guard rename(partial, path) == 0 else {
      code = errno
      unlink(partial)
      throw Failure("rename to", path, code)
    }
    try synchronize(folder: (path as NSString).deletingLastPathComponent)
  }

  private static func put(_ data: Data, into descriptor: Int32) -> Int32 {
    data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let written = Glibc.write(descriptor, part.baseAddress, part.count)
        if written >= 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  /// The new name itself must survive a power cut.
  private static func synchronize(folder: String) throws(Failure) {
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("open", folder, errno) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw Failure("synchronize", folder, errno) }
  }
}

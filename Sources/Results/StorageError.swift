import Foundation
import Glibc

/// A file or folder that could not be read or written: what was tried, where, and why not.
///
/// An error of this kind is a broken machine, not a trial's ending: whoever meets it stops.
public struct StorageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What was tried, as `write`.
  public let action: String
  /// The system's error number.
  public let code: Int32

  /// An error from its parts.
  public init(path: String, action: String, code: Int32) {
    self.path = path
    self.action = action
    self.code = code
  }

  /// An error with the calling thread's `errno`.
  static func last(_ action: String, _ path: String) -> StorageError {
    StorageError(path: path, action: action, code: errno)
  }

  /// As `results/trials: cannot write: No space left on device (ENOSPC)`.
  public var description: String {
    "\(path): cannot \(action): \(String(cString: strerror(code))) (\(Self.name(of: code)))"
  }

  /// The error number's name; its digits where the name is not one that files meet.
  private static func name(of code: Int32) -> String {
    let names: [Int32: String] = [
      EACCES: "EACCES", EAGAIN: "EAGAIN", EBADF: "EBADF", EBUSY: "EBUSY", EDQUOT: "EDQUOT",
      EEXIST: "EEXIST", EFBIG: "EFBIG", EINVAL: "EINVAL", EIO: "EIO", EISDIR: "EISDIR",
      ELOOP: "ELOOP", EMFILE: "EMFILE", EMLINK: "EMLINK", ENAMETOOLONG: "ENAMETOOLONG",
      ENFILE: "ENFILE", ENOENT: "ENOENT", ENOLCK: "ENOLCK", ENOSPC: "ENOSPC",
      ENOTDIR: "ENOTDIR", ENOTEMPTY: "ENOTEMPTY", EPERM: "EPERM", EROFS: "EROFS",
      ESTALE: "ESTALE", ETXTBSY: "ETXTBSY", EXDEV: "EXDEV",
    ]
    return names[code] ?? "errno \(code)"
  }
}

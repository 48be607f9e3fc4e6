import Foundation
import Glibc
public import Trials

/// A kernel lock on a file or folder: gone with its holder, however that ends, so there is nothing
/// to clean up.
///
/// Over NFS a folder cannot be locked. Then the lock counts as taken: it saves double work, while
/// correctness rests on the record's link(2).
final class FileLock: Sendable {
  private let file: OpenFile

  /// Lets others have it.
  ///
  /// Closing would not do: a program that is just being started has a copy of the descriptor until
  /// its exec.
  func release() { flock(file.descriptor, LOCK_UN) }

  deinit { release() }

  /// Takes the lock; nil if somebody else holds it.
  init?(_ file: OpenFile) throws(StorageError) {
    self.file = file
    guard OpenFile.retried({ flock(file.descriptor, LOCK_EX | LOCK_NB) }) != 0 else { return }
    switch errno {
    case EWOULDBLOCK: return nil
    case EBADF, ENOLCK, EOPNOTSUPP, ENOSYS: return
    default: throw .last("lock", file.path)
    }
  }
}

/// The right to attempt a trial, until the last reference goes.
public final class TrialClaim: Sendable {
  /// The trial.
  public let trial: Trial
  private let lock: FileLock

  init(_ trial: Trial, _ lock: FileLock) {
    self.trial = trial
    self.lock = lock
  }

  /// Gives the right back, although references remain.
  public func release() { lock.release() }
}

/// The right to schedule a sweep: one scheduler a sweep, until the last reference goes.
public final class SweepLock: Sendable {
  private let lock: FileLock

  /// Somebody else schedules the sweep.
  public struct Held: Error, Sendable, Equatable, CustomStringConvertible {
    /// The sweep's name.
    public let sweep: String
    /// The holder, as `process 4711 on host node7`.
    public let holder: String

    /// The whole message.
    public var description: String {
      "sweep '\(sweep)' is already being run by \(holder); 'orthosweep status' shows how far it is"
    }
  }

  /// Takes the sweep's lock and writes into it who holds it.
  /// - Throws: ``Held`` if somebody else has it, ``StorageError`` if the file cannot be written.
  public init(sweep: String, in layout: ResultLayout) throws {
    try Folder.make(layout.folder(ofSweep: sweep))
    let path = layout.lockFile(ofSweep: sweep)
    let file = try OpenFile(path, O_RDWR | O_CREAT)
    guard let lock = try FileLock(file) else {
      let text = try AtomicFile.read(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
      let holder = text.trimmingCharacters(in: .whitespacesAndNewlines)
      throw Held(sweep: sweep, holder: holder.isEmpty ? "another process" : holder)
    }
    // The text is for people; what an earlier holder left here means nothing.
    let text = "process \(getpid()) on host \(Surroundings.hostName())\n"
    guard ftruncate(file.descriptor, 0) == 0 else { throw StorageError.last("write", path) }
    try file.write(text.utf8)
    self.lock = lock
  }
}

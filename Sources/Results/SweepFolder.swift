public import Foundation

/// The folder `results/<sweep>/` and the files that a report puts there.
public struct SweepFolder: Sendable {
  /// The name of the file that lists every trial.
  public static let trialList = "trials.csv"

  /// The folder's path.
  public let path: String

  /// The folder of a sweep, which need not exist yet.
  public init(of sweep: String, in layout: ResultLayout) {
    path = layout.folder(ofSweep: sweep)
  }

  /// Puts each file in its place, in place of an older one; a file whose bytes are there already is
  /// left untouched, so that drawing a report twice changes nothing.
  public func write(_ files: [(name: String, content: Data)]) throws(StorageError) {
    try Folder.make(path)
    for (name, content) in files {
      let file = path + "/" + name
      if try AtomicFile.read(file) == content { continue }
      try AtomicFile.write(content, to: file)
    }
  }
}

extension SweepLock {
  /// Who schedules the sweep now, as `process 4711 on host node7`; nil if nobody does.
  public static func holder(
    of sweep: String, in layout: ResultLayout
  ) throws(StorageError) -> String? {
    let path = layout.lockFile(ofSweep: sweep)
    guard let text = try AtomicFile.read(path) else { return nil }
    // Taking the lock for a moment tells; the text alone may be a dead scheduler's.
    guard let lock = try FileLock(OpenFile(path, O_RDWR)) else {
      return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    lock.release()
    return nil
  }
}

public import Foundation
import Glibc

/// The folder `results/<sweep>/` and the files that a report puts there.
public struct SweepFolder: Sendable {
  /// The name of the file that lists every trial.
  public static let trialList = "trials.csv"

  /// The folder's path.
  public let path: String
  /// The folder that holds the results folder.
  private let parent: String

  /// The folder of a sweep, which need not exist yet.
  public init(of sweep: String, in layout: ResultLayout) {
    path = layout.folder(ofSweep: sweep)
    parent = (layout.root as NSString).deletingLastPathComponent
  }

  /// The path as people know it: from the folder that holds the results folder.
  public var shown: String {
    parent == "/" ? path : String(path.dropFirst(parent.utf8.count + 1))
  }

  /// Puts each file in its place, in place of an older one; a file whose bytes are there already is
  /// left untouched, so that drawing a report twice changes nothing.
  ///
  /// `source.txt` says which sweep file they are made from.
  public func write(
    _ files: [(name: String, content: Data)], madeFrom sweepFile: String
  ) throws(StorageError) {
    try Folder.make(path)
    let source = (name: Self.source, content: Data((pathFromParent(to: sweepFile) + "\n").utf8))
    for (name, content) in files + [source] {
      let file = path + "/" + name
      if try AtomicFile.read(file) == content { continue }
      try AtomicFile.write(content, to: file)
    }
  }
}

extension SweepFolder {
  private static let source = "source.txt"

  /// The sweep file that the report here was made from, if it is there and is not this one.
  ///
  /// A file that is gone was renamed: its report is not in danger, for nobody will draw it again.
  /// - Returns: Its path from the folder that holds the results folder, which a copy of the project
  ///   on another machine has too; nil where nothing is known.
  public func otherSource(than sweepFile: String) throws(StorageError) -> String? {
    guard let text = try AtomicFile.read(path + "/" + Self.source) else { return nil }
    let known = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    let file = (Self.resolved(parent) as NSString).appendingPathComponent(known)
    guard known != pathFromParent(to: sweepFile), access(file, F_OK) == 0,
      Self.resolved(file) != Self.resolved(sweepFile)
    else { return nil }
    return known
  }

  /// The way to a file, `..` included; both ends without symbolic links.
  private func pathFromParent(to file: String) -> String {
    let start = Self.resolved(parent).split(separator: "/")
    let end = Self.resolved(file).split(separator: "/")
    let common = zip(start, end).prefix { $0 == $1 }.count
    let up = start.dropFirst(common).map { _ in Substring("..") }
    return (up + end.dropFirst(common)).joined(separator: "/")
  }

  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
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

public import Foundation
import YAML

/// A sweep file as it was given: its bytes, the path that messages show, and where its
/// neighbours lie.
public struct SweepFile: Sendable {
  /// The path as people typed it; messages begin with it.
  public let path: String
  /// The bytes, kept so that the file can be stored beside its results as given.
  public let bytes: [UInt8]
  /// The folder that relative file names in it start from.
  public let folder: URL
  /// The words of a command line that ``Mark/word(_:)`` counts; messages begin with them.
  private(set) var words: [String] = []
  /// The files that it extends, the nearest first; marks count them from 1.
  public private(set) var bases: [SweepFile] = []

  /// A file whose bytes are at hand.
  public init(path: String, bytes: [UInt8], folder: URL) {
    self.path = path
    self.bytes = bytes
    self.folder = folder
  }

  /// The same file, read together with these words of a command line.
  func with(words: [String]) -> SweepFile {
    var file = self
    file.words = words
    return file
  }

  /// The same file, read together with those that it extends.
  func with(bases: [SweepFile]) -> SweepFile {
    var file = self
    file.bases = bases
    return file
  }

  /// The text that a mark is in.
  func text(of mark: Mark) -> SweepFile {
    mark.text == 0 ? self : bases[mark.text - 1]
  }

  /// Reads a file.
  /// - Parameters:
  ///   - url: where it lies.
  ///   - path: how messages name it.
  /// - Throws: that there is no such file, or that it cannot be read.
  public init(reading url: URL, shownAs path: String) throws(SweepProblems) {
    do throws(UnreadableFile) {
      self.init(
        path: path, bytes: try Self.bytes(of: url), folder: url.deletingLastPathComponent())
    } catch {
      let problem = SweepProblem(error.reason, at: nil)
      throw SweepProblems([problem], of: SweepFile(path: path, bytes: [], folder: url))
    }
  }

  /// The bytes of a file that this one names by a relative path.
  func neighbour(_ name: String) throws(UnreadableFile) -> [UInt8] {
    let url = URL(fileURLWithPath: name, relativeTo: folder)
    let path = url.resolvingSymlinksInPath().path
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    // Reading from a pipe or a terminal would wait for whoever writes there.
    guard kind == nil || kind == .typeRegular || kind == .typeDirectory else {
      throw UnreadableFile(reason: "this is no file that can be read again")
    }
    return try Self.bytes(of: url)
  }

  /// Why a file has no bytes for us; the end of a message.
  struct UnreadableFile: Error {
    let reason: String
  }

  /// At most one byte more than is accepted, so that a huge file costs nothing.
  private static func bytes(of url: URL) throws(UnreadableFile) -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw UnreadableFile(reason: "no such file")
    }
    guard !isFolder.boolValue else { throw UnreadableFile(reason: "this is a folder, not a file") }
    do {
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      return Array(try handle.read(upToCount: Limits.bytes + 1) ?? Data())
    } catch {
      throw UnreadableFile(reason: "cannot be read: \(error.localizedDescription)")
    }
  }
}

extension Mark {
  /// The place of what stands in a word of the command line; words are counted from 0.
  static func word(_ number: Int) -> Mark { Mark(line: lineOfFirstWord + number, column: 1) }

  /// Which word of the command line this is in; nil for a place in a file.
  var word: Int? { line < 1 ? line - Self.lineOfFirstWord : nil }

  /// Far enough above a file that all words of a command line, 2 MiB at most, stand before it.
  private static let lineOfFirstWord = -(1 << 22)
}

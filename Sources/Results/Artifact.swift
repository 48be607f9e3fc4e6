import Foundation
import Glibc
import Trials

/// A file that a trial asked to keep: one plain file in the attempt's folder, by a plain name.
struct Artifact {
  /// Why a file is not kept.
  enum Refusal: Error, CustomStringConvertible {
    case name(String)
    case missing(String)

    var description: String {
      switch self {
      case .name(let file):
        "artifact '\(file)' is not a plain file name (letters, digits, '.', '_', '-'; up to 64)"
      case .missing(let file): "artifact '\(file)' is not a file in the attempt's folder"
      }
    }
  }

  private let file: String
  private let source: String

  /// Checks the name: it comes from the program and must not lead out of the folder.
  init(file: String, in source: String) throws(Refusal) {
    let bytes = Array(file.utf8)
    guard let first = bytes.first, bytes.count <= 64, Self.isAlphanumeric(first),
      bytes.allSatisfy({ Self.isAlphanumeric($0) || "._-".utf8.contains($0) })
    else { throw .name(file) }
    self.file = file
    self.source = source
  }

  /// Moves the file to `folder`, durably; one that an interrupted commit moved there is taken.
  /// - Returns: Its SHA-256.
  func keep(in folder: String) throws -> String {
    let origin = source + "/" + file
    let target = folder + "/" + file
    let path = Self.isPlainFile(origin) ? origin : target
    guard Self.isPlainFile(path), let data = try AtomicFile.read(path) else {
      throw Refusal.missing(file)
    }
    if path == origin {
      try Folder.make(folder)
      try OpenFile(origin, O_RDONLY | O_NOFOLLOW).sync()
      guard rename(origin, target) == 0 else {
        throw StorageError.last("move to \(target)", origin)
      }
      try Folder.sync(above: target)
    }
    return SHA256.hexDigest(of: data)
  }

  /// A link could point anywhere, so only the file itself will do.
  private static func isPlainFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}

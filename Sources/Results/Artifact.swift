import Foundation
import Glibc
import Trials

/// A file that a trial asked to keep: one plain file in an attempt's folder, by a plain name.
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
  private let sources: [String]

  /// Checks the name: it comes from the program and must not lead out of the folder.
  ///
  /// `sources` are the folders of the attempt that names it and of those that it comes from, in this
  /// order: the first that has the file gives it.
  init(file: String, in sources: [String]) throws(Refusal) {
    guard Self.isPlainName(file) else { throw .name(file) }
    self.file = file
    self.sources = sources
  }

  /// Moves the file to `folder`, durably.
  ///
  /// A commit that was interrupted may have moved it there from an attempt that this one comes from.
  /// - Returns: Its SHA-256.
  func keep(in folder: String) throws -> String {
    let target = folder + "/" + file
    let origin = sources.map { $0 + "/" + file }.first(where: Self.isPlainFile)
    let mayBeThere = sources.count > 1 && Self.isPlainFile(target)
    guard let path = origin ?? (mayBeThere ? target : nil),
      let data = try AtomicFile.read(path)
    else { throw Refusal.missing(file) }
    if let origin {
      try Folder.make(folder)
      try OpenFile(origin, O_RDONLY | O_NOFOLLOW).sync()
      guard rename(origin, target) == 0 else {
        throw StorageError.last("move to \(target)", origin)
      }
      try Folder.sync(above: target)
    }
    return SHA256.hexDigest(of: data)
  }

  /// Whether it names a file of the folder it is in, everywhere and by itself.
  static func isPlainName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, bytes.count <= 64, isAlphanumeric(first) else { return false }
    return bytes.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
  }

  /// Whether it stays where it was made, however small: networks and checkpoints do not belong into
  /// a checkout (.gitignore says the same).
  static func isWeights(_ name: String) -> Bool {
    name.hasPrefix("checkpoint-") || (name.contains("weights") && name.hasSuffix(".safetensors"))
  }

  /// A link could point anywhere, so only the file itself will do.
  static func isPlainFile(_ path: String) -> Bool {
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

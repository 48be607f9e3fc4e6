import Foundation
import Trials

/// The file that a stopped training goes on from.
///
/// A safetensors file; `TrainingCourse` says which arrays there are. Its metadata name the trial and
/// the engine, and hold the SHA-256 of the file as it would be without this sum.
struct Checkpoint: Sendable, Equatable {
  /// Raised when the arrays mean something else.
  static let format = "1"

  var content: Safetensors

  /// A file that cannot be gone on from, as a clause.
  struct Problem: Error, Equatable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// What a checkpoint belongs to: another training would go on elsewhere from it.
  struct Owner: Sendable, Equatable {
    /// The trial's ID.
    let trial: String
    /// The engine number.
    let engine: Int
    /// The sum of the data's files; empty where none were read.
    let data: String
    /// The threads of a product, on which the last digits depend.
    let threads: Int
  }

  init(_ tensors: [String: Safetensors.Tensor], of owner: Owner) {
    content = Safetensors(
      tensors,
      metadata: [
        "format": Self.format, "trial": owner.trial, "engine": String(owner.engine),
        "data": owner.data, "threads": String(owner.threads),
      ])
  }

  /// Reads a file, whatever it holds.
  init(serialized data: Data, of owner: Owner) throws(Problem) {
    do {
      content = try Safetensors(serialized: data)
    } catch {
      throw Problem(error.description)
    }
    guard let checksum = content.metadata.removeValue(forKey: "checksum") else {
      throw Problem("it has no checksum")
    }
    guard let bytes = try? content.serialized(), SHA256.hexDigest(of: bytes) == checksum else {
      throw Problem("its checksum is not that of its content")
    }
    guard content.metadata["format"] == Self.format else {
      throw Problem("it has format \(content.metadata["format"] ?? "?"), not \(Self.format)")
    }
    guard content.metadata["trial"] == owner.trial else { throw Problem("it is of another trial") }
    guard content.metadata["engine"] == String(owner.engine) else {
      throw Problem("it is of engine \(content.metadata["engine"] ?? "?"), not \(owner.engine)")
    }
    guard content.metadata["data"] == owner.data else {
      throw Problem("it is of other data files")
    }
    guard content.metadata["threads"] == String(owner.threads) else {
      throw Problem(
        "it was made with threads \(content.metadata["threads"] ?? "?"), not \(owner.threads)")
    }
  }

  /// The file's bytes.
  func serialized() throws -> Data {
    var file = content
    file.metadata["checksum"] = SHA256.hexDigest(of: try content.serialized())
    return try file.serialized()
  }
}

/// The checkpoints of one attempt, in its folder; the newest two are kept.
struct CheckpointFolder {
  let folder: String
  private var written: [String] = []

  init(_ folder: String) { self.folder = folder }

  /// Writes a checkpoint, reads it back, and only then removes the last but one before it.
  mutating func write(_ checkpoint: Checkpoint, step: Int) throws {
    let path = "\(folder)/checkpoint-\(step).safetensors"
    let data = try checkpoint.serialized()
    try TrainingFile.write(data, to: path)
    guard try Data(contentsOf: URL(fileURLWithPath: path)) == data else {
      throw TrainingFile.Failure("read back", path, EIO)
    }
    if written.last != path { written.append(path) }
    while written.count > 2 { try? FileManager.default.removeItem(atPath: written.removeFirst()) }
  }
}

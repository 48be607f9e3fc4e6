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

  init(_ tensors: [String: Safetensors.Tensor], trial: String, engine: Int) {
    content = Safetensors(
      tensors, metadata: ["format": Self.format, "trial": trial, "engine": String(engine)])
  }

  /// Reads a file, whatever it holds.
  init(serialized data: Data, trial: String, engine: Int) throws(Problem) {
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
    guard content.metadata["trial"] == trial else { throw Problem("it is of another trial") }
    guard content.metadata["engine"] == String(engine) else {
      throw Problem("it is of engine \(content.metadata["engine"] ?? "?"), not \(engine)")
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

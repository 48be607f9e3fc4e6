import Foundation
import Glibc
import Trials

/// A finished trial of another results folder: its files, read and verified, none of them believed
/// unseen.
struct FinishedTrial {
  /// Why a trial is not taken; the description is a clause.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  let record: TrialRecord
  /// `record.json` as it is.
  let recordFile: Data
  let curves: Data?
  /// The small artifacts, by file name.
  private(set) var artifacts: [String: Data] = [:]
  /// Artifacts that stay where they are: weights, large ones, and any that is no longer there.
  private(set) var leftOut: [String] = []

  /// The largest artifact that is taken.
  static let largestArtifact = 4 << 20
  /// The largest of the other files; a million epochs of forty metrics.
  private static let largestFile = 320 << 20

  /// Reads a trial's folder.
  /// - Returns: Nil if the trial is not finished there.
  init?(in folder: String) throws(Refusal) {
    guard let recordFile = try Self.file("record.json", in: folder) else { return nil }
    self.recordFile = recordFile
    guard let identity = try Self.file("trial.json", in: folder) else {
      throw Refusal(description: "trial.json is missing")
    }
    guard let id = TrialID(hex: SHA256.hexDigest(of: identity)),
      folder.hasSuffix("/\(id.hex.prefix(2))/\(id.folderName)")
    else { throw Refusal(description: "trial.json does not hash to the folder's name") }
    record = try Self.record(recordFile, id)
    curves = try Self.curves(of: record, in: folder)
    for (file, checksum) in record.artifacts.sorted(by: { $0.key < $1.key }) {
      guard Artifact.isPlainName(file) else {
        throw .init(description: "\(Artifact.Refusal.name(file))")
      }
      guard !Artifact.isWeights(file),
        let data = try Self.file("artifacts/" + file, in: folder, limit: Self.largestArtifact)
      else {
        leftOut.append(file)
        continue
      }
      guard SHA256.hexDigest(of: data) == checksum else {
        throw Refusal(description: "artifacts/\(file) does not fit its checksum in the record")
      }
      artifacts[file] = data
    }
  }

  private static func record(_ data: Data, _ id: TrialID) throws(Refusal) -> TrialRecord {
    let record: TrialRecord
    do {
      record = try RecordFile.read(data, of: id)
    } catch {
      switch error {
      case .invalid(let reason): throw Refusal(description: reason)
      case .newerFormat(let format):
        throw Refusal(
          description: "record format \(format); this orthosweep reads format "
            + "\(TrialRecord.format): update orthosweep")
      }
    }
    guard record.outcome.isResult else {
      throw Refusal(description: "the record is no result: \(record.outcome)")
    }
    return record
  }

  private static func curves(of record: TrialRecord, in folder: String) throws(Refusal) -> Data? {
    guard let checksum = record.curvesChecksum else { return nil }
    guard let data = try file("curves.safetensors", in: folder) else {
      throw Refusal(description: "curves.safetensors is missing")
    }
    guard SHA256.hexDigest(of: data) == checksum else {
      throw Refusal(description: "curves.safetensors does not fit its checksum in the record")
    }
    return data
  }

  /// A plain file's bytes: a link could lead anywhere, and a pipe could be waited for for ever.
  /// - Returns: Nil if there is none, or if an artifact is larger than its limit.
  private static func file(
    _ name: String, in folder: String, limit: Int? = nil
  ) throws(Refusal) -> Data? {
    let path = folder + "/" + name
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    guard Artifact.isPlainFile(path) else { throw Refusal(description: "\(name) is no plain file") }
    if let limit, status.st_size > limit { return nil }
    guard status.st_size <= largestFile else {
      throw Refusal(description: "\(name) is larger than \(largestFile >> 20) MiB")
    }
    do {
      return try AtomicFile.read(path)
    } catch {
      throw Refusal(description: "\(error)")
    }
  }
}

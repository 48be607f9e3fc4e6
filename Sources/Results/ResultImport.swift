import Foundation
import Glibc
import Trials

/// Brings the finished trials of another results folder into a store: identities, records, curves
/// and small artifacts, never weights or checkpoints.
///
/// Every file is held against its checksum before anything is written, and the record is linked
/// last. What is in the store already stays.
public struct ResultImport: Sendable {
  /// What became of one trial.
  public enum Fate: Sendable, Equatable {
    /// It is here now, except for so many of its artifacts; a damaged record of it that was here
    /// lies where `replaced` says.
    case copied(leftOut: Int, replaced: [String])
    /// It had been finished here before.
    case present
    /// It is not finished there.
    case unfinished
    /// It is not taken; the reason is a clause.
    case refused(String)
  }

  /// The largest artifact that is copied, in bytes.
  public static let largestArtifact = FinishedTrial.largestArtifact

  private let source: ResultLayout
  private let store: ResultStore

  /// An import from a results folder into a store.
  public init(from source: ResultLayout, into store: ResultStore) {
    self.source = source
    self.store = store
  }

  /// The folders of all trials there, in order of their IDs.
  /// - Throws: ``StorageError`` if they cannot be listed.
  public func folders() throws(StorageError) -> [String] {
    let trials = source.root + "/trials"
    var folders: [String] = []
    for prefix in try Folder.names(in: trials) where isFolder(trials + "/" + prefix) {
      for name in try Folder.names(in: trials + "/" + prefix) {
        let folder = "\(trials)/\(prefix)/\(name)"
        if isFolder(folder) { folders.append(folder) }
      }
    }
    return folders
  }

  /// Takes one of the trials.
  /// - Throws: ``StorageError`` if the store cannot be written, ``ResultStore/NewerFormat`` if it
  ///   has the trial's record in a later format.
  public func take(_ folder: String) throws -> Fate {
    let trial: FinishedTrial
    do throws(FinishedTrial.Refusal) {
      guard let found = try FinishedTrial(in: folder) else { return .unfinished }
      trial = found
    } catch {
      return .refused(error.description)
    }
    let id = trial.record.trial.id
    // Before the claim, which would make the trial's folder: to be asked changes nothing.
    if try store.isDone(id) { return .present }
    guard let claim = try store.claim(trial.record.trial) else {
      return .refused("the trial is being run here; import again when it has ended")
    }
    defer { claim.release() }
    let reading = try store.read([id])
    if reading.records[id] != nil { return .present }
    let replaced = try reading.damaged.flatMap { try store.quarantine($0) }
    let isFirst = try commit(trial)
    store.removeCheckpoints(of: id)
    return isFirst ? .copied(leftOut: trial.leftOut.count, replaced: replaced) : .present
  }

  /// Writes everything, the record last, as it is.
  /// - Returns: Whether no other record was there first.
  private func commit(_ trial: FinishedTrial) throws(StorageError) -> Bool {
    let id = trial.record.trial.id
    let layout = store.layout
    if let curves = trial.curves {
      try AtomicFile.write(curves, to: layout.curvesFile(of: id), durable: .bytes)
    }
    let folder = layout.artifactsFolder(of: id)
    if !trial.artifacts.isEmpty { try Folder.make(folder) }
    for (file, data) in trial.artifacts.sorted(by: { $0.key < $1.key }) {
      try AtomicFile.write(data, to: folder + "/" + file)
    }
    return try AtomicFile.writeFirst(
      trial.recordFile, to: layout.recordFile(of: id), temporaryIn: layout.folder(of: id))
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

import Foundation
import Glibc
public import Trials

/// The trials' folders, read and written; the only truth about what is done.
///
/// A trial is done when its valid `record.json` exists. Nothing here depends on which sweep asks.
public struct ResultStore: Sendable {
  /// Where everything lies.
  public let layout: ResultLayout

  /// The store below a results folder, which need not exist yet.
  public init(_ layout: ResultLayout) {
    self.layout = layout
  }

  /// A record written by a later orthosweep, which this one must neither read nor replace.
  public struct NewerFormat: Error, Sendable, Equatable, CustomStringConvertible {
    /// The record's file.
    public let path: String
    /// Its format.
    public let format: Int

    /// The whole message.
    public var description: String {
      "\(path): record format \(format); this orthosweep reads format \(TrialRecord.format): "
        + "update orthosweep"
    }
  }

  /// What reading found.
  public struct Reading: Sendable {
    /// The valid records.
    public var records: [TrialID: TrialRecord] = [:]
    /// What is damaged; the trials of these count as not done.
    public var damaged: [Damage] = []
  }

  /// A trial's files that cannot be trusted.
  public struct Damage: Sendable, Equatable, CustomStringConvertible {
    /// The trial.
    public let id: TrialID
    /// The files.
    public let files: [String]
    /// What is wrong, as a clause.
    public let reason: String

    /// The whole message.
    public var description: String { "\(files.joined(separator: ", ")): \(reason)" }
  }

  /// The records of these trials, each opened by its name (over NFS a listing may be late).
  ///
  /// Changes nothing on disk; see ``quarantine(_:)``. Cost: about 0.15 ms a record.
  /// - Throws: ``NewerFormat``, or ``StorageError`` if a file is there but cannot be read.
  public func read(_ ids: some Sequence<TrialID>) throws -> Reading {
    var reading = Reading()
    for id in ids {
      do {
        reading.records[id] = try record(of: id)
      } catch let damage as Damaged {
        reading.damaged.append(damage.damage)
      }
    }
    return reading
  }

  /// Moves damaged files out of the way, so that the trial can be done again; deletes nothing.
  /// - Returns: Where they are now.
  public func quarantine(_ damage: Damage) throws -> [String] {
    let folder = layout.quarantineFolder(of: damage.id)
    try Folder.make(folder)
    return try damage.files.map { file in
      let target = "\(folder)/\(Token.make())-\((file as NSString).lastPathComponent)"
      guard rename(file, target) == 0 else { throw StorageError.last("move to \(target)", file) }
      return target
    }
  }

  /// Makes sure that results can be written here, before anything is started.
  /// - Throws: ``StorageError`` with the path and the system's reason.
  public func prepare() throws {
    // The root first: a file in its place shall be named itself.
    try Folder.make(layout.root)
    try Folder.make(layout.root + "/trials")
    let probe = "\(layout.root)/.probe-\(Token.make())"
    defer { unlink(probe) }
    try OpenFile(probe, O_WRONLY | O_CREAT | O_EXCL).write("probe".utf8)
  }

  /// The trial's curves: those of its record, checked against the record's checksum.
  /// - Returns: Nil if no epoch was completed, or if the file is missing or not the record's.
  public func curves(of record: TrialRecord) throws -> Curves? {
    guard let checksum = record.curvesChecksum,
      let data = try AtomicFile.read(layout.curvesFile(of: record.trial.id)),
      SHA256.hexDigest(of: data) == checksum
    else { return nil }
    return try? Curves(serialized: data)
  }

  private struct Damaged: Error { let damage: Damage }

  /// The trial's record; nil if there is none.
  func record(of id: TrialID) throws -> TrialRecord? {
    let file = layout.recordFile(of: id)
    guard let data = try AtomicFile.read(file) else { return nil }
    do throws(RecordFile.Problem) {
      let record = try RecordFile.read(data, of: id)
      try checkIdentity(of: id)
      return record
    } catch {
      switch error {
      case .newerFormat(let format): throw NewerFormat(path: file, format: format)
      case .invalid(let reason):
        let identity = layout.trialFile(of: id)
        // A wrong identity goes as well: the next attempt writes it anew.
        let files = isIdentity(identity, of: id) ? [file] : [file, identity]
        let present = files.filter { access($0, F_OK) == 0 }
        throw Damaged(damage: Damage(id: id, files: present, reason: reason))
      }
    }
  }

  private func checkIdentity(of id: TrialID) throws(RecordFile.Problem) {
    let file = layout.trialFile(of: id)
    guard isIdentity(file, of: id) else {
      throw .invalid("trial.json does not hash to the folder's name")
    }
  }

  private func isIdentity(_ file: String, of id: TrialID) -> Bool {
    guard let data = try? AtomicFile.read(file) else { return false }
    return SHA256.hexDigest(of: data) == id.hex
  }
}

import Foundation
import Glibc
public import Trials

/// Finding trials by what people type, and what is known of one besides its record.
extension ResultStore {
  /// The trials that were ever started here and whose IDs begin with these digits, in order.
  ///
  /// A folder whose `trial.json` does not hash to its name counts for nothing.
  /// - Parameter digits: At least two lower-case hex digits.
  /// - Returns: The trials, without their settings.
  /// - Throws: ``StorageError`` if a file is there but cannot be read.
  public func trials(beginningWith digits: String) throws(StorageError) -> [Trial] {
    let folder = "\(layout.root)/trials/\(digits.prefix(2))"
    let names = try Folder.names(in: folder).filter {
      digits.hasPrefix($0) || $0.hasPrefix(digits)
    }
    var found: [Trial] = []
    for name in names {
      guard let data = try AtomicFile.read("\(folder)/\(name)/trial.json"),
        let trial = try? TrialJSON.read(Trial.self, from: data),
        trial.id.folderName == name, trial.id.hex.hasPrefix(digits)
      else { continue }
      found.append(trial)
    }
    return found.sorted { $0.id < $1.id }
  }

  /// The sweeps whose reports list a trial, by name.
  ///
  /// A sweep that has not been reported since it got the trial is not known here.
  public func sweeps(listing id: TrialID) throws(StorageError) -> [String] {
    let field = Data(",\(id.short),".utf8)
    var sweeps: [String] = []
    for name in try Folder.names(in: layout.root) where !name.hasPrefix(".") {
      let list = "\(layout.folder(ofSweep: name))/\(SweepFolder.trialList)"
      // Beside the sweeps lie files, which have nothing below them.
      guard access(list, R_OK) == 0, let text = try AtomicFile.read(list) else { continue }
      if text.range(of: field) != nil { sweeps.append(name) }
    }
    return sweeps
  }

  /// All that is known of a trial's metrics: its record's curves, else what its attempts told.
  public func knownCurves(
    of record: TrialRecord?, _ attempts: [PastAttempt]
  ) throws -> Curves {
    guard let record else { return try curvesSoFar(of: attempts) }
    return try curves(of: record) ?? Curves()
  }

  /// The metrics of a trial without a record, as far as its last attempt and those that it went on
  /// from tell them.
  func curvesSoFar(of attempts: [PastAttempt]) throws -> Curves {
    guard let last = attempts.last else { return Curves() }
    return try AttemptLineage(of: last, earlier: attempts.dropLast(), in: self).curves
  }

  /// The iterations before a divergence, oldest first, as the attempt told them.
  ///
  /// Empty where there was no divergence, or where the attempt's events are not here, as in a copy
  /// that git made.
  public func lastIterations(
    of attempt: PastAttempt
  ) throws(StorageError) -> [[String: Double]] {
    for event in try events(in: attempt.folder).events.reversed() {
      if case .diverged(_, _, let last) = event { return last }
    }
    return []
  }

  /// The last lines of an attempt's log, without their ends; at most 64 KiB are looked at.
  public func logTail(of attempt: PastAttempt, lines: Int) throws(StorageError) -> [String] {
    let bytes = try AtomicFile.read(attempt.logFile, last: 1 << 16) ?? Data()
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).suffix(lines).map(String.init)
  }
}

import Foundation
import Trials

/// The form of `record.json`: the record as indented JSON, whose first line holds the SHA-256 of
/// all lines after it, so that damage to any byte is noticed.
///
///     {
///       "checksum" : "9f86d0…",
///       "artifacts" : {}, …
///     }
enum RecordFile {
  /// The file's bytes.
  static func serialized(_ record: TrialRecord) throws -> Data {
    let json = try TrialJSON.pretty(record)
    let rest = json.dropFirst(opening.count)
    precondition(json.starts(with: opening), "indented JSON that does not open with a brace line")
    return head(SHA256.hexDigest(of: rest)) + rest
  }

  /// Why a file is not a record of this trial.
  enum Problem: Error, Equatable {
    /// Damaged, or another trial's; a whole clause for people.
    case invalid(String)
    /// Written by a later orthosweep.
    case newerFormat(Int)
  }

  /// Reads a file's bytes, trusting none of them.
  static func read(_ data: Data, of id: TrialID) throws(Problem) -> TrialRecord {
    let length = head(id.hex).count
    let rest = data.dropFirst(length)
    let whole = data.count > length && data.prefix(length) == head(SHA256.hexDigest(of: rest))
    let record: TrialRecord
    do {
      record = try TrialJSON.read(TrialRecord.self, from: data)
    } catch {
      throw problem(data) ?? .invalid("the record does not read: \(TrialJSON.explain(error))")
    }
    guard record.format == TrialRecord.format, whole else {
      throw problem(data) ?? .invalid("the record does not fit its checksum")
    }
    guard record.trial.id == id else {
      throw .invalid("the record is that of trial \(record.trial.id.short)")
    }
    return record
  }

  private static let opening = Data("{\n".utf8)

  private static func head(_ checksum: String) -> Data {
    Data("{\n  \"checksum\" : \"\(checksum)\",\n".utf8)
  }

  /// A newer format may have another shape and another checksum, so its number is read alone.
  private static func problem(_ data: Data) -> Problem? {
    struct Header: Decodable { let format: Int }
    guard let format = try? TrialJSON.read(Header.self, from: data).format,
      format > TrialRecord.format
    else { return nil }
    return .newerFormat(format)
  }
}

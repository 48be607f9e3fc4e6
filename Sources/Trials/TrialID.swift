/// The identity of a trial: SHA-256 of its canonical JSON, 64 hex digits.
public struct TrialID: Sendable, Hashable {
  /// All 64 hex digits.
  public let hex: String

  /// The ID of an identity's canonical text.
  public init(of canonicalText: String) {
    hex = SHA256.hexDigest(of: canonicalText.utf8)
  }

  /// An ID from its 64 lower-case hex digits; nil if `hex` is anything else.
  public init?(hex: String) {
    guard hex.utf8.count == 64, hex.utf8.allSatisfy(Self.isHexDigit) else { return nil }
    self.hex = hex
  }

  /// The 12 digits that people are shown.
  public var short: String { String(hex.prefix(12)) }

  /// The 16 digits that name the trial's folder.
  public var folderName: String { String(hex.prefix(16)) }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

extension TrialID: CustomStringConvertible {
  /// The 12 digits that people are shown.
  public var description: String { short }
}

extension TrialID: Comparable {
  /// By digits, so that sorted lists are the same everywhere.
  public static func < (left: TrialID, right: TrialID) -> Bool { left.hex < right.hex }
}

extension TrialID: Codable {
  /// Reads 64 hex digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = TrialID(hex: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a trial ID (64 hex digits)")
    }
    self = id
  }

  /// Writes 64 hex digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

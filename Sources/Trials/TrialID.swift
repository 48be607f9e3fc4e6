/// The identity of a trial: SHA-256 of its canonical JSON, 64 hex digits.
public struct TrialID: Sendable, Hashable {
  /// The digest's words: a hundred thousand IDs are compared and kept, and few are shown.
  private let words: SIMD8<UInt32>

  /// All 64 hex digits.
  public var hex: String { SHA256.hexDigits(of: words) }

  /// The ID of an identity's canonical text.
  public init(of canonicalText: String) { self.init(of: canonicalText.utf8) }

  /// The ID of an identity's canonical text in UTF-8.
  init(of canonicalText: some Sequence<UInt8>) {
    words = SHA256.words(of: canonicalText)
  }

  /// An ID from its 64 lower-case hex digits; nil if `hex` is anything else.
  public init?(hex: String) {
    let digits = Array(hex.utf8)
    guard digits.count == 64, digits.allSatisfy(Self.isHexDigit) else { return nil }
    var words = SIMD8<UInt32>()
    for (place, digit) in digits.enumerated() {
      let value =
        digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
      words[place / 8] = words[place / 8] << 4 | UInt32(value)
    }
    self.words = words
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
  public static func < (left: TrialID, right: TrialID) -> Bool {
    for place in 0..<8 where left.words[place] != right.words[place] {
      return left.words[place] < right.words[place]
    }
    return false
  }
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

public import Foundation

/// How everything of ours is written as JSON, and read back: sorted keys, and NaN and the
/// infinities as the strings `nan`, `inf`, `-inf`.
public enum TrialJSON {
  /// One line without spaces, for event streams.
  public static func line(_ value: some Encodable) throws -> Data {
    try encoder(pretty: false).encode(value)
  }

  /// Several indented lines, for files that people read.
  public static func pretty(_ value: some Encodable) throws -> Data {
    try encoder(pretty: true).encode(value) + Data("\n".utf8)
  }

  /// Reads one value.
  public static func read<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: data)
  }

  /// What a JSON reading error means, for people: the place inside the value, and the fault.
  public static func explain(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, let context):
      return place(context.codingPath) + "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      return place(context.codingPath) + context.debugDescription
    @unknown default: return "\(error)"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty ? "" : path.map(\.stringValue).joined(separator: ".") + ": "
  }

  private static func encoder(pretty: Bool) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty
      ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      : [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

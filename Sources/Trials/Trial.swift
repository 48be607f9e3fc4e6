/// One cell with one seed: the unit of work, and all that its result depends on.
public struct Trial: Sendable, Hashable {
  /// The version of this form.
  public static let format = 1

  /// The trial program's name.
  public let program: String
  /// The parameters that apply and that belong to the identity, by dotted name.
  public let parameters: [String: ParameterValue]
  /// What the program is told besides, without any effect on results: threads, folders, probes.
  public let settings: [String: ParameterValue]
  /// The seed; every random stream depends on it and on the stream's name only.
  public let seed: Int
  /// The digest of ``identityJSON``.
  public let id: TrialID

  /// A trial from its parts.
  public init(
    program: String, parameters: [String: ParameterValue],
    settings: [String: ParameterValue] = [:], seed: Int
  ) {
    self.program = program
    self.parameters = parameters
    self.settings = settings
    self.seed = seed
    id = TrialID(
      of: Self.identityJSON(program: program, parameters: parameters, seed: seed))
  }

  /// The canonical JSON of {format, program, parameters, seed}; its SHA-256 is the trial's ID.
  public var identityJSON: String {
    Self.identityJSON(program: program, parameters: parameters, seed: seed)
  }

  /// ``identityJSON`` and, where there are any, the settings: what a trial program is handed.
  public var json: String {
    guard !settings.isEmpty else { return identityJSON }
    let members = CanonicalJSON.object(settings.mapValues(\.canonicalJSON))
    return identityJSON.dropLast() + ",\"settings\":" + members + "}"
  }

  private static func identityJSON(
    program: String, parameters: [String: ParameterValue], seed: Int
  ) -> String {
    CanonicalJSON.object([
      "format": String(format),
      "parameters": CanonicalJSON.object(parameters.mapValues(\.canonicalJSON)),
      "program": CanonicalJSON.text(of: program),
      "seed": String(seed),
    ])
  }
}

extension Trial: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, program, parameters, settings, seed
  }

  /// Reads a trial; refuses a newer format.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let format = try container.decode(Int.self, forKey: .format)
    guard format == Self.format else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: container,
        debugDescription: "trial format \(format); this program reads format \(Self.format)")
    }
    self.init(
      program: try container.decode(String.self, forKey: .program),
      parameters: try container.decode([String: ParameterValue].self, forKey: .parameters),
      settings: try container.decodeIfPresent([String: ParameterValue].self, forKey: .settings)
        ?? [:],
      seed: try container.decode(Int.self, forKey: .seed))
  }

  /// Writes the trial with its format.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.format, forKey: .format)
    try container.encode(program, forKey: .program)
    try container.encode(parameters, forKey: .parameters)
    if !settings.isEmpty { try container.encode(settings, forKey: .settings) }
    try container.encode(seed, forKey: .seed)
  }
}

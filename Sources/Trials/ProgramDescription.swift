/// What a trial program says of itself: its parameters and its metrics.
///
/// `PROGRAM describe` prints it as JSON; orthosweep knows no parameter but through it.
public struct ProgramDescription: Sendable, Equatable, Codable {
  /// Which program this is.
  public struct Program: Sendable, Equatable, Codable {
    /// The name that is part of every trial's identity.
    public let name: String
    /// The version people see; not part of any identity.
    public let version: String
    /// Raised only when results change for the same trial.
    public let engine: Int

    /// A program's name, version and engine number.
    public init(name: String, version: String, engine: Int) {
      self.name = name
      self.version = version
      self.engine = engine
    }
  }

  /// Which program this is.
  public let program: Program
  /// All parameters, in the order in which people should read them.
  public let parameters: [ParameterDescription]
  /// All metrics, in the order in which people should read them.
  public let metrics: [MetricDescription]
  /// Whether it has the verb `check`, which says what keeps trials from being run here; see
  /// ``CheckFinding``.
  public let checks: Bool

  /// A description from its parts.
  public init(
    program: Program, parameters: [ParameterDescription], metrics: [MetricDescription],
    checks: Bool = false
  ) {
    self.program = program
    self.parameters = parameters
    self.metrics = metrics
    self.checks = checks
  }

  /// Reads a description; only `checks` may be left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      program: try container.decode(Program.self, forKey: .program),
      parameters: try container.decode([ParameterDescription].self, forKey: .parameters),
      metrics: try container.decode([MetricDescription].self, forKey: .metrics),
      checks: try container.decodeIfPresent(Bool.self, forKey: .checks) ?? false)
  }

  /// The parameter of this name.
  public func parameter(_ name: String) -> ParameterDescription? {
    parameters.first { $0.name == name }
  }

  /// The metric of this name.
  public func metric(_ name: String) -> MetricDescription? {
    metrics.first { $0.name == name }
  }
}

/// One parameter of a trial program.
public struct ParameterDescription: Sendable, Equatable, Codable {
  /// The dotted name, as `lr.free`.
  public let name: String
  /// The values it takes.
  public let type: ParameterType
  /// The value where none is given, as text; `=lr.free` takes another parameter's value and
  /// `=seed` the trial's seed; nil: it must be given.
  public let defaultValue: String?
  /// One line for people.
  public let about: String
  /// Where the parameter exists (elsewhere it is absent); empty for everywhere.
  public let applies: AppliesWhere
  /// Whether the value is part of the trial's identity (threads are not).
  public let identity: Bool
  /// Whether it only asks for more to be measured, without changing a result.
  public let probe: Bool
  /// Whether it was added later, so that its default stays out of the identity.
  public let neutral: Bool
  /// Whether a larger value only prolongs the trial (epochs).
  public let prolongs: Bool
  /// The value of the real thing, as text, where others scale it down for small machines.
  ///
  /// A table says so of every cell that has another; nil: no value is the real one.
  public let full: String?

  /// A parameter; what is not said has the usual value.
  public init(
    _ name: String, _ type: ParameterType, default defaultValue: String? = nil, about: String,
    applies: AppliesWhere = AppliesWhere([:]), identity: Bool = true, probe: Bool = false,
    neutral: Bool = false, prolongs: Bool = false, full: String? = nil
  ) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    self.about = about
    self.applies = applies
    self.identity = identity
    self.probe = probe
    self.neutral = neutral
    self.prolongs = prolongs
    self.full = full
  }

  private enum CodingKeys: String, CodingKey {
    case name, type, about, applies, identity, probe, neutral, prolongs, full
    case defaultValue = "default"
  }

  /// Reads a parameter; only `name` and `type` are required.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func flag(_ key: CodingKeys, otherwise: Bool) throws -> Bool {
      try container.decodeIfPresent(Bool.self, forKey: key) ?? otherwise
    }
    // A default may be written as the JSON value itself or as text.
    let value = try container.decodeIfPresent(ParameterValue.self, forKey: .defaultValue)
    self.init(
      try container.decode(String.self, forKey: .name),
      try container.decode(ParameterType.self, forKey: .type),
      default: value?.description,
      about: try container.decodeIfPresent(String.self, forKey: .about) ?? "",
      applies: try container.decodeIfPresent(AppliesWhere.self, forKey: .applies)
        ?? AppliesWhere([:]),
      identity: try flag(.identity, otherwise: true), probe: try flag(.probe, otherwise: false),
      neutral: try flag(.neutral, otherwise: false),
      prolongs: try flag(.prolongs, otherwise: false),
      full: try container.decodeIfPresent(ParameterValue.self, forKey: .full)?.description)
  }
}

/// Where a parameter or a headline exists: all patterns must hold, by parameter name.
public struct AppliesWhere: Sendable, Equatable, Codable {
  /// The written patterns of each parameter; several are any-of.
  public let patterns: [String: [String]]

  /// The written patterns of each parameter.
  public init(_ patterns: [String: [String]]) {
    self.patterns = patterns
  }

  /// Reads `{"model": "rnn", "task": ["copy", "adding"]}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let single = try? container.decode([String: String].self) {
      patterns = single.mapValues { [$0] }
    } else {
      patterns = try container.decode([String: OneOrMany].self).mapValues(\.texts)
    }
  }

  /// Writes a single pattern as a string and several as a list.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(patterns.mapValues(OneOrMany.init))
  }

  private struct OneOrMany: Codable {
    let texts: [String]

    init(_ texts: [String]) { self.texts = texts }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        texts = [text]
      } else {
        texts = try container.decode([String].self)
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if texts.count == 1 {
        try container.encode(texts[0])
      } else {
        try container.encode(texts)
      }
    }
  }
}

/// One JSON line that a trial prints on its standard output.
public enum TrialEvent: Sendable, Equatable {
  /// The trial begins (or goes on) and will have so many epochs; `libraries` says which numeric
  /// libraries compute it, as `["OpenBLAS": "0.3.21 Zen"]`, for the record's provenance.
  case started(epochs: Int, libraries: [String: String] = [:])
  /// It goes on from an earlier attempt's checkpoint, which had so many whole epochs and iterations
  /// behind it; comes after `started`. Metrics of the epochs after it follow.
  case resumed(epoch: Int, step: Int)
  /// The metrics of one epoch.
  case metrics(epoch: Int, step: Int, values: [String: Double])
  /// A file in the attempt's folder that is to be kept.
  case artifact(name: String, file: String)
  /// The end, with the metrics that stand for the whole trial.
  case summary(values: [String: Double])
  /// The loss became NaN or infinite; with the last iterations, oldest first.
  case diverged(step: Int, reason: String, last: [[String: Double]])
}

extension TrialEvent: Codable {
  private enum CodingKeys: String, CodingKey {
    case event, epochs, libraries, epoch, step, values, name, file, reason, last
  }

  private enum Kind: String, Codable {
    case started, resumed, metrics, artifact, summary, diverged
  }

  /// Reads one event; unknown keys are left for later formats.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func values(_ key: CodingKeys) throws -> [String: Double] {
      try container.decode([String: Double].self, forKey: key)
    }
    switch try container.decode(Kind.self, forKey: .event) {
    case .started:
      self = .started(
        epochs: try container.decode(Int.self, forKey: .epochs),
        libraries: try container.decodeIfPresent([String: String].self, forKey: .libraries) ?? [:])
    case .resumed:
      self = .resumed(
        epoch: try container.decode(Int.self, forKey: .epoch),
        step: try container.decode(Int.self, forKey: .step))
    case .metrics:
      self = .metrics(
        epoch: try container.decode(Int.self, forKey: .epoch),
        step: try container.decodeIfPresent(Int.self, forKey: .step) ?? 0,
        values: try values(.values))
    case .artifact:
      self = .artifact(
        name: try container.decode(String.self, forKey: .name),
        file: try container.decode(String.self, forKey: .file))
    case .summary: self = .summary(values: try values(.values))
    case .diverged:
      self = .diverged(
        step: try container.decode(Int.self, forKey: .step),
        reason: try container.decodeIfPresent(String.self, forKey: .reason) ?? "",
        last: try container.decodeIfPresent([[String: Double]].self, forKey: .last) ?? [])
    }
  }

  /// Writes one event.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .started(let epochs, let libraries):
      try container.encode(Kind.started, forKey: .event)
      try container.encode(epochs, forKey: .epochs)
      if !libraries.isEmpty { try container.encode(libraries, forKey: .libraries) }
    case .resumed(let epoch, let step):
      try container.encode(Kind.resumed, forKey: .event)
      try container.encode(epoch, forKey: .epoch)
      try container.encode(step, forKey: .step)
    case .metrics(let epoch, let step, let values):
      try container.encode(Kind.metrics, forKey: .event)
      try container.encode(epoch, forKey: .epoch)
      try container.encode(step, forKey: .step)
      try container.encode(values, forKey: .values)
    case .artifact(let name, let file):
      try container.encode(Kind.artifact, forKey: .event)
      try container.encode(name, forKey: .name)
      try container.encode(file, forKey: .file)
    case .summary(let values):
      try container.encode(Kind.summary, forKey: .event)
      try container.encode(values, forKey: .values)
    case .diverged(let step, let reason, let last):
      try container.encode(Kind.diverged, forKey: .event)
      try container.encode(step, forKey: .step)
      try container.encode(reason, forKey: .reason)
      try container.encode(last, forKey: .last)
    }
  }
}

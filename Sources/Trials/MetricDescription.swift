/// One metric of a trial program.
public struct MetricDescription: Sendable, Equatable, Codable {
  /// Which way is better.
  public enum Direction: String, Sendable, Codable {
    /// Smaller is better, as a loss.
    case min
    /// Larger is better, as an accuracy.
    case max
  }

  /// How often the metric is measured.
  public enum Cadence: String, Sendable, Codable {
    /// Once an epoch: it has a curve.
    case epoch
    /// Once, at the end.
    case summary
  }

  /// Which value of a curve stands for the trial.
  public enum Moment: String, Sendable, Codable {
    /// The best one, by the metric's direction.
    case best
    /// The last one.
    case last
  }

  /// The short name under which a task's most important metric is known, as `accuracy`.
  public struct Headline: Sendable, Equatable, Codable {
    /// The short name.
    public let name: String
    /// Where this metric has that name.
    public let applies: AppliesWhere
    /// Which value of the curve is meant.
    public let at: Moment

    /// A headline from its parts.
    public init(_ name: String, applies: AppliesWhere, at: Moment) {
      self.name = name
      self.applies = applies
      self.at = at
    }
  }

  /// The dotted name, as `train.loss`.
  public let name: String
  /// One line for people.
  public let about: String
  /// The unit that tables show: `%` shows a fraction times 100; empty for none.
  public let unit: String
  /// Which way is better; nil where neither is.
  public let better: Direction?
  /// How often it is measured.
  public let per: Cadence
  /// The short names it has.
  public let headlines: [Headline]

  /// A metric from its parts.
  public init(
    _ name: String, about: String, unit: String = "", better: Direction? = nil,
    per: Cadence = .epoch, headlines: [Headline] = []
  ) {
    self.name = name
    self.about = about
    self.unit = unit
    self.better = better
    self.per = per
    self.headlines = headlines
  }

  /// Whether the metric measures the machine (`time.*`), so that it differs from start to start
  /// and belongs to no identity check.
  public var measuresTheMachine: Bool { Self.measuresTheMachine(name) }

  /// Whether a metric of this name measures the machine.
  public static func measuresTheMachine(_ name: String) -> Bool { name.hasPrefix("time.") }

  private enum CodingKeys: String, CodingKey {
    case name, about, unit, better, per, headlines
  }

  /// Reads a metric; only `name` is required.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .name),
      about: try container.decodeIfPresent(String.self, forKey: .about) ?? "",
      unit: try container.decodeIfPresent(String.self, forKey: .unit) ?? "",
      better: try container.decodeIfPresent(Direction.self, forKey: .better),
      per: try container.decodeIfPresent(Cadence.self, forKey: .per) ?? .epoch,
      headlines: try container.decodeIfPresent([Headline].self, forKey: .headlines) ?? [])
  }
}

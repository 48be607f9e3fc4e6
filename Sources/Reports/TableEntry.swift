/// One entry of a table: what was measured, in the unit shown.
public struct TableEntry: Sendable, Equatable {
  /// What an entry holds.
  public enum Content: Sendable, Equatable {
    /// There is no such cell, or the quantity has no meaning in it.
    case nothing
    /// No number: the outcomes in words.
    case words(String)
    /// Values over seeds.
    case sample(Sample)
    /// First epochs over seeds.
    case arrivals(Arrivals)
    /// A number from elsewhere, and how it is written there.
    case reference(Double, written: String)
    /// Measured minus reference.
    case difference(Difference)
  }

  /// A difference between a sample's mean and a reference, which is taken as exact.
  public struct Difference: Sendable, Equatable {
    /// What was measured.
    public let sample: Sample
    /// The reference.
    public let reference: Double
    /// How many decimals the reference is written with.
    public let referenceDecimals: Int

    /// x̄ − reference.
    public var value: Double { sample.mean - reference }
    /// Half the width of its interval of 95 %; nil for one seed.
    public var halfWidth: Double? { sample.halfWidth(level: 0.95) }
  }

  /// What the entry holds.
  public let content: Content
  /// How many seeds were asked for.
  public let seeds: Int
  /// The unit of the numbers; empty for none.
  public let unit: String
  /// What is to be said of seeds without a value; nil if there is none.
  public let remark: String?
  /// The seeds that finished without a finite number where others have one.
  public var unmeasured: [Int] = []
  /// Whether this is the best entry of its column, among those that may be compared.
  public var isBest = false

  /// No cell, or no meaning.
  static let nothing = TableEntry(content: .nothing, seeds: 0, unit: "", remark: nil)

  /// How many seeds have a value.
  public var measured: Int {
    switch content {
    case .nothing, .words, .reference: 0
    case .sample(let sample): sample.count
    case .arrivals(let arrivals): arrivals.count
    case .difference(let difference): difference.sample.count
    }
  }

  /// Whether every seed has a value of its own; only such entries are compared.
  var isComplete: Bool { measured > 0 && measured == seeds && remark == nil }

  /// The number by which entries of one column are compared, if there is one.
  var rank: Double? {
    switch content {
    case .sample(let sample): sample.mean
    case .arrivals(let arrivals): arrivals.median.isBound ? nil : arrivals.median.value
    default: nil
    }
  }
}

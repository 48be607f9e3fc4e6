import YAML

/// A sweep file as it is written: its sections as values with their places, no parameter typed yet,
/// because only the trial program knows their types.
///
/// Its problems are kept, so that they can be told together with those that ``CheckedSweep`` finds.
public struct SweepSpec: Sendable {
  /// The file it was read from.
  public internal(set) var file: SweepFile
  /// The sweep's name: as given, or the file's.
  public let name: String
  /// What the sweep is about, if it says so.
  public let about: String?
  /// How its trials are started.
  public let trial: TrialSettings
  /// How many seeds, and from which on.
  public let seeds: Seeds

  var defaults: [Setting]
  var presets: [PresetSpec]
  var across: [AxisSpec]
  /// The axes under `grid`; nil if there is no such section.
  var grid: [AxisSpec]?
  var include: [IncludeRow]
  let exclude: [ExclusionSpec]
  var set: [ChangeSpec]
  let report: ReportSection
  /// Where the keys of the file's sections stand.
  let sections: [String: Mark]
  /// What was wrong with the writing.
  let findings: Findings
  /// What `--set` has put in place of what the file says; see ``varied(by:_:)``.
  var variant: Variant?

  /// Tells what is wrong with the writing, for when the program's description cannot be had.
  public func throwProblems() throws(SweepProblems) {
    guard findings.problems.isEmpty else { throw SweepProblems(findings.problems, of: file) }
  }
}

/// The seeds of a sweep: `count` of them from `first` on.
public struct Seeds: Sendable, Equatable {
  /// The first seed.
  public let first: Int
  /// How many, at least 1.
  public let count: Int

  /// The seeds in order.
  public var range: Range<Int> { first..<first + count }
}

/// The choices of one parameter's presets, or of a named choice.
struct PresetSpec: Sendable {
  struct Choice: Sendable {
    let name: Node.Key
    var settings: [Setting]
  }

  let name: Node.Key
  var choices: [Choice]
}

/// One row of `include`.
struct IncludeRow: Sendable {
  let mark: Mark
  let name: String?
  /// Lists: axes of this row.
  var axes: [AxisSpec]
  /// Single values.
  var settings: [Setting]
  /// The dotted names in the order in which the row gives them.
  var order: [String]
}

/// The `report` section as written.
struct ReportSection: Sendable {
  var tables: [Node.Entry] = []
  var references: [Node.Entry] = []
}

public import Trials

/// One cell of the grid as a report sees it.
public struct ReportCell: Sendable, Equatable {
  /// The value of an axis in this cell, and the word under which the file gave it.
  public struct AxisValue: Sendable, Hashable {
    /// The value; for an alias, the one it stands for.
    public let value: ParameterValue
    /// The alias, if the file gave one (`copy-200`); tables show it.
    public let alias: String?

    /// A value and its alias.
    public init(_ value: ParameterValue, alias: String? = nil) {
      self.value = value
      self.alias = alias
    }

    /// What a table shows.
    public var shown: String { alias ?? value.description }
  }

  /// The `name` of the include row that made the cell, if any.
  public let name: String?
  /// The axes that the cell has; an absent axis has no entry.
  public let axes: [String: AxisValue]
  /// All resolved parameters, seeds' own left out.
  public let parameters: [String: ParameterValue]
  /// The trials, one a seed, in seed order.
  public let trials: [Trial]

  /// A cell from its parts.
  public init(
    name: String?, axes: [String: AxisValue], parameters: [String: ParameterValue],
    trials: [Trial]
  ) {
    self.name = name
    self.axes = axes
    self.parameters = parameters
    self.trials = trials
  }

  /// Whether a pattern on an axis or parameter holds in this cell.
  ///
  /// A key that is an axis anywhere in the file sees the cell's axis value, so that an absent axis
  /// matches nothing but `absent`; any other key sees the resolved parameter.
  public func matches(_ key: String, _ pattern: Pattern, axes allAxes: Set<String>) -> Bool {
    Self.matches(key, pattern, axes: axes, parameters: parameters, allAxes: allAxes)
  }

  /// The same for a cell of which only this is known yet: its axis values and resolved parameters.
  public static func matches(
    _ key: String, _ pattern: Pattern, axes: [String: AxisValue],
    parameters: [String: ParameterValue], allAxes: Set<String>
  ) -> Bool {
    if let axis = axes[key] { return pattern.matches(axis.value, alias: axis.alias) }
    return pattern.matches(allAxes.contains(key) ? nil : parameters[key])
  }
}

/// What is known of one trial when a report is made.
public enum TrialStatus: Sendable {
  /// A result; the curves are nil if no epoch was completed.
  case done(TrialRecord, Curves?)
  /// No result yet: how its last attempt ended, nil if there was none.
  case notDone(TrialOutcome?)
}

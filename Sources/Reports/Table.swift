/// A table of results, ready to be written in any format.
public struct Table: Sendable, Equatable {
  /// One column of entries.
  public struct Column: Sendable, Equatable {
    /// What people read above it, without the unit.
    public let heading: String
    /// The unit of all its numbers; nil where entries differ, then each says its own.
    public let unit: String?
    /// What programs read above it, as `test.accuracy`; formats add `.mean` and the like.
    public let key: String
    /// What it shows.
    public let content: TableLayout.Column.Content

    /// The heading with the unit, as `test.accuracy (%)`.
    public var title: String {
      guard let unit, !unit.isEmpty else { return heading }
      // A difference of percentages is not a percentage.
      if case .delta = content, unit == "%" { return "\(heading) (points)" }
      return "\(heading) (\(unit))"
    }
  }

  /// One row.
  public struct Row: Sendable, Equatable {
    /// The name of the include row, if any.
    public let name: String?
    /// The values of the row axes; nil where the axis is absent.
    public let axes: [String?]
    /// One entry a column.
    public let entries: [TableEntry]
  }

  /// The key under `tables`, and the name of the files.
  public let name: String
  /// The heading.
  public let title: String
  /// The names of the row axes.
  public let axes: [String]
  /// The columns.
  public let columns: [Column]
  /// The rows.
  public let rows: [Row]
  /// Decimals asked for; nil: by the uncertainty.
  public let digits: Int?
  /// What has to be known to read the table, one sentence a line.
  public let notes: [String]

  /// Whether any row has a name, so that a column of names is shown.
  public var hasNames: Bool { rows.contains { $0.name != nil } }
}

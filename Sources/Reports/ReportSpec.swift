public import Trials

/// What a sweep wants reported, as plain values; `Sweeps` reads it from the `report:` section.
public struct ReportSpec: Sendable, Equatable {
  /// The tables, in written order.
  public var tables: [TableSpec]
  /// Numbers from elsewhere, by the name the sweep file gave them, in written order.
  public var references: [ReferenceTable]

  /// A specification from its parts.
  public init(tables: [TableSpec] = [], references: [ReferenceTable] = []) {
    self.tables = tables
    self.references = references
  }
}

/// One table: which cells, as which rows, with which columns.
public struct TableSpec: Sendable, Equatable {
  /// The key under `tables`; also the file's name.
  public var name: String
  /// The heading; nil: the name.
  public var title: String?
  /// The axes whose values make the rows, in order.
  public var rows: [String]
  /// What stands in the columns, in order.
  public var columns: [ColumnSpec]
  /// Which cells take part: all patterns must hold, by axis or parameter name.
  public var cells: [String: Pattern]
  /// Which value of a curve counts.
  public var at: Moment
  /// Decimal digits; nil: two significant digits of the standard deviation.
  public var digits: Int?

  /// Which value of a curve stands for the trial.
  public enum Moment: Sendable, Equatable {
    /// What the program says: a headline's moment, else the last value.
    case programsChoice
    /// At the epoch where this metric was best.
    case best(metric: String)
    /// The last epoch.
    case last
    /// This epoch, counted from 1.
    case epoch(Int)
  }

  /// A table from its parts.
  public init(
    name: String, title: String? = nil, rows: [String], columns: [ColumnSpec],
    cells: [String: Pattern] = [:], at: Moment = .programsChoice, digits: Int? = nil
  ) {
    self.name = name
    self.title = title
    self.rows = rows
    self.columns = columns
    self.cells = cells
    self.at = at
    self.digits = digits
  }
}

/// What one column of a table shows.
public enum ColumnSpec: Sendable, Equatable {
  /// A measured quantity: mean ± standard deviation over seeds.
  case measured(Quantity)
  /// A measured quantity, one column for each value of an axis.
  case pivot(axis: String, Quantity)
  /// The number of a reference table beside the first measured quantity before it.
  case reference(String)
  /// Measured minus reference, with its 95 % interval.
  case delta(String)
}

/// A quantity of one trial.
public enum Quantity: Sendable, Hashable {
  /// A metric by its full name, or by a headline (`accuracy`).
  case metric(String)
  /// The best value of a metric's curve, written `best train.accuracy`.
  case best(String)
  /// The first epoch at which a metric satisfies a bound: `epochs_to(train.accuracy >= 0.9)`.
  case epochsTo(metric: String, Comparison)
}

/// A table of numbers from elsewhere, as a CSV file gives it: axes, `name`, metrics.
public struct ReferenceTable: Sendable, Equatable {
  /// The name under `references`, as `paper`.
  public let name: String
  /// The CSV's header.
  public let header: [String]
  /// The CSV's rows, each as long as the header; an empty field is an absent axis or no number.
  public let rows: [[String]]

  /// A reference table from its parts.
  public init(name: String, header: [String], rows: [[String]]) {
    self.name = name
    self.header = header
    self.rows = rows
  }
}

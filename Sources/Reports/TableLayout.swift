import Trials

/// Which cells meet in which entry of a table, before anything has been measured.
///
/// Rows stand in the order of the cells, and so do the values of a pivot. An entry holds one cell,
/// because a table never averages over anything but seeds; where it would, ``problems`` says so.
public struct TableLayout: Sendable {
  /// One row: the values of the table's row axes, and the name of an include row.
  public struct Row: Sendable, Hashable {
    /// The name of the include row, if any; rows of different names never meet.
    public let name: String?
    /// The values of the row axes, in their order; nil where the axis is absent.
    public let axes: [ReportCell.AxisValue?]
  }

  /// One column as it is drawn: a pivot has been opened into one for each value.
  public struct Column: Sendable, Hashable {
    /// What stands in a column.
    public enum Content: Sendable, Hashable {
      /// Mean ± standard deviation of a quantity over seeds.
      case measured(Quantity)
      /// The number that a reference table has for the quantity.
      case reference(String, Quantity)
      /// Measured minus reference.
      case delta(String, Quantity)
    }

    /// One value of a pivot's axis; nil is the column of the cells without that axis.
    public struct PivotValue: Sendable, Hashable {
      /// The axis.
      public let axis: String
      /// Its value.
      public let value: ReportCell.AxisValue?
    }

    /// What stands in the column.
    public let content: Content
    /// The value that the column is for; nil for a column of all cells.
    public let pivot: PivotValue?
  }

  /// The table that is laid out.
  public let table: TableSpec
  /// The rows, in the order of the cells.
  public let rows: [Row]
  /// The columns, in written order, pivots opened.
  public let columns: [Column]
  /// The cells that take part, in the order given.
  public let cells: [ReportCell]
  /// How many cells each key of `where` leaves out only because they do not have it, by key.
  public let absent: [String: Int]
  /// What is wrong with the table; it can be drawn only where this is empty.
  public let problems: [TableProblem]
  private let entries: [[ReportCell?]]

  /// Lays out a table.
  /// - Parameters:
  ///   - table: the specification.
  ///   - cells: all cells of the sweep, grid first, in the order of the axes' values.
  /// - Complexity: O(cells × columns).
  public init(_ table: TableSpec, cells: [ReportCell]) {
    let selection = CellSelection(table.cells, among: cells)
    let columns = Self.columns(of: table, cells: selection.cells)
    var places: [Row: Int] = [:]
    var rows: [Row] = []
    var groups: [[[ReportCell]]] = []
    for cell in selection.cells {
      let row = Row(name: cell.name, axes: table.rows.map { cell.axes[$0] })
      let place = places[row] ?? rows.count
      if place == rows.count {
        places[row] = place
        rows.append(row)
        groups.append(Array(repeating: [], count: columns.columns.count))
      }
      for (index, column) in columns.columns.enumerated() where column.takes(cell) {
        groups[place][index].append(cell)
      }
    }
    let distinct = groups.map { $0.map(Self.distinct) }
    self.table = table
    self.rows = rows
    self.columns = columns.columns
    self.cells = selection.cells
    absent = selection.absent
    entries = distinct.map { $0.map(\.first) }
    problems =
      (selection.cells.isEmpty ? [.noCells] : []) + columns.problems
      + [TableProblem(pooled: distinct.flatMap(\.self))].compactMap(\.self)
  }

  /// The cell of an entry; nil where the grid has none.
  /// - Precondition: there are no ``problems``, and the place is inside the table.
  public func cell(row: Int, column: Int) -> ReportCell? {
    precondition(problems.isEmpty, "table \(table.name) drawn in spite of \(problems)")
    return entries[row][column]
  }

  /// Opens pivots, and binds each reference to the quantity it stands beside.
  private static func columns(
    of table: TableSpec, cells: [ReportCell]
  ) -> (columns: [Column], problems: [TableProblem]) {
    var columns: [Column] = []
    var problems: [TableProblem] = []
    var beside: (quantity: Quantity, pivots: [Column.PivotValue?])?
    for spec in table.columns {
      let content: (Quantity) -> Column.Content
      switch spec {
      case .measured(let quantity):
        beside = (quantity, [nil])
        content = { .measured($0) }
      case .pivot(let axis, let quantity):
        beside = (quantity, pivotValues(of: axis, cells: cells))
        content = { .measured($0) }
      case .reference(let name): content = { .reference(name, $0) }
      case .delta(let name): content = { .delta(name, $0) }
      }
      if let beside {
        columns += beside.pivots.map { Column(content: content(beside.quantity), pivot: $0) }
      } else {
        problems.append(.nothingBeside(spec))
      }
    }
    return (columns, problems)
  }

  /// The values of an axis in the order of the cells; the absent one, if there is one, last.
  private static func pivotValues(of axis: String, cells: [ReportCell]) -> [Column.PivotValue] {
    var seen: Set<ReportCell.AxisValue> = []
    let present = cells.compactMap { $0.axes[axis] }.filter { seen.insert($0).inserted }
    let values: [ReportCell.AxisValue?] = present
    let absent: [ReportCell.AxisValue?] = cells.contains { $0.axes[axis] == nil } ? [nil] : []
    return (values + absent).map { Column.PivotValue(axis: axis, value: $0) }
  }

  /// A cell that is written twice has the same trials, so it is one cell.
  private static func distinct(_ cells: [ReportCell]) -> [ReportCell] {
    struct Content: Hashable {
      let parameters: [String: ParameterValue]
      let trials: [TrialID]
    }
    guard cells.count > 1 else { return cells }
    var seen: Set<Content> = []
    return cells.filter {
      seen.insert(Content(parameters: $0.parameters, trials: $0.trials.map(\.id))).inserted
    }
  }
}

extension TableLayout.Column {
  /// Whether the cell belongs into this column.
  func takes(_ cell: ReportCell) -> Bool {
    guard let pivot else { return true }
    return cell.axes[pivot.axis] == pivot.value
  }

  /// The quantity that is measured, or that a reference stands beside.
  public var quantity: Quantity {
    switch content {
    case .measured(let quantity), .reference(_, let quantity), .delta(_, let quantity): quantity
    }
  }
}

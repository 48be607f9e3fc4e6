import Trials

/// Finds the numbers of a reference table that belong to cells.
///
/// A row of the reference fits a cell if every column that names an axis or a parameter agrees, an
/// empty field meaning that it is absent, and `name` too if there is such a column.
struct ReferenceLookup {
  /// What a reference has for one entry.
  enum Found: Equatable {
    /// No row fits, or its field is empty.
    case nothing
    /// The number, and how it is written.
    case number(Double, written: String)
    /// The field of a row, counted from 1 below the header, is no number.
    case unreadable(String, row: Int)
    /// Several rows fit; their numbers, counted from 1 below the header.
    case ambiguous([Int])
  }

  let table: ReferenceTable
  /// The axes of all cells of the sweep.
  let axes: Set<String>
  /// The header's places of axes and parameters.
  let keys: [Int]
  /// The fields that are numbers, read once for all cells.
  private let numbers: [[Double?]]

  init(_ table: ReferenceTable, cells: [ReportCell]) {
    self.table = table
    axes = Set(cells.flatMap(\.axes.keys))
    let parameters = Set(cells.flatMap(\.parameters.keys))
    let known = axes.union(parameters)
    keys = table.header.indices.filter { known.contains(table.header[$0]) }
    numbers = table.rows.map { $0.map { try? NumberGrammar.read($0) } }
  }

  /// The rows that fit a cell, counted from 0.
  func rows(for cell: ReportCell) -> [Int] {
    let nameColumn = table.header.firstIndex(of: "name")
    return table.rows.indices.filter { row in
      let fields = table.rows[row]
      if let nameColumn, !Self.same(fields[nameColumn], cell.name ?? "") { return false }
      return keys.allSatisfy { key in
        let value = cell.value(of: table.header[key], axes: axes)
        return Self.fits(fields[key], number: numbers[row][key], value)
      }
    }
  }

  /// What the reference has for a quantity in a cell.
  /// - Parameters:
  ///   - column: the table's column.
  ///   - metric: the full name of the metric that the quantity means in the cell.
  ///   - cell: the cell.
  /// - Returns: the number, or why there is none.
  func find(
    _ column: TableLayout.Column, metric: String?, for cell: ReportCell
  ) -> Found {
    guard let place = place(of: column, metric: metric) else { return .nothing }
    let fitting = rows(for: cell)
    guard fitting.count < 2 else { return .ambiguous(fitting.map { $0 + 1 }) }
    guard let row = fitting.first else { return .nothing }
    let field = table.rows[row][place]
    if field.isEmpty { return .nothing }
    guard let number = numbers[row][place] else {
      return .unreadable(field, row: row + 1)
    }
    return .number(number, written: field)
  }

  /// The header's place of the numbers for a column, if it has them.
  ///
  /// A column of a pivot is found under its own key, or where the reference has a column for the
  /// pivot's axis, under the quantity's name.
  func place(of column: TableLayout.Column, metric: String?) -> Int? {
    var names = [column.key]
    if column.pivot.map({ table.header.contains($0.axis) }) ?? true {
      names += [column.quantity.written]
      if case .metric = column.quantity, let metric { names.append(metric) }
    }
    let places = names.flatMap { [$0, $0 + ".mean", $0 + ".median"] }.lazy
    return places.compactMap { table.header.firstIndex(of: $0) }.first
  }

  private static func fits(
    _ field: String, number: Double?, _ value: ReportCell.AxisValue?
  ) -> Bool {
    guard let value else { return field.isEmpty }
    if let alias = value.alias, same(field, alias) { return true }
    if case .number(let wanted) = value.value { return number == wanted }
    return same(field, value.value.description)
  }

  /// Whether a field holds a text, as it stands or as our own CSV would write it.
  private static func same(_ field: String, _ text: String) -> Bool {
    field == text || field == CSVText.guarded(text)
  }
}

extension ReportCell {
  fileprivate func value(of key: String, axes allAxes: Set<String>) -> AxisValue? {
    allAxes.contains(key) ? axes[key] : parameters[key].map { AxisValue($0) }
  }
}

extension TableLayout.Column {
  /// The name of the measured numbers for programs, as `accuracy[task=copy-200]`.
  var key: String {
    guard let pivot else { return quantity.written }
    return "\(quantity.written)[\(pivot.axis)=\(pivot.value?.shown ?? "")]"
  }
}

public import Trials

extension Table {
  /// Draws a table from what is known of its trials.
  /// - Parameters:
  ///   - layout: which cell meets which entry; it has no problems.
  ///   - cells: all cells of the sweep, to which references are matched.
  ///   - references: the numbers from elsewhere; all that the table names.
  ///   - program: what the trial program says of its metrics.
  ///   - statuses: what is known of each trial; one that is not here has not been run.
  public init(
    _ layout: TableLayout, cells: [ReportCell], references: [ReferenceTable],
    program: ProgramDescription, statuses: [TrialID: TrialStatus]
  ) {
    let drawing = TableDrawing(
      layout: layout, program: program, statuses: statuses,
      references: Dictionary(
        references.map { ($0.name, ReferenceLookup($0, cells: cells)) },
        uniquingKeysWith: { first, _ in first }))
    var rows = layout.rows.indices.map { row in
      layout.columns.indices.map { drawing.entry(row: row, column: $0) }
    }
    for column in layout.columns.indices {
      for row in drawing.bestRows(of: column, in: rows) { rows[row][column].isBest = true }
    }
    name = layout.table.name
    title = layout.table.title ?? layout.table.name
    axes = layout.table.rows
    columns = layout.columns.indices.map { drawing.column($0) }
    self.rows = zip(layout.rows, rows).map { row, entries in
      Row(name: row.name, axes: row.axes.map { $0?.shown }, entries: entries)
    }
    digits = layout.table.digits
    notes = drawing.notes(for: rows)
  }
}

/// What is at hand while a table is drawn.
struct TableDrawing {
  let layout: TableLayout
  let program: ProgramDescription
  let statuses: [TrialID: TrialStatus]
  let references: [String: ReferenceLookup]

  /// What the quantity of a column means in a row's cell; nil where there is no cell or meaning.
  func meaning(row: Int, column: Int) -> CellQuantity? {
    layout.cell(row: row, column: column).flatMap { cell in
      layout.columns[column].quantity.meaning(
        in: cell.parameters, at: layout.table.at, program: program)
    }
  }

  func entry(row: Int, column index: Int) -> TableEntry {
    let column = layout.columns[index]
    guard let cell = layout.cell(row: row, column: index) else { return .nothing }
    let meaning = meaning(row: row, column: index)
    guard let name = column.reference else {
      return meaning.map { measured($0, cell) } ?? .nothing
    }
    guard let lookup = references[name] else {
      preconditionFailure("table \(layout.table.name) names '\(name)', which is no reference")
    }
    let unit = meaning?.unit ?? ""
    switch lookup.find(column, metric: meaning?.metric, for: cell) {
    case .nothing: return .nothing
    case .unreadable(let field, _): return .words("'\(field)' is no number", unit: unit)
    case .ambiguous(let rows): return .words("\(rows.count) rows fit", unit: unit)
    case .number(let number, let written):
      if case .reference = column.content {
        return TableEntry(
          content: .reference(number, written: written), seeds: 0, unit: unit, remark: nil)
      }
      guard let meaning else { return .nothing }
      return difference(measured(meaning, cell), to: number, written: written)
    }
  }

  private func measured(_ quantity: CellQuantity, _ cell: ReportCell) -> TableEntry {
    TableEntry(quantity, of: cell.trials) { statuses[$0] ?? .notDone(nil) }
  }

  /// A difference needs a mean, so epochs that some seeds never reached have none.
  private func difference(
    _ entry: TableEntry, to reference: Double, written: String
  ) -> TableEntry {
    let sample: Sample? =
      switch entry.content {
      case .sample(let sample): sample
      case .arrivals(let arrivals): arrivals.sample
      default: nil
      }
    guard let sample else { return .nothing }
    let decimals = written.split(separator: ".").dropFirst().first?.prefix(while: \.isNumber).count
    let difference = TableEntry.Difference(
      sample: sample, reference: reference, referenceDecimals: decimals ?? 0)
    return TableEntry(
      content: .difference(difference), seeds: entry.seeds, unit: entry.unit, remark: nil)
  }

  func column(_ index: Int) -> Table.Column {
    let column = layout.columns[index]
    let units = Set(layout.rows.indices.compactMap { meaning(row: $0, column: index)?.unit })
    let name =
      switch column.content {
      case .measured(let quantity): quantity.written
      case .reference(let name, _): name
      case .delta(let name, _): "delta \(name)"
      }
    let key = column.reference.map { "\(column.key).\($0)" } ?? column.key
    return Table.Column(
      heading: (column.pivot.map { "\($0.words): " } ?? "") + name,
      unit: units.count > 1 ? nil : units.first ?? "", key: key, content: column.content)
  }

  /// The rows of a measured column that hold the best value; several if they are equal.
  ///
  /// Only complete entries that mean the same are compared, and one alone is not the best of any.
  func bestRows(of column: Int, in rows: [[TableEntry]]) -> [Int] {
    guard case .measured = layout.columns[column].content else { return [] }
    var groups: [(meaning: CellQuantity, rows: [(row: Int, rank: Double)])] = []
    for row in rows.indices where rows[row][column].isComplete {
      guard let meaning = meaning(row: row, column: column), meaning.better != nil,
        let rank = rows[row][column].rank
      else { continue }
      if let group = groups.firstIndex(where: { $0.meaning == meaning }) {
        groups[group].rows.append((row, rank))
      } else {
        groups.append((meaning, [(row, rank)]))
      }
    }
    return groups.filter { $0.rows.count > 1 }.flatMap { group in
      let ranks = group.rows.map(\.rank)
      let best = group.meaning.better == .max ? ranks.max() : ranks.min()
      return group.rows.filter { $0.rank == best }.map(\.row)
    }
  }
}

extension TableEntry {
  fileprivate static func words(_ words: String, unit: String) -> TableEntry {
    TableEntry(content: .words(words), seeds: 0, unit: unit, remark: nil)
  }
}

extension TableLayout.Column.PivotValue {
  /// The value in a heading: a word says what it is, a number needs its axis.
  var words: String {
    guard let value else { return "no \(axis)" }
    if case .text = value.value { return value.shown }
    return value.alias ?? "\(axis) \(value.shown)"
  }
}

public import Trials

/// What is wrong with a reference beside a table; the description is the end of a message.
public struct ReferenceProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The row of the reference, counted from 1 below its header; nil: the header.
  public let row: Int?
  /// What is wrong.
  public let description: String
}

extension ReferenceTable {
  /// Checks the reference beside a table that uses it.
  /// - Parameters:
  ///   - layout: the table.
  ///   - cells: all cells of the sweep.
  ///   - program: what the trial program says of itself.
  /// - Returns: header columns that nobody knows, a quantity without a column, fields that are no
  ///   numbers, and cells that several rows fit; each once.
  public func problems(
    in layout: TableLayout, cells: [ReportCell], program: ProgramDescription
  ) -> [ReferenceProblem] {
    guard layout.problems.isEmpty else { return [] }
    let lookup = ReferenceLookup(self, cells: cells)
    var problems = unknownColumns(lookup, cells: cells, program: program)
    for (index, column) in layout.columns.enumerated() where column.reference == name {
      var hasColumn = false
      for row in layout.rows.indices {
        guard let cell = layout.cell(row: row, column: index) else { continue }
        let metric = column.quantity.meaning(
          in: cell.parameters, at: layout.table.at, program: program)?.metric
        hasColumn = hasColumn || lookup.place(of: column, metric: metric) != nil
        problems += problem(lookup.find(column, metric: metric, for: cell), cell, column)
      }
      if !hasColumn {
        problems.append(
          ReferenceProblem(row: nil, description: "no column for \(column.quantity.written)"))
      }
    }
    return problems.enumerated().filter { !problems[..<$0].contains($1) }.map(\.element)
  }

  private func problem(
    _ found: ReferenceLookup.Found, _ cell: ReportCell, _ column: TableLayout.Column
  ) -> [ReferenceProblem] {
    switch found {
    case .nothing, .number: []
    case .unreadable(let field, let row):
      [
        ReferenceProblem(
          row: row,
          description: "'\(field)' for \(column.quantity.written) at \(cell.words) is no number")
      ]
    case .ambiguous(let rows):
      [
        ReferenceProblem(
          row: rows.first,
          description: "rows \(rows.map(String.init).joined(separator: ", ")) all fit "
            + "\(cell.words): add a column that tells them apart")
      ]
    }
  }

  /// A misspelt axis would let every row fit, so unknown columns are problems.
  private func unknownColumns(
    _ lookup: ReferenceLookup, cells: [ReportCell], program: ProgramDescription
  ) -> [ReferenceProblem] {
    guard !program.metrics.isEmpty else { return [] }
    let axes = lookup.axes.union(cells.flatMap(\.parameters.keys)).sorted()
    let metrics =
      program.metrics.map(\.name) + program.metrics.flatMap { $0.headlines.map(\.name) }
    let unknown = header.indices.filter { place in
      let column = header[place]
      // `train.accuracy.mean` and `accuracy[task=copy]` begin with what they are about.
      let isNumbers = metrics.contains { column == $0 || column.hasPrefix($0 + ".") }
      let isForm = column.contains("[") || column.hasPrefix("best ")
      return !lookup.keys.contains(place) && column != "name" && column != "remarks"
        && !isNumbers && !isForm && !column.hasPrefix("epochs_to(")
    }
    return unknown.map { place in
      ReferenceProblem(
        row: nil,
        description: "column '\(header[place])' is no axis, no parameter, no metric and not `name`"
          + NearestWord.hint(header[place], among: axes + ["name"] + metrics))
    }
  }
}

extension TableLayout.Column {
  /// The reference that the column shows or compares with, if any.
  var reference: String? {
    switch content {
    case .measured: nil
    case .reference(let name, _), .delta(let name, _): name
    }
  }
}

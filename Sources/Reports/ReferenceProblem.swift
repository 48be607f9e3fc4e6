public import Trials

extension ReferenceTable {
  /// The column of words in a report's CSV; a reference that has it needs no numbers in it.
  public static let remarksColumn = "remarks"

  /// Whether a column holds numbers of a quantity: the quantity itself, or as a report writes it,
  /// `accuracy.mean`, `accuracy[task=copy].n`, `accuracy.paper.delta`.
  public static func isMeasured(_ column: String, program: ProgramDescription) -> Bool {
    // Metrics have dots of their own, so each beginning that ends at a dot may be the quantity.
    let ends = column.indices.filter { column[$0] == "." || column[$0] == "[" }
    return (ends + [column.endIndex]).contains { end in
      (try? Quantity.read(String(column[..<end]), program: program)) != nil
    }
  }
}

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
    guard layout.problems.isEmpty, layout.columns.contains(where: { $0.reference == name }) else {
      return []
    }
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
    let axes = lookup.axes.union(cells.flatMap(\.parameters.keys)).sorted()
    let metrics =
      program.metrics.map(\.name) + program.metrics.flatMap { $0.headlines.map(\.name) }
    let unknown = header.indices.filter { place in
      let column = header[place]
      return !lookup.keys.contains(place) && column != "name" && column != Self.remarksColumn
        && !Self.isMeasured(column, program: program)
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

public import Trials

/// All that a sweep reports: its tables, and where the numbers come from.
public struct Report: Sendable, Equatable {
  /// The heading.
  public let title: String
  /// What the sweep is about, if its file says so.
  public let about: String?
  /// The tables, in written order.
  public let tables: [Table]
  /// Where the numbers come from and what is missing, one sentence a line.
  public let footer: [String]

  /// Draws a report.
  /// - Parameters:
  ///   - title: the sweep's name.
  ///   - about: what the sweep file says it is about.
  ///   - spec: what to report; its tables have no problems.
  ///   - cells: all cells of the sweep, grid first, in the order of the axes' values.
  ///   - program: what the trial program says of itself.
  ///   - statuses: what is known of each trial; one that is not here has not been run. Curves are
  ///     looked at only where ``TableSpec/needsCurves`` says so.
  public init(
    title: String, about: String?, spec: ReportSpec, cells: [ReportCell],
    program: ProgramDescription, statuses: [TrialID: TrialStatus]
  ) {
    self.title = title
    self.about = about
    tables = spec.tables.map { table in
      Table(
        TableLayout(table, cells: cells), cells: cells, references: spec.references,
        program: program, statuses: statuses)
    }
    let axes = spec.tables.flatMap { $0.rows + $0.columns.compactMap(\.pivotAxis) }
    footer = ReportFooter(cells: cells, axes: axes, statuses: statuses).lines
  }

  /// The report as one Markdown document; the same values give the same bytes.
  public var markdown: String {
    var parts = ["# \(MarkdownText.escaped(title))\n"]
    if let about { parts.append(MarkdownText.paragraph(about) + "\n") }
    for table in tables {
      parts.append("## \(MarkdownText.escaped(table.title))\n")
      parts.append(table.markdown)
    }
    parts.append("## Trials\n")
    parts.append(footer.map { "- \(MarkdownText.escaped($0))\n" }.joined())
    return parts.joined(separator: "\n")
  }
}

extension ColumnSpec {
  fileprivate var pivotAxis: String? {
    guard case .pivot(let axis, _) = self else { return nil }
    return axis
  }
}

extension Table {
  /// The table as Markdown, its columns aligned; notes follow as a list.
  public var markdown: String { drawn(MarkdownText.escaped) }

  /// The same for a terminal, where nobody takes an escape away again.
  public var terminalText: String { drawn(MarkdownText.line) }

  /// The table with its texts, which are anybody's, as `written` gives them.
  private func drawn(_ written: (String) -> String) -> String {
    let header = header.map(written)
    let rows = rows.map { line($0, written) }
    let lines = [header] + rows
    let widths = header.indices.map { column in
      lines.map { $0[column].count }.max() ?? 0
    }
    let rule = widths.indices.map { column in
      let dashes = String(repeating: "-", count: max(3, widths[column]) - 1)
      return isText(column) ? dashes + "-" : dashes + ":"
    }
    let table = ([header, rule] + rows).map { fields in
      let padded = fields.indices.map { column in
        let room = String(
          repeating: " ", count: max(0, max(3, widths[column]) - fields[column].count))
        return isText(column) ? fields[column] + room : room + fields[column]
      }
      return "| " + padded.joined(separator: " | ") + " |\n"
    }
    let list = notes.map { "- \(written($0))\n" }
    return table.joined() + (list.isEmpty ? "" : "\n" + list.joined())
  }

  private var header: [String] { axes + (hasNames ? ["name"] : []) + columns.map(\.title) }

  /// Whether the column holds an axis or the names; entries stand on the right.
  private func isText(_ column: Int) -> Bool { column < axes.count + (hasNames ? 1 : 0) }

  private func line(_ row: Row, _ written: (String) -> String) -> [String] {
    let names = hasNames ? [row.name ?? ""] : []
    let labels = (row.axes.map { $0 ?? "–" } + names).map(written)
    let entries = zip(columns, row.entries).map { column, entry in
      let shown = EntryText(entry, digits: digits, showsUnit: column.unit == nil)
      let text = shown.isForeign ? written(shown.text) : shown.text
      return entry.isBest ? "**\(text)**" : text
    }
    return labels + entries
  }
}

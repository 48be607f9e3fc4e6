extension Table {
  /// The table as Markdown, its columns aligned, so that it reads well on a terminal too; notes
  /// follow as a list.
  public var markdown: String {
    let lines = [header] + rows.map(line)
    let widths = header.indices.map { column in
      lines.map { $0[column].count }.max() ?? 0
    }
    let rule = widths.indices.map { column in
      let dashes = String(repeating: "-", count: max(3, widths[column]) - 1)
      return isText(column) ? dashes + "-" : dashes + ":"
    }
    let table = ([header, rule] + rows.map(line)).map { fields in
      let padded = fields.indices.map { column in
        let room = String(
          repeating: " ", count: max(0, max(3, widths[column]) - fields[column].count))
        return isText(column) ? fields[column] + room : room + fields[column]
      }
      return "| " + padded.joined(separator: " | ") + " |\n"
    }
    let list = notes.map { "- \(MarkdownText.escaped($0))\n" }
    return table.joined() + (list.isEmpty ? "" : "\n" + list.joined())
  }

  private var header: [String] {
    (axes + (hasNames ? ["name"] : []) + columns.map(\.title)).map(MarkdownText.escaped)
  }

  /// Whether the column holds an axis or the names; entries stand on the right.
  private func isText(_ column: Int) -> Bool { column < axes.count + (hasNames ? 1 : 0) }

  private func line(_ row: Row) -> [String] {
    let names = hasNames ? [row.name ?? ""] : []
    let labels = (row.axes.map { $0 ?? "–" } + names).map(MarkdownText.escaped)
    let entries = zip(columns, row.entries).map { column, entry in
      let shown = EntryText(entry, digits: digits, showsUnit: column.unit == nil)
      let text = shown.isForeign ? MarkdownText.escaped(shown.text) : shown.text
      return entry.isBest ? "**\(text)**" : text
    }
    return labels + entries
  }
}

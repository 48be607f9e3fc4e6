extension ReferenceTable {
  /// Reads a reference from CSV: a header of axes, `name` and metrics, then rows.
  ///
  /// Numbers are in the unit that tables show, as 77.18 for 77.18 %. The table that a report
  /// writes can be read.
  /// - Parameters:
  ///   - name: the name under `references`.
  ///   - text: the file's text.
  /// - Throws: the line and what is wrong with it: no header, a column twice, too few or too many
  ///   fields, broken quotes.
  public init(name: String, csv text: String) throws(CSVProblem) {
    let lines = try CSVText.read(text)
    guard let header = lines.first?.fields else {
      throw CSVProblem(line: 1, description: "the file is empty; a header of names is wanted")
    }
    for (index, column) in header.enumerated() {
      if column.isEmpty {
        throw CSVProblem(line: lines[0].line, description: "column \(index + 1) has no name")
      }
      if header[..<index].contains(column) {
        throw CSVProblem(line: lines[0].line, description: "column '\(column)' stands twice")
      }
    }
    for (line, fields) in lines.dropFirst() where fields.count != header.count {
      throw CSVProblem(
        line: line,
        description: "\(fields.count) \(fields.count == 1 ? "field" : "fields") where the header "
          + "has \(header.count)")
    }
    self.init(name: name, header: header, rows: lines.dropFirst().map(\.fields))
  }
}

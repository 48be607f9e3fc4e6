import Foundation
import Trials

/// Rows of words in aligned columns, as commands print them.
enum AlignedText {
  /// The rows, two spaces between columns; a column whose `isNumber` says so is flush right.
  static func lines(
    _ rows: [[String]], indent: Int = 2, isNumber: (Int) -> Bool = { _ in false }
  ) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumber(column) ? gap + row[column] : row[column] + gap
      }
      let line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}

/// Measured numbers as commands show them.
struct MetricText {
  /// What the trial program says of its metrics; empty where nobody could be asked.
  let metrics: [MetricDescription]

  /// Four significant digits, and a share in percent: `0.0123`, `97.65 %`.
  func value(_ value: Double, of name: String) -> String {
    let unit = metrics.first { $0.name == name }?.unit ?? ""
    if unit == "%" { return String(format: "%.2f %%", value * 100) }
    return String(format: "%.4g", value) + (unit.isEmpty ? "" : " " + unit)
  }

  /// All names, as the program lists them, then others by name.
  func ordered(_ names: some Sequence<String>) -> [String] {
    let known = metrics.map(\.name)
    let set = Set(names)
    return known.filter(set.contains) + set.subtracting(known).sorted()
  }
}

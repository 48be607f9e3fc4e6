import Foundation
import Trials

extension Table {
  /// The table as CSV (RFC 4180) for programs: plain numbers in the unit shown, ASCII signs.
  ///
  /// A measured column has `.mean`, `.std` and `.n`, first epochs `.median` and `.arrived` besides,
  /// a difference `.low` and `.high`, the ends of its 95 % interval. Empty is absent. `remarks`,
  /// if any entry has one, says why seeds have no value. A sweep can read the file as a reference.
  public var csv: String {
    let hasRemarks = rows.contains { row in row.entries.contains { $0.remark != nil } }
    let header =
      axes + (hasNames ? ["name"] : []) + columns.flatMap(\.csvHeader)
      + (hasRemarks ? [ReferenceTable.remarksColumn] : [])
    let lines = rows.map { row in
      let names = hasNames ? [row.name ?? ""] : []
      let labels = row.axes.map { $0 ?? "" } + names
      let numbers = zip(columns, row.entries).flatMap { $0.csvFields(of: $1) }
      return labels + numbers + (hasRemarks ? [remarks(of: row)] : [])
    }
    return ([header] + lines).map(CSVText.line).joined()
  }

  private func remarks(of row: Row) -> String {
    zip(columns, row.entries).compactMap { column, entry in
      entry.remark.map { "\(column.key): \($0)" }
    }.joined(separator: "; ")
  }
}

extension Table.Column {
  fileprivate var csvHeader: [String] {
    switch content {
    case .reference: [key]
    case .delta: ["delta", "low", "high"].map { "\(key).\($0)" }
    case .measured(.epochsTo): ["median", "mean", "std", "arrived", "n"].map { "\(key).\($0)" }
    case .measured: ["mean", "std", "n"].map { "\(key).\($0)" }
    }
  }

  fileprivate func csvFields(of entry: TableEntry) -> [String] {
    switch entry.content {
    case .reference(let number, _): [plain(number)]
    case .sample(let sample):
      [plain(sample.mean), plain(sample.standardDeviation), "\(sample.count)"]
    case .arrivals(let arrivals):
      [
        arrivals.median.isBound ? "" : plain(arrivals.median.value),
        plain(arrivals.sample?.mean), plain(arrivals.sample?.standardDeviation),
        "\(arrivals.arrived.count)", "\(arrivals.count)",
      ]
    case .difference(let difference):
      [
        plain(difference.value), plain(difference.halfWidth.map { difference.value - $0 }),
        plain(difference.halfWidth.map { difference.value + $0 }),
      ]
    case .nothing: csvHeader.map { _ in "" }
    case .words: csvHeader.map { $0 == "\(key).n" || $0 == "\(key).arrived" ? "0" : "" }
    }
  }

  /// Twelve significant digits: more than any measurement has, and no trace of a factor of 100.
  private func plain(_ number: Double?) -> String {
    guard let number, let rounded = Double(String(format: "%.12g", number)) else { return "" }
    return CanonicalJSON.text(of: rounded)
  }
}

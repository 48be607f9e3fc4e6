/// Why a table cannot be drawn; the description is the end of a located message.
public enum TableProblem: Error, Sendable, Equatable {
  /// No cell fits the table's `where`.
  case noCells
  /// Cells that differ otherwise than in their seed meet in one entry.
  /// - Parameters:
  ///   - count: how many meet in the fullest entry.
  ///   - keys: the axes, or where they are equal the parameters, in which cells that meet differ.
  case pooled(count: Int, keys: [String])
  /// A reference or a difference has no measured column before it.
  case nothingBeside(ColumnSpec)

  /// The problem of entries that hold several cells; nil if none does.
  init?(pooled entries: [[ReportCell]]) {
    let full = entries.filter { $0.count > 1 }
    guard let count = full.map(\.count).max() else { return nil }
    let axes = Set(full.flatMap { Self.keys($0.map(\.axes)) })
    let keys = axes.isEmpty ? Set(full.flatMap { Self.keys($0.map(\.parameters)) }) : axes
    self = .pooled(count: count, keys: keys.sorted())
  }

  /// The keys whose values are not the same in all of `maps`.
  private static func keys<Value: Equatable>(_ maps: [[String: Value]]) -> [String] {
    let all = Set(maps.flatMap(\.keys))
    return all.filter { key in maps.contains { $0[key] != maps[0][key] } }
  }
}

extension TableProblem: CustomStringConvertible {
  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .noCells: "no cell fits `where`"
    case .pooled(let count, let keys):
      "\(count) cells that differ in \(keys.joined(separator: ", ")) meet in one entry: add "
        + (keys.count == 1 ? "it to rows, or pick one value" : "them to rows, or pick values")
        + " in `where`"
    case .nothingBeside(.reference(let name)), .nothingBeside(.delta(let name)):
      "'\(name)' has no measured column before it to stand beside"
    case .nothingBeside: "a reference has no measured column before it to stand beside"
    }
  }
}

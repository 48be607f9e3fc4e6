import Trials

/// The cells of a sweep that fit a table's `where`.
struct CellSelection {
  /// The cells that fit, in the order given.
  let cells: [ReportCell]
  /// How many cells fail only because they do not have a key, by key.
  let absent: [String: Int]

  init(_ patterns: [String: Pattern], among all: [ReportCell]) {
    let axes = Set(all.flatMap(\.axes.keys))
    var kept: [ReportCell] = []
    var absent: [String: Int] = [:]
    for cell in all {
      let failed = patterns.filter { !cell.matches($0.key, $0.value, axes: axes) }.map(\.key)
      if failed.isEmpty {
        kept.append(cell)
      } else if failed.allSatisfy({ !cell.has($0, axes: axes) }) {
        for key in failed { absent[key, default: 0] += 1 }
      }
    }
    cells = kept
    self.absent = absent
  }
}

extension ReportCell {
  fileprivate func has(_ key: String, axes allAxes: Set<String>) -> Bool {
    axes[key] != nil || (!allAxes.contains(key) && parameters[key] != nil)
  }
}

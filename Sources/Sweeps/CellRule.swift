import Reports
import YAML

/// How many cells one rule of the file makes; `plan` shows one line for each.
public struct CellRule: Sendable, Equatable {
  /// The rule in words: `margin 0 0.1 none × init orthogonal`, `init identity when margin none`,
  /// `include LSTM`.
  public let text: String
  /// The cells that it makes, or, below 0, leaves out; over all rules these add up to the sweep's
  /// cells.
  public let cells: Int
  /// The line of the rule; nil for the product of the unconditional values.
  public let line: Int?
  /// The file of that line, if it is one that the sweep's extends.
  public var file: String?
  /// Why the rule leaves cells out, if it does; then ``cells`` is negative.
  public var reason: String?
}

extension Grid {
  /// One rule for the grid's unconditional values, one for each `when`, one for each include row.
  ///
  /// A cell with values of several `when`s counts for the one of its last axis.
  var countedRules: [CellRule] {
    var counts: [Source: Int] = [:]
    for cell in cells + excluded.map(\.cell) { counts[source(of: cell), default: 0] += 1 }
    return made(counts) + leftOut
  }

  /// One rule for each `exclude`; a cell that several match counts for the first.
  private var leftOut: [CellRule] {
    rules.exclusions.enumerated().map { number, rule in
      CellRule(
        text: "exclude \(rule.conditions.shown(separator: ", "))",
        cells: -excluded.count { $0.rule == number }, line: rule.mark.line,
        file: rule.mark.otherText, reason: rule.reason)
    }
  }

  private func made(_ counts: [Source: Int]) -> [CellRule] {
    blocks.indices.flatMap { number -> [CellRule] in
      let block = blocks[number]
      let all = Source(block: number, axis: nil, rule: nil)
      guard case .grid = block.source else {
        let text = "include \(block.name ?? shown(rowOf: number))"
        return [
          CellRule(
            text: text, cells: counts[all] ?? 0, line: block.mark.line, file: block.mark.otherText)
        ]
      }
      let product = CellRule(
        text: shown(productOf: block), cells: counts[all] ?? 0, line: nil)
      let conditional = block.axes.indices.flatMap { axis in
        block.axes[axis].rules.indices.map { rule in
          CellRule(
            text: shown(rule, of: block.axes[axis]),
            cells: counts[Source(block: number, axis: axis, rule: rule)] ?? 0,
            line: block.axes[axis].rules[rule].mark.line,
            file: block.axes[axis].rules[rule].mark.otherText)
        }
      }
      return [product] + conditional
    }
  }

  private struct Source: Hashable {
    let block: Int
    let axis: Int?
    let rule: Int?
  }

  private func source(of cell: Cell) -> Source {
    let block = blocks[cell.block]
    if case .grid = block.source {
      for (place, axis) in block.axes.enumerated().reversed() {
        if let item = cell.point[place], let rule = axis.items[item].rule {
          return Source(block: cell.block, axis: place, rule: rule)
        }
      }
    }
    return Source(block: cell.block, axis: nil, rule: nil)
  }

  private func shown(productOf block: Block) -> String {
    let factors = block.axes.compactMap { axis -> String? in
      let values = axis.items.filter { $0.rule == nil }.map(\.shown)
      return values.isEmpty ? nil : "\(axis.title) \(Self.list(values, of: axis))"
    }
    return factors.isEmpty ? "the defaults alone" : factors.joined(separator: " × ")
  }

  private func shown(_ rule: Int, of axis: Axis) -> String {
    let values = axis.items.filter { $0.rule == rule }.map(\.shown)
    let list = Self.list(values, of: axis, separator: ", ")
    return "\(axis.title) \(list) when \(axis.rules[rule].shown)"
  }

  /// An unnamed row by what only it says: its own values.
  private func shown(rowOf number: Int) -> String {
    blocks[number].axes.map { axis in
      "\(axis.title) \(Self.list(axis.items.map(\.shown), of: axis))"
    }.joined(separator: ", ")
  }

  /// All values, or of many the first ones and how many there are.
  ///
  /// The lists of a joint axis have bars between them: `delay, epochs 200 160 | 500 200`.
  private static func list(
    _ values: [String], of axis: Axis, separator: String = " "
  ) -> String {
    let separator = axis.names.count > 1 ? " | " : separator
    guard values.count * axis.names.count > 10, values.count > 4 else {
      return values.joined(separator: separator)
    }
    return values.prefix(4).joined(separator: separator) + " … (\(values.count) values)"
  }
}

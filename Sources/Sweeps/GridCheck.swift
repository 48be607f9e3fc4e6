import Reports
import Trials
import YAML

/// What can be wrong with cells although every value is sound.
struct GridCheck {
  let grid: Grid
  let sources: ParameterSources
  /// Where to point when no line is at fault.
  let fallback: Mark
  /// Whether `--set` changed the file: what its rules do not match any more is then only noted,
  /// because the file as written has been judged before.
  let isVariant: Bool

  /// All problems of the cells, one for each cause and not for each cell.
  ///
  /// A parameter that is one of the `suspects` may be missing because of a problem told
  /// already. With `onlyMissing` the rest stays untold: where values could not be read it would
  /// be guesswork.
  func problems(suspects: (String) -> Bool, onlyMissing: Bool) -> [SweepProblem] {
    let missing = missingParameters().filter { !suspects($0.name) }.map(\.problem)
    guard !onlyMissing, grid.findings.problems.isEmpty else { return missing }
    let unmatched = rulesWithoutCells.filter { !isOnlyNoted($0) }
      .map { SweepProblem($0.message + grid.wayOut, at: $0.mark) }
    return missing + valuesWithoutCells.filter { !isOnlyNoted($0) } + unmatched + disagreements()
  }

  /// What a variant leaves without effect of the file, and a file of what it extends, one sentence
  /// each.
  var notes: [String] {
    (valuesWithoutCells + rulesWithoutCells).filter(isOnlyNoted).map { problem in
      "\((problem.mark ?? .start).lineInWords): \(problem.message)"
    }
  }

  /// Values that would stand there without effect, and somebody believes in them.
  private var valuesWithoutCells: [SweepProblem] {
    axesThatNeverApply() + grid.changesWithoutEffect()
  }

  /// Rules that match nothing.
  private var rulesWithoutCells: [SweepProblem] {
    rulesThatNeverHold() + grid.rulesWithoutCells()
  }

  private func isOnlyNoted(_ problem: SweepProblem) -> Bool {
    if problem.mark?.word != nil { return false }
    return isVariant || problem.mark?.otherText != nil
  }

  private func missingParameters() -> [(name: String, problem: SweepProblem)] {
    var order: [String] = []
    var cells: [String: [Grid.Cell]] = [:]
    for cell in grid.cells {
      for name in cell.resolution.missing {
        if cells[name] == nil { order.append(name) }
        cells[name, default: []].append(cell)
      }
    }
    return order.compactMap { name in
      guard let cells = cells[name], let first = cells.first else { return nil }
      // A parameter that only one row needs belongs into that row.
      let isRows = Set(cells.map(\.block)).count == 1 && first.name != nil
      let place = isRows ? "in the row \(first.name ?? "")" : "under `defaults`"
      let ways = isVariant ? "add --set \(name)=…, or write it" : "write it"
      let mark = isRows ? grid.blocks[first.block].mark : fallback
      let type = sources.vocabulary.schema.parameter(name).map { "\($0.type.kind)" } ?? "a value"
      return (
        name,
        SweepProblem(
          "\(name) must be given, and is not in \(Self.count(cells.count)) "
            + "(first: \(grid.label(first))); \(ways) \(place), \(type)", at: mark)
      )
    }
  }

  private func axesThatNeverApply() -> [SweepProblem] {
    let applied = membersThatApply()
    var seen: Set<Member> = []
    var refused: [(name: String, axis: Axis, block: Block)] = []
    for block in grid.blocks {
      for axis in block.axes where !axis.items.isEmpty {
        guard axis.rules.isEmpty || hasOpenItem(axis) else { continue }
        for member in axis.names.map({ Member(mark: axis.mark, name: $0) }) {
          guard seen.insert(member).inserted, !applied.contains(member) else { continue }
          refused.append((member.name, axis, block))
        }
      }
    }
    return refused.map { name, axis, block in
      let place =
        switch block.source {
        case .grid: "any cell"
        case .include(let name): name ?? "this row"
        }
      return SweepProblem(
        "\(name) does not apply to \(place)\(needs(of: name))", at: axis.mark)
    }
  }

  private func membersThatApply() -> Set<Member> {
    var applied: Set<Member> = []
    for cell in grid.allCells {
      for (axis, place) in zip(grid.blocks[cell.block].axes, cell.point) {
        for name in axis.names {
          // An axis that got no value is absent because of its conditions or because it does not
          // apply; which one, the parameter's own rule tells.
          let isHere = cell.axes[name] != nil
          let hasApplies =
            sources.vocabulary.schema.parameter(name)?.applies.patterns.isEmpty == false
          if isHere || (place == nil && !hasApplies) {
            applied.insert(Member(mark: axis.mark, name: name))
          }
        }
      }
    }
    return applied
  }

  /// One name of an axis; the names of a joint axis have one place.
  private struct Member: Hashable {
    let mark: Mark
    let name: String
  }

  private func hasOpenItem(_ axis: Axis) -> Bool { axis.items.contains { $0.rule == nil } }

  /// What a parameter's `applies` asks for, as "; it needs model rnn and transition factorized".
  func needs(of name: String) -> String {
    let patterns = sources.vocabulary.schema.parameter(name)?.applies.patterns ?? [:]
    let conditions = patterns.sorted { $0.key < $1.key }.map { key, values in
      "\(key) \(values.joined(separator: " or "))"
    }
    return conditions.isEmpty ? "" : "; it needs \(conditions.joined(separator: " and "))"
  }

  private func rulesThatNeverHold() -> [SweepProblem] {
    var used: Set<Mark> = []
    for cell in grid.allCells {
      for (axis, place) in zip(grid.blocks[cell.block].axes, cell.point) {
        if let place, let rule = axis.items[place].rule { used.insert(axis.rules[rule].mark) }
      }
    }
    var seen: Set<Mark> = []
    return grid.blocks.flatMap(\.axes).flatMap(\.rules).compactMap { rule in
      guard seen.insert(rule.mark).inserted, !used.contains(rule.mark) else { return nil }
      return SweepProblem(
        "this `when` matches no cell: nothing has \(rule.shown)"
          + grid.reason(for: rule.conditions, in: grid.blocks), at: rule.mark)
    }
  }

  private func disagreements() -> [SweepProblem] {
    var seen: Set<String> = []
    return grid.cells.compactMap { cell in
      guard let found = cell.given.disagreement,
        let first = found.first.values.first(where: { $0.name == found.name }),
        let second = found.second.values.first(where: { $0.name == found.name }),
        seen.insert("\(first.mark) \(second.mark)").inserted
      else { return nil }
      return SweepProblem(
        "presets \(found.first.choice.text) and \(found.second.choice.text) disagree on "
          + "\(found.name) (\(first.value) at \(first.mark.seen(from: second.mark)), "
          + "\(second.value) here) "
          + "in a cell (first: \(grid.label(cell)))", at: second.mark)
    }
  }

  static func count(_ cells: Int) -> String {
    cells == 1 ? "1 cell" : "\(Block.grouped(cells)) cells"
  }
}

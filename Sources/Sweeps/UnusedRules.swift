import Reports
import Trials
import YAML

extension Grid {
  /// All cells that rules were tried on: also those that came again or were left out.
  var allCells: [Cell] { cells + repeated.map(\.cell) + excluded.map(\.cell) }

  /// Each `exclude` and `set` that holds in no cell.
  func rulesWithoutCells() -> [SweepProblem] {
    let exclusions = rules.exclusions.enumerated().compactMap { number, rule -> SweepProblem? in
      guard !used.exclusions.contains(number) else { return nil }
      let grid = blocks.filter(\.isGrid)
      return problem(
        "exclude", rule.conditions, of: "no cell of the grid", in: grid, at: rule.mark)
    }
    let changes = rules.changes.enumerated().compactMap { number, rule -> SweepProblem? in
      guard !used.changes.contains(number) else { return nil }
      return problem("set", rule.conditions, of: "no cell", in: blocks, at: rule.mark)
    }
    return exclusions + changes
  }

  /// Each value of a `set` that does not apply in any cell where it is set.
  func changesWithoutEffect() -> [SweepProblem] {
    rules.changes.enumerated().filter { used.changes.contains($0.offset) }
      .flatMap { number, rule in
        rule.values.filter { !applies($0, of: number) }.map { value in
          SweepProblem(
            "\(value.name.text) does not apply to any cell that this `set` matches",
            at: value.name.mark)
        }
      }
  }

  private func applies(_ value: Change.Value, of rule: Int) -> Bool {
    (cells + repeated.map(\.cell)).contains { cell in
      cell.changes.contains { $0.rule == rule } && cell.resolution.values[value.name.text] != nil
    }
  }

  private func problem(
    _ word: String, _ conditions: CellConditions, of what: String, in blocks: [Block],
    at mark: Mark
  ) -> SweepProblem {
    let wanted = conditions.shown(separator: " and ")
    return SweepProblem(
      "this `\(word)` matches \(what): nothing has \(wanted)"
        + reason(for: conditions.all, in: blocks),
      at: mark)
  }

  /// The first condition that no cell at all meets, with the values there are.
  func reason(for conditions: [Axis.Condition], in blocks: [Block]) -> String {
    for condition in conditions {
      let values = blocks.flatMap(\.axes).flatMap { $0.values(of: condition.name) }
      guard !values.isEmpty,
        !values.contains(where: { condition.pattern.matches($0.value, alias: $0.alias) })
      else { continue }
      var seen: Set<String> = []
      let shown = values.map(\.shown).filter { seen.insert($0).inserted }.prefix(8)
      return "; \(condition.name) takes \(shown.joined(separator: ", "))"
    }
    return ""
  }

  /// How to have fewer cells without cutting the file, which is how most such rules come about.
  var wayOut: String {
    guard let axis = blocks.first?.axes.first(where: { $0.items.count > 1 }),
      let name = axis.names.first, let value = axis.items.first?.values.first?.shown
    else { return "" }
    return "; to run a part, leave the file whole and add \(name)=\(value)"
  }
}

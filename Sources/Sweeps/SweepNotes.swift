import Reports
import Trials
import YAML

/// What is worth telling although nothing is wrong.
struct SweepNotes {
  let grid: Grid
  let sources: ParameterSources

  /// The notes, each one sentence; `cells` are the grid's, with their trials, in the same order.
  func lines(_ cells: [ReportCell], layouts: [TableLayout]) -> [String] {
    repeatedCells() + sharedTrials(cells) + unusedDefaults() + unusedPresets() + uncheckedMetrics()
      + layouts.flatMap(leftOut)
  }

  private func repeatedCells() -> [String] {
    let shown = grid.repeated.prefix(Self.shown).map { cell, first in
      "\(grid.label(cell)) (\(grid.blocks[cell.block].mark.lineInWords)) is the cell "
        + "\(grid.label(first)) again: it is trained once"
    }
    let more = grid.repeated.count - shown.count
    return shown + (more > 0 ? ["\(more) more cells come again: each is trained once"] : [])
  }

  /// Cells that a report tells apart, by name or axes, although their trials are the same.
  private func sharedTrials(_ cells: [ReportCell]) -> [String] {
    var first: [TrialID: Int] = [:]
    var pairs: [(cell: Int, first: Int)] = []
    for (place, cell) in cells.enumerated() {
      guard let trial = cell.trials.first else { continue }
      if let earlier = first[trial.id] {
        pairs.append((place, earlier))
      } else {
        first[trial.id] = place
      }
    }
    let shown = pairs.prefix(Self.shown).map { cell, first in
      "\(grid.label(grid.cells[cell])) (\(line(of: cell))) and "
        + "\(grid.label(grid.cells[first])) are the same trials: they are trained once"
    }
    let more = pairs.count - shown.count
    return shown + (more > 0 ? ["\(more) more cells share their trials with others"] : [])
  }

  private func line(of cell: Int) -> String {
    grid.blocks[grid.cells[cell].block].mark.lineInWords
  }

  /// Notes of one kind beyond this are only counted.
  private static let shown = 5

  private func unusedDefaults() -> [String] {
    sources.defaults.filter { $0.name.mark.word == nil }.compactMap { setting in
      let name = setting.name.text
      let isUsed = grid.cells.contains { cell in
        if sources.vocabulary.schema.parameter(name) == nil { return true }
        return cell.axes[name] == nil && cell.given.presets[name] == nil
          && cell.resolution.values[name] != nil
      }
      return isUsed
        ? nil : "the default of \(name) (\(setting.name.mark.lineInWords)) is never used"
    }
  }

  private func unusedPresets() -> [String] {
    let fired = Set(grid.cells.flatMap(\.given.fired))
    return sources.vocabulary.presets.all.filter { !fired.contains($0.number) }.map {
      "the preset \($0.choice.text) of \($0.group) (\($0.choice.mark.lineInWords)) is never used"
    }
  }

  private func uncheckedMetrics() -> [String] {
    let program = sources.vocabulary.schema.program
    guard program.metrics.isEmpty else { return [] }
    return ["\(program.program.name) describes no metrics, so their names are not checked"]
  }

  private func leftOut(by layout: TableLayout) -> [String] {
    layout.absent.sorted { $0.key < $1.key }.map { key, count in
      "table \(layout.table.name) leaves out \(GridCheck.count(count)) without \(key); "
        + "add `absent` to its pattern to keep them"
    }
  }
}

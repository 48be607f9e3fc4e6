import Reports
import YAML

/// What is worth telling although nothing is wrong.
struct SweepNotes {
  let grid: Grid
  let sources: ParameterSources

  /// The notes, each one sentence.
  func lines(layouts: [TableLayout]) -> [String] {
    repeatedCells() + unusedDefaults() + unusedPresets() + uncheckedMetrics()
      + layouts.flatMap(leftOut)
  }

  private func repeatedCells() -> [String] {
    let shown = grid.repeated.prefix(5).map { cell, first in
      "\(grid.label(cell)) (line \(grid.blocks[cell.block].mark.line)) is the cell "
        + "\(grid.label(first)) again: it is trained once"
    }
    let more = grid.repeated.count - shown.count
    return shown + (more > 0 ? ["\(more) more cells come again: each is trained once"] : [])
  }

  private func unusedDefaults() -> [String] {
    sources.defaults.compactMap { setting in
      let name = setting.name.text
      let isUsed = grid.cells.contains { cell in
        if sources.vocabulary.schema.parameter(name) == nil { return true }
        return cell.axes[name] == nil && cell.given.presets[name] == nil
          && cell.resolution.values[name] != nil
      }
      return isUsed ? nil : "the default of \(name) (line \(setting.name.mark.line)) is never used"
    }
  }

  private func unusedPresets() -> [String] {
    let fired = Set(grid.cells.flatMap(\.given.fired))
    return sources.vocabulary.presets.all.filter { !fired.contains($0.number) }.map {
      "the preset \($0.choice.text) of \($0.group) (line \($0.choice.mark.line)) is never used"
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

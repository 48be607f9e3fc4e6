import Foundation
import Reports
@testable import Sweeps
import Trials

/// A study with everything that `--set` can meet: an alias, a named choice, a condition, a row.
enum VariantFixture {
  static let text = """
    sweep: 1
    presets:
      task:
        copy-200: {task: copy, delay: 200, activation: identity}
        adding: {length: 50, activation: relu}
      rates: {paper: {lr.bases: 1e-6}, earlier: {lr.bases: 1e-3}}
    defaults: {task: copy-200, epochs: 45, rates: paper}
    grid:
      margin: [0, 0.1, none]
      init: [orthogonal, {value: identity, when: {margin: none}}]
    include:
      - {name: LSTM, model: lstm, epochs: 150, clip: 1}
    seeds: 2
    report:
      tables:
        best: [margin, init, train.loss]

    """

  /// The sweep that the words make of a text.
  static func sweep(
    _ text: String = text, set settings: [String] = [], cells: [String] = []
  ) throws(SweepProblems) -> CheckedSweep {
    try CheckedSweep(spec(text, set: settings), ProgramFixture.schema).part(cells)
  }

  static func spec(
    _ text: String = text, set settings: [String] = []
  ) throws(SweepProblems) -> SweepSpec {
    let file = SweepFile(
      path: "sweeps/study.yaml", bytes: Array(text.utf8),
      folder: URL(fileURLWithPath: "/nowhere"))
    let written = try SweepSpec.read(file)
    _ = try CheckedSweep(written, ProgramFixture.schema)
    return try written.varied(by: settings, ProgramFixture.schema)
  }

  /// What people are shown of words that are wrong; empty if they are not.
  static func message(set settings: [String] = [], cells: [String] = []) -> String {
    do {
      _ = try sweep(set: settings, cells: cells)
      return ""
    } catch {
      return error.description
    }
  }

  /// The trials' IDs, sorted: the order of the cells may be another.
  static func ids(_ sweep: CheckedSweep) -> [TrialID] { sweep.trials.map(\.id).sorted() }

  /// The cells in words, in order.
  static func cells(_ sweep: CheckedSweep) -> [String] {
    sweep.cells.map { cell in
      let axes = sweep.axes.compactMap { axis in cell.axes[axis].map { "\(axis) \($0.shown)" } }
      return ((cell.name.map { [$0] } ?? []) + axes).joined(separator: ", ")
    }
  }
}

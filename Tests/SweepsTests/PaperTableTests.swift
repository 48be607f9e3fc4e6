import Foundation
import Reports
import Sweeps
import TestSupport
import Testing
import Trials

/// The design's two tables: one written out, the other in five lines by `extends`.
///
/// The design's file has `compare`, `claims` and `figures`, too, which are read elsewhere.
@Suite("The design's tables") struct PaperTableTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(table1, to: "table1-smnist.yaml")
    try folder.write(numbers(97.30), to: "table1-smnist.paper.csv")
    try folder.write(numbers(92.62), to: "table2-psmnist.paper.csv")
  }

  private let table1 = """
    # Sequential MNIST: spectral margin × initialization, beside one LSTM
    sweep: 1                          # version of this format
    about: Vorontsov et al. 2017, Table 1

    defaults:
      task: smnist
      hidden: 128
      activation: tanh
      lr: {free: 1e-4, spectrum: 1e-4, bases: 1e-6}
      epochs: 120

    grid:
      margin: [0, 0.001, 0.01, 0.1, 1, none]
      init: [orthogonal, {value: [glorot-normal, identity], when: {margin: none}}]

    include:
      - {name: LSTM, model: lstm, epochs: 150, clip: 1}

    seeds: 5

    report:
      references: {paper: table1-smnist.paper.csv}
      tables:
        table1: [margin, init, test.accuracy, paper, delta paper]
    """

  private let table2 = """
    sweep: 1
    extends: table1-smnist.yaml
    about: Vorontsov et al. 2017, Table 2
    defaults: {task: psmnist}
    report: {references: {paper: table2-psmnist.paper.csv}}
    """

  /// A reference like the design's; only the last number differs from file to file here.
  private func numbers(_ last: Double) -> String {
    "margin,init,name,test.accuracy\n0,orthogonal,,77.18\nnone,identity,,53.53\n,,LSTM,\(last)\n"
  }

  @Test func `table 1 has 9 cells and 45 trials`() throws {
    let sweep = try SweepFixture.sweep(table1, folder: folder.url)
    #expect(sweep.cells.count == 9 && sweep.trials.count == 45)
    #expect(sweep.rules.map(\.cells) == [6, 2, 1])
  }

  @Test func `table 2 is table 1 with another task and other numbers, in five lines`() throws {
    let first = try SweepFixture.sweep(table1, folder: folder.url)
    let sweep = try SweepFixture.sweep(table2, folder: folder.url)
    #expect(sweep.cells.count == 9 && sweep.trials.count == 45)
    #expect(sweep.cells.map(\.axes) == first.cells.map(\.axes))
    #expect(sweep.about == "Vorontsov et al. 2017, Table 2")
    for (trial, twin) in zip(sweep.trials, first.trials) {
      var parameters = twin.parameters
      parameters["task"] = .text("psmnist")
      #expect(trial.parameters == parameters && trial.seed == twin.seed)
      #expect(trial.id != twin.id)
    }
    #expect(sweep.report.tables == first.report.tables)
    #expect(sweep.report.references.first?.rows.last == ["", "", "LSTM", "92.62"])
    #expect(first.report.references.first?.rows.last == ["", "", "LSTM", "97.3"])
    #expect(sweep.notes == [] && first.notes == [])
  }
}

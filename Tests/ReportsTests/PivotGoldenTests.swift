import Testing
import Trials

@testable import Reports

/// A copy task with two delays: pivots, first epochs, one seed and three.
@Suite("Pivot tables") struct PivotGoldenTests {
  private let cells: [ReportCell] = [0.0, "none"].flatMap { (margin: ReportCell.AxisValue) in
    [200.0, 500].map { delay in
      .example(
        ["margin": margin, "delay": ReportCell.AxisValue(.number(delay))],
        more: ["task": .text("copy")], seeds: margin == "none" ? 1 : 3)
    }
  }
  private let bound = Quantity.epochsTo(metric: "train.accuracy", Comparison(.atLeast, 0.9))

  /// The accuracies over three epochs of each cell's seeds; one seed has not been run.
  private var statuses: [TrialID: TrialStatus] {
    var statuses: [TrialID: TrialStatus] = [:]
    for (cell, seeds) in [
      [[0.2, 0.9, 0.95], [0.5, 0.6, 0.99], [0.9, 0.8, 0.7]],
      [[0.1, 0.2, 0.3], [0.2, 0.3, 0.9]], [[0.1, 0.95, 1]], [[0.1, 0.2, 0.3]],
    ].enumerated() {
      for (trial, accuracy) in zip(cells[cell].trials, seeds) {
        statuses[trial.id] = .finished(trial, accuracy: accuracy)
      }
    }
    return statuses
  }

  private func table(_ spec: TableSpec) -> Table {
    Table(
      TableLayout(spec, cells: cells), cells: cells, references: [], program: .example,
      statuses: statuses)
  }

  @Test func `a pivot has one column a value, and equal bests are both bold`() {
    let spec = TableSpec(
      name: "copy", rows: ["margin"],
      columns: [.pivot(axis: "delay", .metric("accuracy")), .pivot(axis: "delay", bound)])
    #expect(
      Report(
        title: "copy", about: "- <b>", spec: ReportSpec(tables: [spec]), cells: cells,
        program: .example, statuses: statuses
      ).markdown == #"""
        # copy

        \- \<b>

        ## copy

        | margin | delay 200: accuracy (%) | delay 500: accuracy (%) | delay 200: epochs_to(train.accuracy >= 0.9) | delay 500: epochs_to(train.accuracy >= 0.9) |
        | ------ | ----------------------: | ----------------------: | ------------------------------------------: | ------------------------------------------: |
        | 0      |              94.7 ± 4.5 |           60 ± 42 (2/3) |                                 **2 (3/3)** |                              > 3 (1/2 of 3) |
        | none   |              **100.00** |                   30.00 |                                       **2** |                                         > 3 |

        - mean ± sample standard deviation over seeds
        - epochs_to: median over seeds (seeds that arrived / seeds); (k/n of m): only n of m seeds were measured; > n: half of the seeds or more arrived after epoch n or not at all
        - (k/n): k of n seeds have a value; the mean is over these
        - bold: the best entry of a column among those with all seeds
        - accuracy: best train.accuracy of all epochs

        ## Trials

        - 7 of 8 trials done; 42.0 trial minutes
        - seeds: 0–2
        - engine: 1 (version 0.1)
        - host: ada (Xeon)
        - libraries: OpenBLAS 0.3.21 Zen
        - margin 0, delay 500, seed 2 (d1314f7437ca): not run

        """#)
  }

  @Test func `first epochs in CSV have a mean only where all arrived`() {
    let spec = TableSpec(
      name: "copy", rows: ["margin"], columns: [.pivot(axis: "delay", bound)])
    let key = "epochs_to(train.accuracy >= 0.9)"
    #expect(
      table(spec).csv.replacing("\r\n", with: "\n") == """
        margin,\(key)[delay=200].median,\(key)[delay=200].mean,\(key)[delay=200].std,\
        \(key)[delay=200].arrived,\(key)[delay=200].n,\(key)[delay=500].median,\
        \(key)[delay=500].mean,\(key)[delay=500].std,\(key)[delay=500].arrived,\
        \(key)[delay=500].n,remarks
        0,2,2,1,3,3,,,,1,2,\(key)[delay=500]: seed 2 not run
        none,2,2,,1,1,,,,0,1,

        """)
  }

  @Test func `given digits win, and a moment is said under the table`() {
    let spec = TableSpec(
      name: "copy", rows: ["margin", "delay"], columns: [.measured(.metric("train.accuracy"))],
      cells: ["delay": .value(.number(200))], at: .epoch(2), digits: 1)
    #expect(
      table(spec).markdown == """
        | margin | delay | train.accuracy (%) |
        | ------ | ----- | -----------------: |
        | 0      | 200   |        76.7 ± 15.3 |
        | none   | 200   |           **95.0** |

        - mean ± sample standard deviation over seeds
        - bold: the best entry of a column among those with all seeds
        - train.accuracy: at epoch 2

        """)
  }
}

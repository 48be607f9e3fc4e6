import Testing
import Trials

@testable import Reports

/// Table 1 in small, with everything that can happen to a trial.
@Suite("Reports") struct ReportGoldenTests {
  private let cells: [ReportCell] = [
    .example(["margin": 0.0, "init": "orthogonal"], more: smnist),
    .example(["margin": 0.1, "init": "orthogonal"], more: smnist),
    .example(["margin": 1.0, "init": "orthogonal"], more: smnist),
    .example(["margin": "none", "init": "orthogonal"], more: smnist),
    .example(["margin": "none", "init": "identity"], more: smnist),
    .example(name: "LSTM", [:], more: smnist.merging(["model": .text("lstm")]) { $1 }),
  ]
  private static let smnist: [String: ParameterValue] = ["task": .text("smnist")]
  private static let paper = """
    margin,init,name,test.accuracy
    0,orthogonal,,77.18
    0.10,orthogonal,,94.10
    1,orthogonal,,93.84
    0.001,orthogonal,,79.26
    ,,LSTM,97.30
    """

  private var statuses: [TrialID: TrialStatus] {
    func trial(_ cell: Int, _ seed: Int) -> Trial { cells[cell].trials[seed] }
    var all: [TrialStatus] = []
    for (cell, tests) in [
      (0, [0.772, 0.769, 0.775]), (1, [0.941, 0.9385]), (2, [0.93]), (5, [0.973, 0.974, 0.9712]),
    ] {
      for (seed, test) in tests.enumerated() {
        all.append(.finished(trial(cell, seed), accuracy: [0.5, 0.9, 0.99], test: test))
      }
    }
    all.append(.diverged(trial(2, 1), step: 1200))
    all += (0..<3).map { .diverged(trial(4, $0), step: 1200) }
    var statuses: [TrialID: TrialStatus] = [:]
    for case .done(let record, let curves) in all {
      statuses[record.trial.id] = .done(record, curves)
    }
    statuses[trial(2, 2).id] = .notDone(.failed(.invalid("a | b\nc")))
    statuses[trial(3, 0).id] = .notDone(.failed(.signal("SEGV")))
    statuses[trial(3, 1).id] = .notDone(.timedOut)
    return statuses
  }

  private func report() throws -> Report {
    let table = TableSpec(
      name: "table1", title: "Sequential MNIST", rows: ["margin", "init"],
      columns: [.measured(.metric("accuracy")), .reference("paper"), .delta("paper")])
    let reference = try ReferenceTable(name: "paper", csv: Self.paper)
    let layout = TableLayout(table, cells: cells)
    #expect(reference.problems(in: layout, cells: cells, program: .example).isEmpty)
    return Report(
      title: "table1-smnist", about: "Vorontsov et al. 2017, Table 1",
      spec: ReportSpec(tables: [table], references: [reference]), cells: cells,
      program: .example, statuses: statuses)
  }

  @Test func `a report shows all that was measured, and all that was not`() throws {
    #expect(
      try report().markdown == #"""
        # table1-smnist

        Vorontsov et al. 2017, Table 1

        ## Sequential MNIST

        | margin | init       | name |                     accuracy (%) | paper (%) |    delta paper (points) |
        | ------ | ---------- | ---- | -------------------------------: | --------: | ----------------------: |
        | 0      | orthogonal |      |                     77.20 ± 0.30 |     77.18 |    +0.02 [−0.73, +0.77] |
        | 0.1    | orthogonal |      |               93.97 ± 0.18 (2/3) |     94.10 | −0.1 [−1.7, +1.5] (2/3) |
        | 1      | orthogonal |      |                      93.00 (1/3) |     93.84 |             −0.84 (1/3) |
        | none   | orthogonal |      | 1 failed, 1 timed out, 1 not run |         – |                       – |
        | none   | identity   |      |            diverged at step 1200 |         – |                       – |
        | –      | –          | LSTM |                 **97.27 ± 0.14** |     97.30 |    −0.03 [−0.38, +0.33] |

        - mean ± sample standard deviation over seeds
        - (k/n): k of n seeds have a value; the mean is over these
        - bold: the best entry of a column among those with all seeds
        - accuracy: test.accuracy
        - paper: no cell fits row 4
        - delta paper: mean − paper, with its 95 % interval by Student's t over seeds, paper taken as exact

        ## Trials

        - 13 of 18 trials done, 4 of them diverged; 1.30 trial hours
        - seeds: 0–2
        - engine: 1 (version 0.1)
        - host: ada (Xeon)
        - libraries: OpenBLAS 0.3.21 Zen
        - margin 0.1, init orthogonal, seed 2 (a573a7d5f52e): not run
        - margin 1, init orthogonal, seed 1 (0b0e7ec87b88): diverged at step 1200: loss is NaN
        - margin 1, init orthogonal, seed 2 (c7eb5363f1dd): failed: invalid: a \| b c
        - margin none, init orthogonal, seed 0 (ad9bb91b57f5): failed: signal SEGV
        - margin none, init orthogonal, seed 1 (b2ece0b9a0f2): timed out
        - margin none, init orthogonal, seed 2 (c15c9c671dd3): not run
        - margin none, init identity, seed 0 (b003d2c041d9): diverged at step 1200: loss is NaN
        - margin none, init identity, seed 1 (8455e9b4265b): diverged at step 1200: loss is NaN
        - margin none, init identity, seed 2 (8d8ffa2ad438): diverged at step 1200: loss is NaN

        """#)
  }

  // The intervals are SciPy's, as `0.02 - 0.745241313525085` for the first row.
  @Test func `its CSV has plain numbers and says in remarks what is missing`() throws {
    let csv = try #require(try report().tables.first).csv
    #expect(
      csv.replacing("\r\n", with: "\n") == """
        margin,init,name,accuracy.mean,accuracy.std,accuracy.n,accuracy.paper,\
        accuracy.paper.delta,accuracy.paper.low,accuracy.paper.high,remarks
        0,orthogonal,,77.2,0.3,3,77.18,0.02,-0.725241313525,0.765241313525,
        0.1,orthogonal,,93.975,0.176776695297,2,94.1,-0.125,-1.71327559202,1.46327559202,\
        accuracy: seed 2 not run
        1,orthogonal,,93,,1,93.84,-0.84,,,accuracy: seed 1 diverged at step 1200; \
        seed 2 failed: invalid: a | b c
        none,orthogonal,,,,0,,,,,accuracy: seed 0 failed: signal SEGV; seed 1 timed out; \
        seed 2 not run
        none,identity,,,,0,,,,,accuracy: seed 0 diverged at step 1200; \
        seed 1 diverged at step 1200; seed 2 diverged at step 1200
        ,,LSTM,97.2733333333,0.141891977692,3,97.3,-0.0266666666667,-0.379145879446,\
        0.325812546113,

        """)
  }

  @Test func `a table's CSV is a reference for the same cells`() throws {
    let reference = try ReferenceTable(
      name: "before", csv: try #require(try report().tables.first).csv)
    let layout = TableLayout(
      TableSpec(
        name: "t", rows: ["margin", "init"],
        columns: [.measured(.metric("accuracy")), .reference("before"), .delta("before")]),
      cells: cells)
    #expect(reference.problems(in: layout, cells: cells, program: .example).isEmpty)
    let table = Table(
      layout, cells: cells, references: [reference], program: .example, statuses: statuses)
    let shown = table.rows.map { row in
      EntryText(row.entries[1], digits: nil, showsUnit: false).text
    }
    #expect(shown == ["77.2", "93.975", "93", "–", "–", "97.2733333333"])
  }

  @Test func `the same values give the same bytes, whatever the order they come in`() throws {
    let reversed = Dictionary(
      uniqueKeysWithValues: statuses.sorted { $0.key > $1.key }.map { ($0.key, $0.value) })
    let table = TableSpec(
      name: "t", rows: ["margin", "init"], columns: [.measured(.metric("accuracy"))])
    let texts = [statuses, reversed].map { statuses in
      Report(
        title: "t", about: nil, spec: ReportSpec(tables: [table]), cells: cells,
        program: .example, statuses: statuses
      ).markdown
    }
    #expect(texts[0] == texts[1])
  }
}

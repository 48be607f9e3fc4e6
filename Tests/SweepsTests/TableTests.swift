import Foundation
import Reports
@testable import Sweeps
import TestSupport
import Testing
import Trials

@Suite("Tables and references of sweep files") struct TableTests {
  private let head = """
    sweep: 1
    defaults: {task: copy, delay: 100, activation: identity, epochs: 45}
    grid: {margin: [0, 1], penalty.spectrum: [0, 1, 2, 3]}

    """

  private let csv =
    "margin,penalty.spectrum,name,best train.accuracy,train.loss.mean\n"
    + "0,0,,77.18,\n1,0,,93.84,0.1\n,,LSTM,9,\n"

  @Test func `the short form makes rows of axes and columns of the rest`() throws {
    let folder = try TemporaryFolder()
    try folder.write(csv, to: "paper.csv")
    let sweep = try SweepFixture.sweep(
      head + """
        report:
          references: {paper: paper.csv}
          tables:
            all: [margin, penalty.spectrum, best train.accuracy, paper, delta paper]
        """, folder: folder.url)
    #expect(
      sweep.report.tables == [
        TableSpec(
          name: "all", rows: ["margin", "penalty.spectrum"],
          columns: [.measured(.best("train.accuracy")), .reference("paper"), .delta("paper")])
      ])
    #expect(sweep.report.references.map(\.name) == ["paper"])
    #expect(sweep.report.references.first?.rows.count == 3)
  }

  @Test func `the long form says rows, columns, cells, moment, title and digits`() throws {
    let sweep = try SweepFixture.sweep(
      head + """
        report:
          tables:
            soft:
              title: Soft
              where: {margin: [0, absent], penalty.spectrum: "> 0", hidden: 128}
              rows: penalty.spectrum
              columns: [{margin: [accuracy, "epochs_to(train.accuracy >= 0.99)"]}]
              at: best valid.accuracy
              digits: 2
            last: {rows: [margin, penalty.spectrum], columns: train.loss, at: epoch 5}
        """)
    let bound = Quantity.epochsTo(metric: "train.accuracy", Comparison(.atLeast, 0.99))
    #expect(
      sweep.report.tables == [
        TableSpec(
          name: "soft", title: "Soft", rows: ["penalty.spectrum"],
          columns: [.pivot(axis: "margin", .metric("accuracy")), .pivot(axis: "margin", bound)],
          cells: [
            "margin": .anyOf([.value(.number(0)), .absent]),
            "penalty.spectrum": .comparisons([Comparison(.above, 0)]),
            "hidden": .value(.number(128)),
          ], at: .best(metric: "valid.accuracy"), digits: 2),
        TableSpec(
          name: "last", rows: ["margin", "penalty.spectrum"],
          columns: [.measured(.metric("train.loss"))], at: .epoch(5)),
      ])
  }

  @Test func `an entry that would pool cells is an error at the table's line`() {
    #expect(
      SweepFixture.message(head + "report:\n  tables:\n    all: [margin, accuracy]\n") == """
        sweeps/study.yaml:6:5: error: table all: 4 cells that differ in penalty.spectrum meet \
        in one entry: add it to rows, or pick one value in `where`
         6 |     all: [margin, accuracy]
           |     ^~~
        1 problem; no trial was started
        """)
  }

  @Test(arguments: [
    (
      "[margn, penalty.spectrum, accuracy]",
      "6:9: unknown axis, metric or reference 'margn'; did you mean 'margin'?"
    ),
    (
      "[margin, penalty.spectrum, acuracy]",
      "6:35: unknown axis, metric or reference 'acuracy'; did you mean 'accuracy'?"
    ),
    (
      "[margin, penalty.spectrum, best trian.loss]",
      "6:35: unknown metric 'trian.loss'; did you mean 'train.loss'?"
    ),
    ("[margin, penalty.spectrum, delta papr]", "6:35: unknown reference 'papr'"),
    (
      "[margin, penalty.spectrum, epochs_to(train.loss)]",
      "6:35: 'epochs_to(train.loss)' is not of the form epochs_to(train.accuracy >= 0.9)"
    ),
    (
      "{rows: [init], columns: [accuracy]}",
      "6:16: `init` is no axis of this sweep; its axes are margin, penalty.spectrum"
    ),
    (
      "{rows: [name], columns: [accuracy]}",
      "6:16: `name` is no axis; rows show the names of include rows anyway"
    ),
    ("{rows: [magin], columns: [accuracy]}", "6:16: unknown axis 'magin'; did you mean 'margin'?"),
    ("{rows: [margin]}", "6:5: table t has no `columns`"),
    (
      "{columns: [margin]}",
      "6:19: `margin` is an axis; write it under `rows`, or as {margin: metric}"
    ),
    (
      "{columns: accuracy, where: {marign: 0}}",
      "6:36: unknown axis or parameter 'marign' in 'where'; did you mean 'margin'?"
    ),
    (
      "{columns: accuracy, where: {margin: nome}}",
      "6:44: margin: `nome` is neither a number >= 0 nor `none`; did you mean `none`?"
    ),
    (
      "{columns: accuracy, at: first}",
      "6:32: at: `first` is not `last`, `best METRIC` or `epoch N`"
    ),
    ("{columns: accuracy, digits: -1}", "6:36: digits: `-1` is not an integer from 0 to 15"),
    (
      "{columns: accuracy, choose: {clip: best valid.accuracy}}",
      "6:28: `choose` is part of the sweep language that this version does not read yet"
    ),
    ("{rows: margin, columns: accuracy, where: {margin: 5}}", "6:5: table t: no cell fits `where`"),
    ("5", "6:8: `t` must be a map of `rows`, `columns`, `where`, `at`, `title`, `digits`"),
  ])
  func `a faulty table is told at the word at fault`(table: String, expected: String) {
    #expect(
      SweepFixture.problems(head + "report:\n  tables:\n    t: \(table)\n") == [expected])
  }

  @Test(arguments: [
    (
      "claims: []",
      "5:3: `claims` is part of the sweep language that this version does not read yet"
    ),
    ("tabels: {}", "5:3: unknown key 'tabels' in 'report'; did you mean 'tables'?"),
    (
      "tables: {../x: [accuracy]}",
      "5:12: `../x` under 'tables' must be a name of letters, digits, `.`, `_` and `-` that "
        + "begins with a letter or digit (at most 64)"
    ),
    (
      "tables: {trials: [train.loss]}",
      "5:12: `trials` cannot name a table: trials.csv lists every trial"
    ),
    ("references: {paper: nowhere.csv}", "5:23: nowhere.csv: no such file"),
    ("references: {paper: [a]}", "5:23: reference paper is the path of a CSV file"),
  ])
  func `a faulty report is told at the word at fault`(report: String, expected: String) {
    #expect(SweepFixture.problems(head + "report:\n  \(report)\n").first == expected)
  }

  @Test(arguments: [
    ("", "line 1: the file is empty; a header of names is wanted"),
    ("margin,name\n0,\n", "no column is a metric"),
    (
      "magin,train.loss\n0,1\n",
      "column 'magin' is no axis of this sweep, `name` or metric; did you mean 'margin'?"
    ),
    (
      "margin,train.loss\n0,1\nnome,1\n",
      "row 2: margin: `nome` is neither a number >= 0 nor `none`; did you mean `none`?"
    ),
    ("margin,train.loss\n0,1 %\n", "row 1: train.loss: `1 %` is not a number"),
    ("margin,train.loss\n0\n", "line 2: 1 field where the header has 2"),
  ])
  func `a faulty reference is told at its line of the sweep file`(
    csv: String, expected: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(csv, to: "paper.csv")
    #expect(
      SweepFixture.problems(
        head + "report:\n  references: {paper: paper.csv}\n", folder: folder.url)
        == ["5:23: paper.csv: \(expected)"])
  }

  @Test func `cells that a pattern leaves out only because an axis is absent are told`() throws {
    let sweep = try SweepFixture.sweep(
      head + """
        include: [{name: LSTM, model: lstm}]
        report:
          tables:
            t: {rows: [margin, penalty.spectrum], columns: accuracy, where: {margin: 0}}
        """)
    #expect(
      sweep.notes == [
        "table t leaves out 1 cell without margin; add `absent` to its pattern to keep them"
      ])
  }
}

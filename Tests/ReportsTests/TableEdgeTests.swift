import Testing
import Trials

@testable import Reports

/// What is rare in tables and must not go wrong unseen.
@Suite("Odd tables") struct TableEdgeTests {
  private func markdown(
    _ cells: [ReportCell], _ columns: [ColumnSpec], where patterns: [String: Pattern] = [:],
    rows: [String] = ["task"], _ statuses: [TrialStatus]
  ) -> String {
    table(cells, columns, where: patterns, rows: rows, statuses).markdown
  }

  private func table(
    _ cells: [ReportCell], _ columns: [ColumnSpec], where patterns: [String: Pattern] = [:],
    rows: [String] = ["task"], _ statuses: [TrialStatus]
  ) -> Table {
    var known: [TrialID: TrialStatus] = [:]
    for case .done(let record, let curves) in statuses {
      known[record.trial.id] = .done(record, curves)
    }
    let spec = TableSpec(name: "t", rows: rows, columns: columns, cells: patterns)
    return Table(
      TableLayout(spec, cells: cells), cells: cells, references: [], program: .example,
      statuses: known)
  }

  @Test func `a headline is compared only where it means the same, and may have no meaning`() {
    let cells = ["copy", "smnist", "psmnist", "ptb"].map {
      ReportCell.example(["task": ReportCell.AxisValue(.text($0))], seeds: 1)
    }
    let statuses = zip(cells, [0.5, 0.6, 0.7, 0.8]).map { cell, value in
      TrialStatus.finished(cell.trials[0], accuracy: [value], test: value)
    }
    #expect(
      markdown(cells, [.measured(.metric("accuracy"))], statuses) == """
        | task    | accuracy (%) |
        | ------- | -----------: |
        | copy    |        50.00 |
        | smnist  |        60.00 |
        | psmnist |    **70.00** |
        | ptb     |            – |

        - bold: the best entry of a column among those with all seeds
        - accuracy: best train.accuracy of all epochs
        - accuracy: test.accuracy

        """)
  }

  @Test func `a finished seed without a finite value is named, and the others are averaged`() {
    let cell = ReportCell.example(["task": "smnist"])
    let statuses = zip(cell.trials, [0.5, .nan, 0.7]).map { trial, value in
      TrialStatus.finished(trial, accuracy: [0.5], test: value)
    }
    #expect(
      markdown([cell], [.measured(.metric("test.accuracy"))], statuses) == """
        | task   | test.accuracy (%) |
        | ------ | ----------------: |
        | smnist |     60 ± 14 (2/3) |

        - mean ± sample standard deviation over seeds
        - (k/n): k of n seeds have a value; the mean is over these; the others are named below
        - test.accuracy: no finite value at task smnist, seed 1

        """)
  }

  @Test func `a diverged seed counts as one that never arrives`() {
    let cell = ReportCell.example(["task": "copy"], seeds: 2)
    let statuses = [
      TrialStatus.finished(cell.trials[0], accuracy: [0.5, 0.9]),
      .diverged(cell.trials[1], step: 90),
    ]
    let bound = Quantity.epochsTo(metric: "train.accuracy", Comparison(.atLeast, 0.9))
    #expect(
      markdown([cell], [.measured(bound)], statuses).split(separator: "\n")[2]
        == "| copy |                      > 1.5 (1/2) |")
  }

  @Test func `a median between an arrival and the end is a bound, and both notes fit it`() {
    let cell = ReportCell.example(["task": "copy"], seeds: 3)
    let statuses = [
      TrialStatus.finished(cell.trials[0], accuracy: [0.9, 0.9, 0.9, 0.9]),
      .finished(cell.trials[1], accuracy: [0.5, 0.5, 0.5, 0.5]),
    ]
    let bound = Quantity.epochsTo(metric: "train.accuracy", Comparison(.atLeast, 0.9))
    #expect(
      table([cell], [.measured(bound), .measured(.best("train.accuracy"))], statuses)
        .terminalText == """
          | task | epochs_to(train.accuracy >= 0.9) | best train.accuracy (%) |
          | ---- | -------------------------------: | ----------------------: |
          | copy |                 > 2.5 (1/2 of 3) |           70 ± 28 (2/3) |

          - mean ± sample standard deviation over seeds
          - epochs_to: median over seeds (seeds that arrived / seeds); \
          (k/n of m): only n of m seeds were measured; \
          > n: half of the seeds or more arrived after epoch n or not at all
          - (k/n): k of n seeds have a value; the mean is over these

          """)
  }

  @Test func `a terminal shows signs as they are, a document escapes them`() {
    let cell = ReportCell.example(
      name: "<b>|_x_\u{202E}\n*", ["margin": 0.1], seeds: 1)
    let columns = [
      ColumnSpec.measured(.epochsTo(metric: "train.loss", Comparison(.atMost, 0.1)))
    ]
    let table = table([cell], columns, rows: ["margin"], [])
    #expect(
      table.terminalText == """
        | margin | name              | epochs_to(train.loss <= 0.1) |
        | ------ | ----------------- | ---------------------------: |
        | 0.1    | <b>|_x_(U+202E) * |                      not run |

        """)
    #expect(
      table.markdown == #"""
        | margin | name                   | epochs_to(train.loss \<= 0.1) |
        | ------ | ---------------------- | ----------------------------: |
        | 0.1    | \<b>\|\_x\_(U+202E) \* |                       not run |

        """#)
  }

  @Test(
    arguments: [
      ([], "0 of 3 trials done"), ([0.25], "1 of 3 trials done; 0.2 trial seconds"),
      ([20, 39.94], "2 of 3 trials done; 59.9 trial seconds"),
      ([60], "1 of 3 trials done; 1.0 trial minutes"),
      ([1800, 1800], "2 of 3 trials done; 1.00 trial hours"),
      ([36000, 3600, 1800], "3 of 3 trials done; 11.5 trial hours"),
    ] as [([Double], String)])
  func `trial time is told in a unit in which it is not nothing`(seconds: [Double], line: String) {
    let cell = ReportCell.example(["task": "copy"])
    let done = zip(cell.trials, seconds).map { trial, seconds in
      (trial.id, TrialStatus.finished(trial, accuracy: [0.5], seconds: seconds))
    }
    let footer = ReportFooter(
      cells: [cell], axes: [], statuses: Dictionary(uniqueKeysWithValues: done))
    #expect(footer.lines.first == line)
  }

  @Test func `names from elsewhere are text, not markup`() {
    let cell = ReportCell.example(
      name: "<b>|_x_\u{202E}a_b\n`[y](z)", ["task": "*"], seeds: 1)
    #expect(
      markdown([cell], [.measured(.metric("train.loss"))], []) == #"""
        | task | name                              | train.loss |
        | ---- | --------------------------------- | ---------: |
        | \*   | \<b>\|\_x\_(U+202E)a_b \`\[y\](z) |    not run |

        - train.loss: at the last epoch

        """#)
  }

  @Test func `cells that a pattern drops for want of an axis are counted`() {
    let cells = [
      ReportCell.example(["margin": 0.1], seeds: 1), .example(name: "LSTM", [:], seeds: 1),
    ]
    let text = markdown(
      cells, [.measured(.metric("time.epoch"))],
      where: ["margin": .comparisons([Comparison(.above, 0)])], rows: ["margin"], [])
    #expect(
      text == """
        | margin | time.epoch (s) |
        | ------ | -------------: |
        | 0.1    |        not run |

        - time.epoch: at the last epoch
        - 'where' leaves out 1 cell without margin; the pattern 'absent' would keep it

        """)
  }

  @Test(arguments: [
    (
      "margn,accuracy\n",
      ["column 'margn' is no axis, no parameter, no metric and not `name`; did you mean 'margin'?"]
    ),
    ("margin\n0\n", ["no column for accuracy"]),
    (
      "margin,accuracy\n0,x\n",
      ["'x' for accuracy at margin 0 is no number"]
    ),
    (
      "margin,accuracy\n0,1\n0.0,2\n",
      ["rows 1, 2 all fit margin 0: add a column that tells them apart"]
    ),
    ("margin,name,test.accuracy,remarks\n0,,77.2,\n7,,1,\n", []),
  ])
  func `a reference that would mislead is refused`(csv: String, wanted: [String]) throws {
    let cells = [0.0, 0.1].map {
      ReportCell.example(
        ["margin": ReportCell.AxisValue(.number($0))], more: ["task": .text("smnist")])
    }
    let layout = TableLayout(
      TableSpec(
        name: "t", rows: ["margin"],
        columns: [.measured(.metric("accuracy")), .reference("paper")]), cells: cells)
    let problems = try ReferenceTable(name: "paper", csv: csv)
      .problems(in: layout, cells: cells, program: .example)
    #expect(problems.map(\.description) == wanted)
  }

  @Test func `a pivot's reference may be long, with a column for the axis, or wide`() throws {
    let cells = ["copy", "smnist"].map {
      ReportCell.example(["task": ReportCell.AxisValue(.text($0))], seeds: 1)
    }
    let layout = TableLayout(
      TableSpec(
        name: "t", rows: [],
        columns: [.pivot(axis: "task", .metric("accuracy")), .reference("paper")]),
      cells: cells.map {
        ReportCell(name: nil, axes: $0.axes, parameters: $0.parameters, trials: $0.trials)
      })
    for csv in [
      "task,accuracy\ncopy,12.5\nsmnist,90\n",
      "accuracy[task=copy],accuracy[task=smnist].mean\n12.5,90\n",
    ] {
      let reference = try ReferenceTable(name: "paper", csv: csv)
      #expect(reference.problems(in: layout, cells: cells, program: .example).isEmpty)
      let table = Table(
        layout, cells: cells, references: [reference], program: .example, statuses: [:])
      #expect(
        table.markdown.split(separator: "\n").prefix(3).map(String.init) == [
          "| copy: accuracy (%) | smnist: accuracy (%) | copy: paper (%) | smnist: paper (%) |",
          "| -----------------: | -------------------: | --------------: | ----------------: |",
          "|            not run |              not run |            12.5 |                90 |",
        ])
    }
  }
}

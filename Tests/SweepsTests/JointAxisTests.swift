import Reports
@testable import Sweeps
import Testing
import Trials

@Suite("Joint axes") struct JointAxisTests {
  private let head = """
    sweep: 1
    defaults: {task: copy, activation: identity, delay: 10, epochs: 1}

    """

  private func cells(_ sweep: CheckedSweep) -> [String] {
    sweep.cells.map { cell in
      let axes = sweep.axes.compactMap { axis in cell.axes[axis].map { "\(axis) \($0.shown)" } }
      return ((cell.name.map { [$0] } ?? []) + axes).joined(separator: ", ")
    }
  }

  @Test func `a joint axis of n lists makes n cells`() throws {
    let sweep = try SweepFixture.sweep(
      head + """
        grid:
          "delay, epochs": [[200, 160], [500, 200], [1000, 2e2]]
          margin: [0, none]
        """)
    #expect(sweep.axes == ["delay", "epochs", "margin"])
    #expect(
      cells(sweep) == [
        "delay 200, epochs 160, margin 0", "delay 200, epochs 160, margin none",
        "delay 500, epochs 200, margin 0", "delay 500, epochs 200, margin none",
        "delay 1000, epochs 200, margin 0", "delay 1000, epochs 200, margin none",
      ])
    #expect(
      sweep.rules == [
        CellRule(
          text: "delay, epochs 200 160 | 500 200 | 1000 200 × margin 0 none", cells: 6, line: nil)
      ])
  }

  @Test func `a joint axis makes the trials of the same values written one by one`() throws {
    let joint = try SweepFixture.sweep(
      head + "grid: {'delay,epochs , lr.free': [[200, 160, 1e-3], [500, 200, 1e-4]]}\n")
    let rows = try SweepFixture.sweep(
      head + """
        include:
          - {delay: 200, epochs: 160, lr: {free: 0.001}}
          - {delay: 500, epochs: 200, lr.free: 0.0001}
        """)
    #expect(joint.trials.map(\.id) == rows.trials.map(\.id))
    #expect(joint.trials.count == 2)
  }

  @Test func `plan shows the first of many lists`() throws {
    let lists = (1...6).map { "[\($0), \($0)]" }.joined(separator: ", ")
    let sweep = try SweepFixture.sweep(head + "grid: {'delay, epochs': [\(lists)]}\n")
    #expect(
      sweep.rules.map(\.text) == ["delay, epochs 1 1 | 2 2 | 3 3 | 4 4 … (6 values)"])
  }

  @Test func `each name of a joint axis is an axis for patterns, and may be bound later`() throws {
    let sweep = try SweepFixture.sweep(
      head + """
        grid:
          margin: [0, {value: 1, when: {epochs: "> 150"}}]
          "delay, epochs": [[200, 160], {value: [300, 100], when: {hidden: 8}}]
          hidden: [8, {value: 16, when: {lr.free: 1e-4}}]
        """)
    #expect(
      cells(sweep) == [
        "margin 0, delay 200, epochs 160, hidden 8", "margin 0, delay 200, epochs 160, hidden 16",
        "margin 0, delay 300, epochs 100, hidden 8", "margin 1, delay 200, epochs 160, hidden 8",
        "margin 1, delay 200, epochs 160, hidden 16",
      ])
    #expect(
      sweep.rules.map(\.text) == [
        "margin 0 × delay, epochs 200 160 × hidden 8", "margin 1 when epochs > 150",
        "delay, epochs 300 100 when hidden 8", "hidden 16 when lr.free 0.0001",
      ])
  }

  @Test func `a conditional value is one list or a list of lists`() throws {
    let one = "{value: [300, 3], when: {margin: 0}}"
    let several = "{value: [[300, 3], [400, 4]], when: {margin: 0}}"
    for (item, count) in [(one, 2), (several, 3)] {
      let sweep = try SweepFixture.sweep(
        head + "grid: {margin: [0], 'delay, epochs': [[1, 1], \(item)]}\n")
      #expect(sweep.cells.count == count)
    }
  }

  @Test func `a conditional joint draw is there where its condition holds`() throws {
    let sweep = try SweepFixture.sweep(
      head + """
        grid:
          margin: [0, none]
          "lr.free, clip":
            - [1e-4, 100]
            - value: {draw: 3, lr.free: {log: [1e-5, 1e-2]}, clip: {log: [1, 100]}}
              when: {margin: none}
        """)
    #expect(sweep.cells.count == 2 + 3)
    #expect(sweep.cells.filter { $0.axes["margin"]?.shown == "none" }.count == 4)
  }

  @Test func `names below one word may be joined there`() throws {
    let nested = try SweepFixture.sweep(head + "grid: {lr: {'free, bases': [[1, 2], [3, 4]]}}\n")
    let dotted = try SweepFixture.sweep(head + "grid: {'lr.free, lr.bases': [[1, 2], [3, 4]]}\n")
    #expect(nested.axes == ["lr.free", "lr.bases"])
    #expect(nested.trials.map(\.id) == dotted.trials.map(\.id))
  }

  @Test func `an alias may be a member's value, and its preset fires`() throws {
    let sweep = try SweepFixture.sweep(
      """
      sweep: 1
      presets: {task: {short: {task: copy, delay: 5}, long: {task: copy, delay: 50}}}
      defaults: {activation: tanh}
      across: {"task, epochs": [[short, 1], [long, 2]]}
      grid: {margin: [0, {value: 1, when: {task: lo*}}]}
      """)
    #expect(
      cells(sweep) == [
        "task short, epochs 1, margin 0", "task long, epochs 2, margin 0",
        "task long, epochs 2, margin 1",
      ])
    #expect(sweep.cells.map { $0.parameters["delay"]?.number } == [5, 50, 50])
  }

  @Test func `a row replaces a joint axis of across whole`() throws {
    let text =
      head + """
        across: {"delay, epochs": [[2, 1], [3, 2]]}
        grid: {margin: [0]}
        include:
          - {name: LSTM, model: lstm}
          - {name: one, model: lstm, epochs: 9, delay: 8}
          - {name: two, model: lstm, "epochs, delay": [[5, 6], [6, 7]]}

        """
    #expect(
      try cells(SweepFixture.sweep(text)) == [
        "delay 2, epochs 1, margin 0", "delay 3, epochs 2, margin 0",
        "LSTM, delay 2, epochs 1", "LSTM, delay 3, epochs 2", "one, delay 8, epochs 9",
        "two, delay 6, epochs 5", "two, delay 7, epochs 6",
      ])
    #expect(
      SweepFixture.problems(text + "  - {name: part, model: lstm, epochs: 9}\n") == [
        "9:6: part gives `epochs` of the joint axis `delay, epochs` (line 3); give `delay` as well"
      ])
  }

  @Test func `a member that does not apply is absent, and what differs in it alone is one`() throws
  {
    let sweep = try SweepFixture.sweep(
      """
      sweep: 1
      defaults: {activation: identity, epochs: 1}
      grid:
        task: [copy, smnist]
        "delay, hidden": [[2, 8], [3, 16], [4, 8]]
      """)
    #expect(
      cells(sweep) == [
        "task copy, delay 2, hidden 8", "task copy, delay 3, hidden 16",
        "task copy, delay 4, hidden 8", "task smnist, hidden 8", "task smnist, hidden 16",
      ])
    #expect(sweep.notes == [])
  }

  @Test func `a joint axis none of whose names applies is absent once`() throws {
    let sweep = try SweepFixture.sweep(
      head + """
        grid:
          model: [rnn, lstm]
          "margin, init": [[0, orthogonal], [none, identity], [1, orthogonal]]
        """)
    #expect(cells(sweep).suffix(2) == ["model rnn, margin 1, init orthogonal", "model lstm"])
    #expect(sweep.cells.count == 4)
    // A member may decide about another.
    let inner = try SweepFixture.sweep(
      head + "grid: {'model, margin': [[rnn, 0], [rnn, 1], [lstm, 0], [lstm, 1]]}\n")
    #expect(
      cells(inner) == ["model rnn, margin 0", "model rnn, margin 1", "model lstm"])
  }

  @Test func `a table tells the names of a joint axis apart`() throws {
    let grid = "grid: {'delay, epochs': [[200, 160], [500, 200]]}\n"
    let table = "report: {tables: {t: [delay, train.loss]}}\n"
    #expect(try SweepFixture.sweep(head + grid + table).report.tables.count == 1)
    #expect(
      SweepFixture.problems(head + grid + table.replacing("delay", with: "epochs")) == [])
  }
}

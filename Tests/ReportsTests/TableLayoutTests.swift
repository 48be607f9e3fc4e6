import Testing
import Trials

@testable import Reports

@Suite("Table layout") struct TableLayoutTests {
  private let grid: [ReportCell] = [0.0, 0.1].flatMap { (margin: ReportCell.AxisValue) in
    ["copy-200", "smnist"].map { (task: String) in
      .example(["margin": margin, "task": ReportCell.AxisValue(.text("of \(task)"), alias: task)])
    }
  }

  private func table(
    rows: [String], _ columns: [ColumnSpec], cells: [String: Pattern] = [:]
  ) -> TableSpec {
    TableSpec(name: "t", rows: rows, columns: columns, cells: cells)
  }

  @Test func `rows and pivots stand in the order of the cells`() {
    let spec = table(rows: ["margin"], [.pivot(axis: "task", .metric("accuracy"))])
    let layout = TableLayout(spec, cells: grid)
    #expect(layout.problems.isEmpty)
    #expect(layout.rows.map { $0.axes.map { $0?.shown } } == [["0"], ["0.1"]])
    #expect(layout.columns.map { $0.pivot?.value?.shown } == ["copy-200", "smnist"])
    #expect(layout.cell(row: 1, column: 0) == grid[2])
  }

  @Test func `a cell without the pivot's axis has a column of its own, last`() {
    let spec = table(rows: ["margin"], [.pivot(axis: "task", .metric("accuracy"))])
    let lone = ReportCell.example(name: "LSTM", [:])
    let layout = TableLayout(spec, cells: [lone] + grid)
    #expect(layout.columns.map { $0.pivot?.value?.shown } == ["copy-200", "smnist", nil])
    #expect(layout.cell(row: 0, column: 2) == lone)
    #expect(layout.cell(row: 0, column: 0) == nil)
  }

  @Test func `cells that differ in an axis must not meet`() {
    let spec = table(rows: ["margin"], [.measured(.metric("accuracy"))])
    let layout = TableLayout(spec, cells: grid)
    #expect(layout.problems == [.pooled(count: 2, keys: ["task"])])
    #expect(
      layout.problems.map(\.description) == [
        "2 cells that differ in task meet in one entry: add it to rows, or pick one value in `where`"
      ])
  }

  @Test func `all axes in which cells meet are named`() {
    let layout = TableLayout(table(rows: [], [.measured(.metric("accuracy"))]), cells: grid)
    #expect(
      layout.problems.map(\.description) == [
        "4 cells that differ in margin, task meet in one entry: add them to rows, or pick values "
          + "in `where`"
      ])
  }

  @Test func `where there are no axes, parameters are named`() {
    let cells = [1.0, 2].map { ReportCell.example([:], more: ["clip": .number($0)]) }
    let layout = TableLayout(table(rows: [], [.measured(.metric("accuracy"))]), cells: cells)
    #expect(layout.problems == [.pooled(count: 2, keys: ["clip"])])
  }

  @Test func `a name keeps rows apart, and a cell written twice is one`() {
    let cells = [
      ReportCell.example(["margin": 0.0]), .example(["margin": 0.0]),
      .example(name: "LSTM", [:]), .example(name: "GRU", [:]),
    ]
    let layout = TableLayout(
      table(rows: ["margin"], [.measured(.metric("accuracy"))]), cells: cells)
    #expect(layout.problems.isEmpty)
    #expect(layout.rows.map(\.name) == [nil, "LSTM", "GRU"])
  }

  @Test func `patterns choose cells, and absence is counted`() {
    let patterns: [String: Pattern] = ["margin": .comparisons([Comparison(.above, 0)])]
    let spec = table(rows: ["margin", "task"], [.measured(.metric("accuracy"))], cells: patterns)
    let layout = TableLayout(spec, cells: grid + [.example(name: "LSTM", [:])])
    #expect(layout.rows.count == 2)
    #expect(layout.absent == ["margin": 1])
  }

  @Test func `an empty choice and a reference beside nothing are problems`() {
    let spec = table(
      rows: ["margin"], [.reference("paper"), .delta("paper")],
      cells: ["margin": .value(.number(7))])
    #expect(
      TableLayout(spec, cells: grid).problems.map(\.description) == [
        "no cell fits `where`", "'paper' has no measured column before it to stand beside",
        "'paper' has no measured column before it to stand beside",
      ])
  }
}

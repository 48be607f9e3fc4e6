import Reports
@testable import Sweeps
import Testing
import Trials

@Suite("Grid") struct GridTests {
  private let copy = """
    sweep: 1
    defaults: {task: copy, delay: 100, activation: identity, epochs: 45}

    """

  /// The cells as `axis value` words, in order.
  private func cells(_ sweep: CheckedSweep) -> [String] {
    sweep.cells.map { cell in
      let axes = sweep.axes.compactMap { axis in cell.axes[axis].map { "\(axis) \($0.shown)" } }
      return ((cell.name.map { [$0] } ?? []) + axes).joined(separator: ", ")
    }
  }

  @Test func `three axes make the product of their values`() throws {
    let sweep = try SweepFixture.sweep(
      copy + """
        grid:
          margin: [0, 0.1, 1, none]
          init: [orthogonal, glorot-normal, identity]
          penalty.orthogonality: [0, 0.01]
        seeds: 3
        """)
    #expect(sweep.cells.count == 24)
    #expect(sweep.trials.count == 72)
    #expect(Set(sweep.trials.map(\.id)).count == 72)
    #expect(sweep.axes == ["margin", "init", "penalty.orthogonality"])
    #expect(cells(sweep).first == "margin 0, init orthogonal, penalty.orthogonality 0")
    #expect(cells(sweep)[1] == "margin 0, init orthogonal, penalty.orthogonality 0.01")
    #expect(cells(sweep).last == "margin none, init identity, penalty.orthogonality 0.01")
  }

  @Test func `work goes through all cells for each seed`() throws {
    let sweep = try SweepFixture.sweep(
      copy + "grid: {margin: [0, 1, none]}\nseeds: {first: 10, count: 2}\n")
    #expect(sweep.trials.map(\.seed) == [10, 10, 10, 11, 11, 11])
    #expect(sweep.cells.map { $0.trials.map(\.seed) } == [[10, 11], [10, 11], [10, 11]])
    #expect(
      sweep.trials.prefix(3).map { $0.parameters["margin"]?.description } == ["0", "1", "none"])
  }

  @Test func `a sweep without axes is one cell`() throws {
    let sweep = try SweepFixture.sweep(copy)
    #expect(sweep.cells.count == 1)
    #expect(sweep.trials.count == 1)
    #expect(sweep.name == "study")
  }

  @Test func `a conditional value exists where all patterns match`() throws {
    let sweep = try SweepFixture.sweep(
      copy + """
        grid:
          margin: [0, 0.1, none]
          init: [orthogonal, {value: [glorot-normal, identity], when: {margin: none}}]
        """)
    #expect(
      cells(sweep) == [
        "margin 0, init orthogonal", "margin 0.1, init orthogonal", "margin none, init orthogonal",
        "margin none, init glorot-normal", "margin none, init identity",
      ])
    #expect(
      sweep.rules == [
        CellRule(text: "margin 0 0.1 none × init orthogonal", cells: 3, line: nil),
        CellRule(text: "init glorot-normal, identity when margin none", cells: 2, line: 5),
      ])
  }

  @Test func `axes are bound in the order of their needs and written in the order of the file`()
    throws
  {
    let sweep = try SweepFixture.sweep(
      copy + """
        grid:
          init: [orthogonal, {value: identity, when: {margin: "not none"}}]
          margin: [0, none]
        """)
    #expect(
      cells(sweep) == [
        "init orthogonal, margin 0", "init orthogonal, margin none", "init identity, margin 0",
      ])
  }

  @Test func `a condition on a parameter sees what presets and defaults give`() throws {
    let sweep = try SweepFixture.sweep(
      """
      sweep: 1
      presets:
        task:
          short: {task: copy, delay: 10, activation: tanh}
          long: {task: copy, delay: 500, activation: identity}
      defaults: {epochs: 1}
      grid:
        hidden: [16, {value: 32, when: {delay: "> 100", activation: identity, clip: 100}}]
      across: {task: [short, long]}
      """)
    #expect(
      cells(sweep) == [
        "task short, hidden 16", "task long, hidden 16", "task long, hidden 32",
      ])
    #expect(sweep.cells[0].parameters["delay"] == .number(10))
    #expect(sweep.cells[0].parameters["task"] == .text("copy"))
    #expect(sweep.trials[0].parameters["task"] == .text("copy"))
  }

  @Test func `an axis is absent where its parameter does not apply`() throws {
    let sweep = try SweepFixture.sweep(
      copy + """
        grid:
          margin: [0, 1, none]
          model: [rnn, lstm]
          clip: [100, {value: 1, when: {margin: absent}}]
        """)
    #expect(
      cells(sweep) == [
        "margin 0, model rnn, clip 100", "margin 1, model rnn, clip 100",
        "margin none, model rnn, clip 100", "model lstm, clip 100", "model lstm, clip 1",
      ])
    #expect(sweep.cells[3].parameters["margin"] == nil)
  }

  @Test func `an include row adds cells across, and its lists are axes`() throws {
    let sweep = try SweepFixture.sweep(
      """
      sweep: 1
      defaults: {task: copy, delay: 10, activation: tanh, epochs: 1}
      across: {optimizer: [rmsprop, adam]}
      grid: {margin: [0, none]}
      include:
        - {name: LSTM, model: lstm, clip: [1, 10]}
        - {name: Adam, optimizer: adam, model: lstm, clip: 3}
      """)
    #expect(
      cells(sweep) == [
        "optimizer rmsprop, margin 0", "optimizer rmsprop, margin none",
        "optimizer adam, margin 0", "optimizer adam, margin none",
        "LSTM, optimizer rmsprop, clip 1", "LSTM, optimizer rmsprop, clip 10",
        "LSTM, optimizer adam, clip 1", "LSTM, optimizer adam, clip 10",
        "Adam, optimizer adam, clip 3",
      ])
    #expect(
      sweep.rules == [
        CellRule(text: "optimizer rmsprop adam × margin 0 none", cells: 4, line: nil),
        CellRule(text: "include LSTM", cells: 4, line: 6),
        CellRule(text: "include Adam", cells: 1, line: 7),
      ])
  }

  @Test func `include rows alone have no grid`() throws {
    let sweep = try SweepFixture.sweep(copy + "include: [{name: LSTM, model: lstm}]\n")
    #expect(cells(sweep) == ["LSTM"])
  }

  @Test func `the same cell twice is one trial, and told`() throws {
    let sweep = try SweepFixture.sweep(
      copy + """
        grid: {margin: [0, none]}
        include: [{margin: 0}, {margin: 0, name: again}]
        """)
    #expect(cells(sweep) == ["margin 0", "margin none", "again, margin 0"])
    #expect(sweep.trials.count == 2)
    #expect(
      sweep.notes == [
        "margin 0 (line 4) is the cell margin 0 again: it is trained once",
        "again, margin 0 (line 4) and margin 0 are the same trials: they are trained once",
      ])
  }

  @Test func `seed streams of a cell's own stay out of its parameters`() throws {
    let sweep = try SweepFixture.sweep(copy + "seeds: 2\n")
    #expect(sweep.cells[0].parameters["seed.data"] == nil)
    #expect(sweep.trials.map { $0.parameters["seed.data"] } == [.number(0), .number(1)])
    let fixed = try SweepFixture.sweep(
      "sweep: 1\ndefaults: {task: copy, delay: 1, activation: tanh, epochs: 1, seed.data: 7}\n"
        + "seeds: 2\n")
    #expect(fixed.trials.map { $0.parameters["seed.data"] } == [.number(7), .number(7)])
    #expect(fixed.cells[0].parameters["seed.data"] == .number(7))
  }

  @Test func `defaults and presets that do not apply are dropped, and told if never used`() throws {
    let sweep = try SweepFixture.sweep(copy + "grid: {margin: [0]}\n")
    #expect(sweep.notes == [])
    let idle = try SweepFixture.sweep(
      """
      sweep: 1
      presets: {optimizer: {sgd: {bias: 1}, rmsprop: {bias: 2, length: 9}}}
      defaults: {task: copy, delay: 1, activation: tanh, epochs: 1, length: 5, margin: 3}
      grid: {margin: [0]}
      """)
    #expect(idle.cells[0].parameters["bias"] == .number(2))
    #expect(
      idle.notes == [
        "the default of length (line 3) is never used",
        "the default of margin (line 3) is never used",
        "the preset sgd of optimizer (line 2) is never used",
      ])
  }

  @Test func `a named choice is an axis that is neither passed on nor hashed`() throws {
    let sweep = try SweepFixture.sweep(
      copy + """
        presets: {rates: {paper: {}, "2": {lr.free: 1e-3, lr: {bases: 1e-3}}}}
        across: {rates: [paper, "2"]}
        grid: {margin: [0, {value: none, when: {rates: "2"}}]}
        """)
    #expect(cells(sweep) == ["rates paper, margin 0", "rates 2, margin 0", "rates 2, margin none"])
    #expect(
      sweep.cells.map { $0.parameters["lr.free"]?.description } == ["0.0001", "0.001", "0.001"])
    #expect(sweep.trials.allSatisfy { $0.parameters["rates"] == nil })
    // Derived from lr.free, after the preset.
    #expect(sweep.cells[1].parameters["lr.spectrum"] == .number(1e-3))
  }

  @Test func `axis values win over presets, presets over defaults`() throws {
    let sweep = try SweepFixture.sweep(
      """
      sweep: 1
      presets: {task: {smnist: {epochs: 120, clip: 7}}}
      defaults: {task: smnist, activation: tanh, epochs: 1, clip: 1, bias: 1}
      include: [{name: a, epochs: 150}, {name: b}]
      """)
    #expect(sweep.cells.map { $0.parameters["epochs"]?.number } == [150, 120])
    #expect(sweep.cells.map { $0.parameters["clip"]?.number } == [7, 7])
    #expect(sweep.cells.map { $0.parameters["bias"]?.number } == [1, 1])
  }
}

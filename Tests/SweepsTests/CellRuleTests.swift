import Reports
@testable import Sweeps
import Testing
import Trials

/// `exclude` and `set`: rules that work on whole cells.
@Suite("Rules on cells") struct CellRuleTests {
  private let head = """
    sweep: 1
    defaults: {task: copy, delay: 10, activation: identity, epochs: 3}

    """

  private func sweep(_ text: String) throws -> CheckedSweep { try SweepFixture.sweep(head + text) }

  /// The value of a parameter in each cell; `–` where it is absent.
  private func values(_ name: String, _ sweep: CheckedSweep) -> [String] {
    sweep.cells.map { $0.parameters[name].map { "\($0)" } ?? "–" }
  }

  @Test func `an exclude takes cells out of the grid and none out of the rows`() throws {
    let sweep = try sweep(
      """
      grid:
        hidden: [8, 16]
        margin: [0, 1, none]
      exclude:
        - {hidden: 16, margin: "> 0", because: too slow}
        - {margin: "not none", hidden: 16, because: seen before}
      include:
        - {name: large, hidden: 16, margin: 1}
      """)
    #expect(
      sweep.cells.map { "\($0.axes["hidden"]?.shown ?? "") \($0.axes["margin"]?.shown ?? "")" }
        == ["8 0", "8 1", "8 none", "16 none", "16 1"])
    #expect(
      sweep.rules == [
        CellRule(text: "hidden 8 16 × margin 0 1 none", cells: 6, line: nil),
        CellRule(text: "include large", cells: 1, line: 10),
        CellRule(
          text: "exclude hidden 16, margin > 0", cells: -1, line: 7, reason: "too slow"),
        CellRule(
          text: "exclude margin not none, hidden 16", cells: -1, line: 8, reason: "seen before"),
      ])
    #expect(sweep.rules.map(\.cells).reduce(0, +) == sweep.cells.count)
  }

  @Test func `an exclude by a parameter that is no axis sees what the cell resolves to`() throws {
    let sweep = try sweep(
      """
      presets: {task: {short: {task: copy, delay: 5}, long: {task: copy, delay: 50}}}
      grid: {task: [short, long], model: [rnn, lstm]}
      exclude: [{delay: ">= 50", transition: absent, because: no long LSTMs}]
      """)
    #expect(values("delay", sweep) == ["5", "5", "50"])
    #expect(values("model", sweep) == ["rnn", "lstm", "rnn"])
  }

  @Test func `a set changes values over all others, and the last one wins`() throws {
    let sweep = try sweep(
      """
      presets: {task: {short: {task: copy, delay: 5, lr.free: 1e-2}}}
      grid: {task: [short, copy], margin: [0, none]}
      set:
        - {lr.free: 1e-5}
        - {lr.free: 1e-6, lr.spectrum: 0.5, when: {margin: none}}
      """)
    #expect(values("lr.free", sweep) == ["1e-5", "1e-6", "1e-5", "1e-6"].map(shownNumber))
    // A derived default follows the value that was set.
    #expect(values("lr.spectrum", sweep) == ["1e-5", "0.5", "1e-5", "0.5"].map(shownNumber))
  }

  private func shownNumber(_ text: String) -> String {
    ParameterValue.number(Double(text) ?? .nan).description
  }

  @Test func `a set sees the cell as it was before every set`() throws {
    let sweep = try sweep(
      """
      grid: {margin: [0, 1]}
      set:
        - {clip: 7, when: {margin: 1}}
        - {bias: 3, when: {clip: 100}}
        - {batch: 4, when: {clip: "> 10"}}
      """)
    #expect(values("clip", sweep) == ["100", "7"])
    #expect(values("bias", sweep) == ["3", "3"])
    #expect(values("batch", sweep) == ["4", "4"])
  }

  @Test func `the same trial by set and by default has the same ID`() throws {
    let bySet = try sweep("grid: {margin: [0]}\nset: [{clip: 5}]\n")
    let byAxis = try sweep("grid: {margin: [0], clip: [5]}\n")
    #expect(bySet.trials.map(\.id) == byAxis.trials.map(\.id))
  }

  @Test func `a set decides where presets disagree`() throws {
    let text = """
      presets:
        task: {short: {task: copy, clip: 1}}
        model: {lstm: {clip: 2}}
      grid: {task: [short], model: [rnn, lstm]}

      """
    #expect(
      SweepFixture.problems(head + text) == [
        "5:18: presets short and lstm disagree on clip (1 at 4:30, 2 here) "
          + "in a cell (first: task short, model lstm)"
      ])
    let sweep = try sweep(text + "set: [{clip: 3, when: {model: lstm}}]\n")
    #expect(values("clip", sweep) == ["1", "3"])
  }

  @Test func `the command line wins over a set, and leaves the rest of it`() throws {
    let text =
      head + "grid: {margin: [0]}\nset: [{clip: 5, bias: 2}, {clip: 6, when: {margin: 0}}]\n"
    let sweep = try VariantFixture.sweep(text, set: ["clip=7"])
    #expect(values("clip", sweep) == ["7"])
    #expect(values("bias", sweep) == ["2"])
  }

  @Test func `rules that match nothing are errors at their lines`() {
    let text = """
      grid: {margin: [0, 1], hidden: [8]}
      exclude:
        - {margin: 2, because: nothing has it}
      set:
        - {clip: 5, when: {margin: 3}}
        - {max_length: 9}
      """
    #expect(
      SweepFixture.problems(head + text) == [
        "5:6: this `exclude` matches no cell of the grid: nothing has margin 2; "
          + "margin takes 0, 1; to run a part, leave the file whole and add margin=0",
        "7:6: this `set` matches no cell: nothing has margin 3; margin takes 0, 1; "
          + "to run a part, leave the file whole and add margin=0",
        "8:6: max_length does not apply to any cell that this `set` matches",
      ])
  }

  @Test func `what a rule cannot be is told with its place`() {
    let text = """
      grid: {margin: [0, 1]}
      exclude:
        - {margin: 0}
        - {because: no patterns}
        - margin
        - {margin: nome, because: x}
        - {marg: 0, because: x}
        - {margin: 1, because: [a]}
      set:
        - {margin: 1}
        - {task: ptb}
        - {clip: -1}
        - {clpi: 1}
        - {when: {margin: 0}}
        - {clip: 1, when: {}}
        - clip
      presets: {task: {short: {task: copy, delay: 5}}}
      """
    #expect(
      SweepFixture.problems(head + text) == [
        "5:6: this `exclude` gives no reason; add `because: …`, which `plan` shows",
        "6:6: this `exclude` has no patterns: it would leave nothing",
        "7:5: an item of `exclude` is a map of patterns, with `because:`",
        "8:14: margin: `nome` is neither a number >= 0 nor `none`; did you mean `none`?",
        "9:6: unknown axis or parameter 'marg' in 'exclude'; did you mean 'margin'?",
        "10:26: because: one text that says why",
        "12:6: `margin` is an axis, which `set` may not touch; give it other values where it is one",
        "13:6: `task` has presets, which a `set` would come too late for; write it under "
          + "`defaults` or in an axis",
        "14:12: clip: `-1` is not a number >= 0",
        "15:6: unknown parameter 'clpi' in 'set'; did you mean 'clip'?",
        "16:6: this `set` sets nothing",
        "17:15: set: `when` has no conditions",
        "18:5: an item of `set` is a map of values, with or without `when:`",
      ])
  }

  @Test func `a reason with a comma wants quotes`() {
    let text = """
      grid: {margin: [0, 1], hidden: [8, 16]}
      exclude:
        - {margin: 0, because: too slow, and known}
        - {margin: 1, hidden: 8, because: "too slow, and known"}
      """
    #expect(
      SweepFixture.message(head + text) == """
        sweeps/study.yaml:5:36: error: `and known` in 'exclude' has no value; quote a text with a \
        comma in it
         5 |   - {margin: 0, because: too slow, and known}
           |                                    ^~~~~~~~~
        1 problem; no trial was started
        """)
  }

  @Test func `what set and exclude match is the file as written, whatever comes later`() throws {
    // The second `set` matches what the first one leaves behind, and the row what `exclude` takes.
    let sweep = try sweep(
      """
      grid: {margin: [0, 1], hidden: [8, 16]}
      exclude: [{clip: 100, hidden: 16, because: by a default of the program}]
      set:
        - {clip: 5}
        - {bias: 1, when: {clip: 100}}
        - {bias: 2, when: {margin: 1, hidden: [8, 16]}}
      """)
    #expect(values("clip", sweep) == ["5", "5"])
    #expect(values("bias", sweep) == ["1", "2"])
    #expect(sweep.rules.last?.cells == -2)
  }

  @Test func `no rule of the file is judged by a literal that cannot be`() {
    let text = """
      grid: {margin: [0, 1]}
      exclude: [{margin: "> 5x", because: no number}]
      set: [{clip: 1, when: {init: orthogonl}}]
      """
    #expect(
      SweepFixture.problems(head + text).map { $0.prefix(40) } == [
        "4:20: margin: `> 5x` is neither a number", "5:30: init: `orthogonl` is not one of `o",
      ])
  }
}

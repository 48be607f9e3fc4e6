import Reports
@testable import Sweeps
import Testing
import Trials

/// `--set`: the same trials as the file that was edited so.
@Suite("Variants of sweeps") struct VariantTests {
  private func edited(_ changes: [(String, String)]) throws -> [TrialID] {
    var text = VariantFixture.text
    for (old, new) in changes {
      #expect(text.contains(old))
      text = text.replacing(old, with: new)
    }
    return VariantFixture.ids(try SweepFixture.sweep(text))
  }

  private func varied(_ settings: String...) throws -> [TrialID] {
    VariantFixture.ids(try VariantFixture.sweep(set: settings))
  }

  @Test func `an axis gets the values of the command line`() throws {
    #expect(
      try varied("margin=0.5,none") == edited([("margin: [0, 0.1, none]", "margin: [0.5, none]")]))
    #expect(
      try varied("init=identity")
        == edited([
          ("init: [orthogonal, {value: identity, when: {margin: none}}]", "init: [identity]")
        ]))
  }

  @Test(arguments: ["margin=0.5,none", "margin= [0.5, none]", "margin=[0.50,'none']"])
  func `lists may be written as in the file`(word: String) throws {
    #expect(try varied(word) == varied("margin=0.5,none"))
  }

  @Test func `several values make a parameter an axis, of the rows as well`() throws {
    let sweep = try VariantFixture.sweep(set: ["lr.free=1e-4,1e-3"])
    #expect(
      VariantFixture.ids(sweep)
        == (try edited([
          ("grid:\n", "across: {lr.free: [1e-4, 1e-3]}\ngrid:\n"),
          ("[margin, init,", "[margin, init, lr.free,"),
        ])))
    #expect(sweep.cells.count == 10)
    let cells = VariantFixture.cells(sweep)
    #expect(
      cells.prefix(2) == [
        "margin 0, init orthogonal, lr.free 0.0001", "margin 0, init orthogonal, lr.free 0.001",
      ])
    #expect(cells.last == "LSTM, lr.free 0.001")
  }

  @Test func `an axis is added to rows alone, and to a sweep without axes`() throws {
    let text = VariantFixture.text
    let start = try #require(text.firstRange(of: "grid:")).lowerBound
    let end = try #require(text.firstRange(of: "include:")).lowerBound
    let report = try #require(text.firstRange(of: "report:")).lowerBound
    let rows = text[..<start] + text[end..<report]
    #expect(
      VariantFixture.cells(try VariantFixture.sweep(String(rows), set: ["clip=1,2"]))
        == ["LSTM, clip 1", "LSTM, clip 2"])
    let single = String(text[..<start])
    #expect(
      VariantFixture.cells(try VariantFixture.sweep(single, set: ["clip=1,2", "margin=0,1"]))
        == ["clip 1, margin 0", "clip 1, margin 1", "clip 2, margin 0", "clip 2, margin 1"])
  }

  @Test func `a table tells the new axis apart and averages over seeds only`() throws {
    let sweep = try VariantFixture.sweep(set: ["lr.free=1e-4,1e-3"])
    #expect(sweep.report.tables.map(\.rows) == [["margin", "init", "lr.free"]])
    let replaced = try VariantFixture.sweep(set: ["margin=1"])
    #expect(replaced.report.tables.map(\.rows) == [["margin", "init"]])
  }

  @Test func `one value counts everywhere, in defaults, presets and rows`() throws {
    #expect(
      try varied("epochs=3")
        == edited([("epochs: 45", "epochs: 3"), ("epochs: 150", "epochs: 3")]))
    #expect(try varied("delay=20") == edited([("delay: 200", "delay: 20")]))
    #expect(try varied("lr.bases=0.5") == edited([("lr.bases: 1e-6", "lr.bases: 0.5")]))
    #expect(
      try varied("hidden=64") == edited([("{task: copy-200,", "{task: copy-200, hidden: 64,")]))
  }

  @Test func `presets and named choices come with a value of the command line`() throws {
    #expect(try varied("task=adding") == edited([("{task: copy-200,", "{task: adding,")]))
    #expect(try varied("rates=earlier") == edited([("rates: paper}", "rates: earlier}")]))
    #expect(
      try varied("rates=paper,earlier")
        == edited([
          (", rates: paper}", "}"), ("grid:\n", "across: {rates: [paper, earlier]}\ngrid:\n"),
          ("[margin, init,", "[margin, init, rates,"),
        ]))
  }

  @Test func `a row's own list gets the values, and other cells the one value`() throws {
    let text = VariantFixture.text.replacing("clip: 1}", with: "clip: [1, 10]}")
      .replacing("[margin, init,", with: "[margin, init, clip,")
    let sweep = try VariantFixture.sweep(text, set: ["clip=5"])
    #expect(sweep.cells.count == 5)
    #expect(sweep.cells.allSatisfy { $0.parameters["clip"] == .number(5) })
  }

  @Test func `several words are applied together`() throws {
    #expect(
      try varied("margin=0.5", "hidden=64", "epochs=3").count == 4)
  }

  @Test func `a rule of the file that matches nothing any more is only noted`() throws {
    let sweep = try VariantFixture.sweep(set: ["margin=0,0.1"])
    #expect(
      sweep.notes.first
        == "line 10: this `when` matches no cell: nothing has margin none; margin takes 0, 0.1")
    #expect(sweep.cells.count == 3)
    #expect(
      try VariantFixture.sweep(set: ["model=lstm"]).notes.contains(
        "line 9: margin does not apply to any cell; it needs model rnn and transition factorized"))
  }

  @Test func `a table that the variant has no cell of is left out`() throws {
    let text =
      VariantFixture.text
      + "    free: {where: {margin: none}, rows: [init], columns: [train.loss]}\n"
    #expect(
      try VariantFixture.sweep(text, set: ["margin=1"]).report.tables.map(\.name) == ["best"])
  }

  @Test func `the file as written is judged first`() throws {
    let broken = VariantFixture.text.replacing("{margin: none}", with: "{margin: 7}")
    #expect(throws: SweepProblems.self) {
      try VariantFixture.sweep(broken, set: ["margin=7"])
    }
  }

  @Test func `every wrong word is told, all at once`() {
    #expect(
      VariantFixture.message(
        set: ["hiden=3", "hidden=abc", "margin=0,0.0", "epochs", "clip=", "delay=[3", "clip=1"])
          == """
          --set hiden=3: error: unknown parameter or axis 'hiden'; did you mean 'hidden'?
          --set epochs: error: a name and its value are wanted, as --set hidden=128
          --set clip=: error: clip: a value is missing, as --set hidden=128
          --set delay=[3: error: delay: this is no value and no list of values; quote a text that \
          has commas, brackets or colons in it
          --set clip=1: error: 'clip' is set twice
          5 problems; no trial was started
          """)
    #expect(
      VariantFixture.message(set: ["lr={free: 1e-3}"]) == """
        --set lr={free: 1e-3}: error: a whole name is wanted here, as 'lr.free'
        1 problem; no trial was started
        """)
    #expect(
      VariantFixture.message(set: ["hidden=abc", "margin=0,0.0,nome"]) == """
        --set hidden=abc: error: hidden: `abc` is not an integer >= 1
        --set margin=0,0.0,nome: error: margin: 0 comes twice; first at the command line
        --set margin=0,0.0,nome: error: margin: `nome` is neither a number >= 0 nor `none`; did \
        you mean `none`?
        3 problems; no trial was started
        """)
  }

  @Test func `a value that applies nowhere is an error`() {
    #expect(
      VariantFixture.message(set: ["length=30"]) == """
        --set length=30: error: length does not apply to any cell; it needs task adding
        1 problem; no trial was started
        """)
    #expect(
      VariantFixture.message(set: ["length=30,40"]) == """
        --set length=30,40: error: length does not apply to any cell; it needs task adding
        1 problem; no trial was started
        """)
  }

  @Test func `what a changed value needs besides is asked for`() {
    #expect(
      VariantFixture.message(set: ["task=ptb"]) == """
        sweeps/study.yaml:7:1: error: activation must be given, and is not in 4 cells (first: \
        margin 0, init orthogonal); add --set activation=…, or write it under `defaults`, one of \
        `identity`, `tanh`, `relu`, `prelu`, `oplu`, `modrelu`
         7 | defaults: {task: copy-200, epochs: 45, rates: paper}
           | ^~~~~~~~
        1 problem; no trial was started
        """)
  }
}

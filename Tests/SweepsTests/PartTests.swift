import Reports
@testable import Sweeps
import Testing
import Trials

/// Words of a command line that select cells and trials.
@Suite("Parts of sweeps") struct PartTests {
  private func cells(_ words: String...) throws -> [String] {
    VariantFixture.cells(try VariantFixture.sweep(cells: words))
  }

  @Test func `a pattern selects cells by their axis`() throws {
    #expect(try cells("margin=0.10") == ["margin 0.1, init orthogonal"])
    #expect(
      try cells("margin=0, 0.1") == ["margin 0, init orthogonal", "margin 0.1, init orthogonal"])
    #expect(
      try cells("init=ident*", "margin=none") == ["margin none, init identity"])
  }

  @Test(arguments: ["margin > 0", "margin>0", "margin=> 0", "margin=>0", "margin > 0, <= 1"])
  func `a comparison may be written in every way`(word: String) throws {
    #expect(try cells(word) == ["margin 0.1, init orthogonal"])
  }

  @Test func `absent, not and rows select as in the file`() throws {
    #expect(try cells("margin=absent") == ["LSTM"])
    #expect(
      try cells("margin=not 0, 0.1").count == 3, "not 0, or 0.1")
    #expect(try cells("margin=not none").count == 2)
    #expect(try cells("name=LSTM") == ["LSTM"])
    #expect(try cells("name=absent").count == 4)
    #expect(try cells("model=lstm") == ["LSTM"])
    #expect(try cells("task=copy").count == 5)
  }

  @Test func `a seed selects trials of every cell`() throws {
    let part = try VariantFixture.sweep(cells: ["seed=1"])
    #expect(part.cells.count == 5)
    #expect(part.trials.map(\.seed) == [1, 1, 1, 1, 1])
    #expect(part.seeds == Seeds(first: 1, count: 1))
    #expect(try VariantFixture.sweep(cells: ["seed=0,1"]).trials.count == 10)
  }

  @Test func `digits of an ID select its trial`() throws {
    let whole = try VariantFixture.sweep()
    for trial in whole.trials {
      let part = try VariantFixture.sweep(cells: [trial.id.short])
      #expect(part.trials.map(\.id) == [trial.id])
    }
    let two = whole.trials.prefix(2).map(\.id.short)
    #expect(try VariantFixture.sweep(cells: two).trials.count == 2)
    #expect(try VariantFixture.sweep(cells: [two[0].uppercased()]).trials.count == 1)
  }

  @Test func `a part's trials are those of the whole sweep, and its tables those with cells`()
    throws
  {
    let whole = try VariantFixture.sweep()
    let part = try VariantFixture.sweep(cells: ["margin=0", "seed=0"])
    #expect(
      part.trials == whole.trials.filter { $0.parameters["margin"] == .number(0) && $0.seed == 0 })
    #expect(part.rules == [CellRule(text: "only margin=0 seed=0", cells: 1, line: nil)])
    let text =
      VariantFixture.text
      + "    free: {where: {margin: none}, rows: [init], columns: [train.loss]}\n"
    #expect(
      try VariantFixture.sweep(text, cells: ["margin=0"]).report.tables.map(\.name) == ["best"])
  }

  @Test func `a part of a variant is selected by its values`() throws {
    let part = try VariantFixture.sweep(
      set: ["lr.free=1e-4,1e-3"], cells: ["lr.free=0.001", "margin=0"])
    #expect(VariantFixture.cells(part) == ["margin 0, init orthogonal, lr.free 0.001"])
  }

  @Test func `every wrong word is told, all at once`() {
    #expect(
      VariantFixture.message(cells: [
        "margon=0", "margin", "init=idntity", "margin!=0", "margin=", "again.yaml", "margin=nome",
        "seed=x", "> 0",
      ]) == """
        margon=0: error: unknown axis or parameter 'margon'; did you mean 'margin'?
        margin: error: a pattern is missing; quote comparisons: 'margin > 0'
        init=idntity: error: init: `idntity` is not one of `orthogonal`, `glorot-normal`, \
        `glorot-uniform`, `identity`; did you mean `identity`?
        margin!=0: error: what is not to match is written 'margin=not 0'
        margin=: error: a pattern is missing; give AXIS=PATTERN, as margin=0
        again.yaml: error: this selects nothing; give AXIS=PATTERN, as margin=0
        margin=nome: error: margin: `nome` is neither a number >= 0 nor `none`; did you mean `none`?
        seed=x: error: seed: `x` is not an integer >= 0
        > 0: error: a name is missing; give AXIS=PATTERN, as margin=0
        9 problems; no trial was started
        """)
  }

  @Test(arguments: [
    (["margin=5"], "margin=5: error: matches no cell: margin takes 0, 0.1, none"),
    (
      ["margin=0", "init=identity"],
      "init=identity: error: matches no cell where margin=0: init takes orthogonal"
    ),
    (["name=LSTN"], "name=LSTN: error: matches no cell: name takes LSTM; did you mean 'LSTM'?"),
    (["seed=2"], "seed=2: error: matches no cell: seed takes 0, 1"),
    (
      ["name=LSTM", "margin=0"],
      "margin=0: error: no cell where name=LSTM has margin"
    ),
    (["00000"], "00000: error: no trial of this sweep has an ID that begins with 00000"),
  ])
  func `a word that nothing fits is told with what there is`(words: [String], message: String) {
    #expect(
      VariantFixture.message(cells: words) == message + "\n1 problem; no trial was started")
  }

  @Test func `a name is a sweep's, and not the whole sweep's for a part`() throws {
    let part = try VariantFixture.sweep(cells: ["margin=0"])
    let named = try part.named("mine", by: ["margin=0"], "margin=0")
    #expect(named.name == "mine" && named.about == "Made with: margin=0")
    #expect(throws: SweepProblems.self) { try part.named("study", by: ["margin=0"], "margin=0") }
    #expect(try part.named("study", by: [], "").name == "study")
    #expect(
      throws: (any Error).self, performing: { try part.named("../x", by: [], "") })
  }
}

import Reports
@testable import Sweeps
import Testing
import Trials

/// Joint and described axes as the other rules and commands meet them.
@Suite("Joint axes in use") struct JointUseTests {
  private let text = """
    sweep: 1
    defaults: {task: copy, activation: identity}
    grid:
      "delay, epochs": [[200, 160], [500, 200]]
      margin: {range: [0, 0.2, 0.1]}
      clip: {log: [1, 100], draw: 2}

    """

  private func cells(_ rest: String, cells words: [String] = []) throws -> [String] {
    VariantFixture.cells(try VariantFixture.sweep(text + rest, cells: words))
  }

  @Test func `exclude and set look at the names one by one`() throws {
    let rest = """
      exclude: [{epochs: 200, margin: "> 0", because: not in the paper}]
      set: [{lr.free: 1e-3, when: {delay: 500}}]
      """
    let sweep = try VariantFixture.sweep(text + rest)
    #expect(sweep.cells.count == (3 + 1) * 2)
    #expect(
      sweep.cells.map { $0.parameters["lr.free"]?.number == 1e-3 }
        == sweep.cells.map { $0.axes["epochs"]?.shown == "200" })
    #expect(
      SweepFixture.problems(text + "set: [{epochs: 3}]\n") == [
        "7:8: `epochs` is an axis, which `set` may not touch; give it other values where it is one"
      ])
  }

  @Test func `a command line selects cells by one of the names`() throws {
    let cells = try cells("", cells: ["epochs=160", "margin=0.1"])
    #expect(cells.count == 2)
    #expect(cells.allSatisfy { $0.hasPrefix("delay 200, epochs 160, margin 0.1, clip ") })
  }

  @Test func `a command line cannot change one name alone`() throws {
    let spec = try VariantFixture.spec(text)
    let problems = #expect(throws: SweepProblems.self) {
      try spec.varied(by: ["epochs=3"], ProgramFixture.schema)
    }
    #expect(
      problems?.description == """
        --set epochs=3: error: epochs varies together with delay; change both in the file
        1 problem; no trial was started
        """)
  }

  @Test func `a command line may describe values as the file does`() throws {
    let described = try VariantFixture.sweep(set: ["margin={range: [0, 1, 0.5]}"])
    let listed = try VariantFixture.sweep(set: ["margin=0,0.5,1"])
    #expect(VariantFixture.ids(described) == VariantFixture.ids(listed))
    let drawn = try VariantFixture.sweep(set: ["clip={log: [1, 10], draw: 3}"])
    #expect(drawn.axes.contains("clip"))
    #expect(Set(drawn.cells.compactMap { $0.axes["clip"] }).count >= 3)
  }

  @Test func `completion offers the values that are known without the program`() throws {
    let words = try VariantFixture.spec(text).wordsForCells
    #expect(words.map(\.name) == ["delay", "epochs", "margin", "clip", "seed"])
    #expect(
      words.map(\.values) == [["200", "500"], ["160", "200"], ["0", "0.1", "0.2"], [], ["0"]])
  }

  @Test func `each value has the line of its list or its description`() throws {
    let values = ValueSources(try VariantFixture.spec(text), ProgramFixture.schema)
      .values(ofCell: 2, seed: 0)
    let sources = values.filter { ["delay", "epochs", "margin", "clip"].contains($0.name) }
    #expect(
      sources.map { "\($0.name)  \($0.source)" } == [
        "delay  grid, line 4", "margin  grid, line 5", "epochs  grid, line 4", "clip  grid, line 6",
      ])
  }
}

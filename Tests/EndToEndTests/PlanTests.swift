import Foundation
import TestSupport
import Testing
import Trials

@Suite("orthosweep plan", .timeLimit(.minutes(2))) struct PlanTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  private func plan(_ sweep: String) throws -> String {
    let planned = try project.orthosweep("plan", sweep)
    #expect(planned.status == 0 && planned.errors == "")
    // The estimate at the head line's end depends on the machine.
    return planned.output.replacing(#/ {6}about .*/#, with: "")
  }

  @Test func `a plan counts the cells of every rule and starts nothing`() throws {
    let grid = """
      margin: [0, 0.1, none]
      init: [orthogonal, {value: glorot-normal, when: {margin: none}}]
      """
    try project.write(
      SweepText.copy(grid, seeds: 2, table: "[margin, init, train.loss]"), to: "tiny.yaml")
    #expect(
      try plan("tiny.yaml") == """
        tiny   4 cells × 2 seeds = 8 trials      0 done · 8 to run
          margin 0 0.1 none × init orthogonal                    3
          init glorot-normal when margin none                    1     line 8

        """)
    #expect(!project.exists("results"))
  }

  @Test func `a plan tells what is done, whichever sweep did it`() throws {
    try project.write(SweepText.copy("margin: [0.1, none]"), to: "first.yaml")
    try project.write(SweepText.copy(seeds: 2), to: "second.yaml")
    #expect(try project.orthosweep("run", "first.yaml").status == 0)
    #expect(
      try plan("second.yaml") == """
        second   3 cells × 2 seeds = 6 trials      2 done · 4 to run
          margin 0 0.1 none                                      3

        """)
    let planned = try project.orthosweep("plan", "second.yaml")
    #expect(planned.output.contains("(from 2 earlier trials)"))
  }

  @Test func `margins times initializations times penalties are 24 cells and each trains`() throws {
    let grid = """
      margin: [0, 0.1, 1, none]
      init: [orthogonal, glorot-normal, identity]
      penalty.orthogonality: [0, 0.01]
      """
    try project.write(
      SweepText.copy(
        grid, epochs: 1, table: "[margin, init, penalty.orthogonality, train.loss]"),
      to: "margins.yaml")
    #expect(
      try plan("margins.yaml") == """
        margins   24 cells × 1 seed = 24 trials      0 done · 24 to run
          margin 0 0.1 1 none × init orthogonal glorot-normal identity \
        × penalty.orthogonality 0 0.01    24

        """)
    #expect(try project.orthosweep("run", "margins.yaml").status == 0)
    let records = try project.records()
    #expect(records.count == 24)
    #expect(records.allSatisfy { $0.outcome == .finished && $0.epochs == 1 })
    // The header and one row a cell.
    #expect(
      try project.text("results/margins/tiny.csv").split(whereSeparator: \.isNewline).count == 25)
  }
}

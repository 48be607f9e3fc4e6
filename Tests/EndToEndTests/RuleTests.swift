import Foundation
import TestSupport
import Testing
import Trials

/// Rules on cells as people meet them: `plan`, `run` and `report` of real files.
@Suite("Rules on cells, end to end", .timeLimit(.minutes(2))) struct RuleTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  private let base = """
    sweep: 1
    about: Copy task in miniature
    defaults:
      {task: copy, delay: 3, activation: identity, hidden: 8, batch: 4,
       batches_per_epoch: 2, epochs: 1}
    grid:
      margin: [0, 0.1, 1, none]
      init: [orthogonal, {value: identity, when: {margin: none}}]
    exclude:
      - {margin: "> 0, < 1", because: "near 0, as a test"}
      - {init: identity, margin: none, because: too slow}
    include:
      - {name: narrow, margin: 0.1, hidden: 4}
    set:
      - {lr.free: 1e-5, when: {margin: none}}
    report:
      tables:
        tiny: [margin, init, train.loss]

    """

  private func plan(_ sweep: String) throws -> Invocation {
    try project.orthosweep("plan", sweep)
  }

  @Test func `a plan tells what an exclude leaves out, and why`() throws {
    try project.write(base, to: "rules.yaml")
    let planned = try plan("rules.yaml")
    #expect(planned.status == 0 && planned.errors == "")
    #expect(
      planned.output == """
        rules   4 cells × 1 seed = 4 trials      0 done · 4 to run
          margin 0 0.1 1 none × init orthogonal                  4
          init identity when margin none                         1     line 8
          include narrow                                         1     line 13
          exclude margin > 0, < 1                               -1     line 10   near 0, as a test
          exclude init identity, margin none                    -1     line 11   too slow

        """)
  }

  @Test func `a plan of a file that extends another names the lines of both`() throws {
    try project.write(base, to: "base.yaml")
    try project.write(
      """
      sweep: 1
      extends: base.yaml
      grid:
        margin: [0, none]
        init: [orthogonal, {value: glorot-normal, when: {margin: none}}]

      """, to: "other.yaml")
    let planned = try plan("other.yaml")
    #expect(
      planned.output == """
        other   4 cells × 1 seed = 4 trials      0 done · 4 to run
          margin 0 none × init orthogonal                        2
          init glorot-normal when margin none                    1     line 5
          include narrow                                         1     line 13 of the extended file
          exclude margin > 0, < 1                                0     line 10 of the extended file   near \
        0, as a test
          exclude init identity, margin none                     0     line 11 of the extended file   too \
        slow

        """)
    #expect(
      planned.errors == """
        note: line 10 of the extended file: this `exclude` matches no cell of the grid: nothing has margin \
        > 0, < 1; margin takes 0, none
        note: line 11 of the extended file: this `exclude` matches no cell of the grid: nothing has init \
        identity and margin none; init takes orthogonal, glorot-normal

        """)
  }

  @Test func `a set reaches the trials, and the report keeps what a file extends`() throws {
    try project.write(base, to: "base.yaml")
    try project.write("sweep: 1\nextends: base.yaml\nexclude: []\n", to: "other.yaml")
    let run = try project.orthosweep("run", "other.yaml")
    #expect(run.status == 0, "\(run.errors)")
    let records = try project.records()
    #expect(records.count == 6)
    for record in records {
      let isUnbounded = record.trial.parameters["margin"] == .text("none")
      let rate = record.trial.parameters["lr.free"]
      #expect(rate == .number(isUnbounded ? 1e-5 : 1e-4))
    }
    #expect(try project.text("results/other/extended-1.yaml") == base)
    #expect(
      try project.text("results/other/sweep.yaml") == "sweep: 1\nextends: base.yaml\nexclude: []\n")
  }

  @Test func `what needs more memory than there is is told by plan and refused by run`() throws {
    try project.writeToy()
    try project.write(
      SweepText.toy([1, 2, 3])
        + "set: [{trial.memory: 1000 TB, when: {value: [2, 3]}}]\n", to: "toy.yaml")
    let planned = try plan("toy.yaml")
    #expect(planned.status == 0)
    let has = try #require(
      planned.errors.firstMatch(of: #/and this machine has ([0-9]+\.[0-9]{2} GB)\n/#)?.output.1)
    let problem =
      "2 trials, the first value 2: `trial.memory` is 1000000.00 GB, and this machine has \(has)"
    #expect(planned.errors == "note: \(problem)\n")
    let run = try project.orthosweep("run", "toy.yaml")
    #expect(run.status == 74 && run.output == "")
    #expect(
      run.errors == "toy.yaml: missing: \(problem)\n1 problem; no trial was started\n")
    #expect(!project.exists("results"))
  }

  @Test func `each trial is stopped by its own timeout`() throws {
    try project.writeToy()
    for value in [1, 2] { try project.write("", to: "waits-\(value)") }
    try project.write(
      SweepText.toy([1, 2, 3]).replacing(
        "trial: {", with: "trial: {memory: 1 MB, timeout: 1 h, ")
        + "set: [{trial.timeout: 0.5 s, when: {value: [1, 2]}}]\n", to: "toy.yaml")
    let run = try project.orthosweep("run", "toy.yaml", "-j", "3")
    #expect(run.status == 1)
    #expect(
      run.output.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.contains("---") } == [
        "| value |     score |", "| 1     | timed out |", "| 2     | timed out |",
        "| 3     |     3.000 |",
      ])
  }
}

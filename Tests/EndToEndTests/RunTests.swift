import Foundation
import TestSupport
import Testing
import Trials

@Suite("orthosweep run", .timeLimit(.minutes(2))) struct RunTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  @Test func `a run keeps every trial and writes and prints the table`() throws {
    try project.writeToy()
    let text = SweepText.toy([3, 11])
    try project.write(text, to: "sweeps/toy.yaml")
    let run = try project.orthosweep("run", "sweeps/toy.yaml")
    #expect(run.status == 0)
    let table = """
      | value |     score |
      | ----- | --------: |
      | 3     |     3.000 |
      | 11    | **11.00** |

      - bold: the best entry of a column among those with all seeds
      - score: at the last epoch

      """
    #expect(run.output == "\ntoy\n\n" + table)
    #expect(try project.text("results/toy/report.md").hasPrefix("# toy\n\n## toy\n\n" + table))
    #expect(
      try project.text("results/toy/toy.csv")
        == SweepText.toyTable([3, 11]))
    #expect(try project.text("results/toy/sweep.yaml") == text)
  }

  @Test func `a trial's folder holds its identity, curves and record`() throws {
    try project.write(SweepText.copy("margin: [0.1]", epochs: 3), to: "tiny.yaml")
    #expect(try project.orthosweep("run", "tiny.yaml").status == 0)
    let folder = try #require(project.trialFolders().first)
    let record = try #require(project.records().first)
    let identity = try Data(contentsOf: folder.appending(path: "trial.json"))
    #expect(SHA256.hexDigest(of: identity) == record.trial.id.hex)
    #expect(folder.lastPathComponent == record.trial.id.folderName)
    let curves = try Data(contentsOf: folder.appending(path: "curves.safetensors"))
    #expect(SHA256.hexDigest(of: curves) == record.curvesChecksum)
    #expect(try Curves(serialized: curves).epochs == [1, 2, 3])
    #expect(try Curves(serialized: curves).last == record.last)
  }

  @Test func `a second run starts nothing, changes nothing and is quick`() throws {
    try project.write(SweepText.copy(), to: "tiny.yaml")
    let first = try project.orthosweep("run", "tiny.yaml")
    let before = try project.trialBytes()
    let second = try project.orthosweep("run", "tiny.yaml")
    #expect(first.status == 0 && second.status == 0)
    #expect(second.output == first.output)
    #expect(
      second.errors == "\nwritten: \(project.root.path)/results/tiny/report.md\n")
    #expect(try project.trialBytes() == before)
    // Half a second is promised of a machine that does nothing else, and tests run side by side.
    #expect(second.seconds < 3)
  }

  @Test func `one at a time or two at once give the same bytes`() throws {
    try project.write(SweepText.copy(seeds: 2), to: "tiny.yaml")
    let alone = try project.orthosweep("run", "tiny.yaml", "-j", "1", "--results", "one")
    let together = try project.orthosweep("run", "tiny.yaml", "-j", "2", "--results", "two")
    #expect(alone.status == 0 && together.status == 0)
    #expect(alone.output == together.output)
    let curves = try project.timelessCurves(in: "one")
    #expect(curves.count == 6)
    #expect(try project.timelessCurves(in: "two") == curves)
    #expect(try project.text("one/tiny/tiny.csv") == project.text("two/tiny/tiny.csv"))
  }

  @Test func `a margin that is added is all that runs`() throws {
    try project.write(SweepText.copy("margin: [0, none]"), to: "tiny.yaml")
    #expect(try project.orthosweep("run", "tiny.yaml").status == 0)
    let before = try project.trialBytes()
    try project.write(SweepText.copy("margin: [0, 0.1, none]"), to: "tiny.yaml")
    let run = try project.orthosweep("run", "tiny.yaml")
    #expect(run.status == 0)
    let endings = run.errors.split(separator: "\n").filter { $0.hasPrefix("finished: ") }
    #expect(endings.count == 1 && endings.first?.hasPrefix("finished: margin 0.1 · ") == true)
    #expect(try project.trialBytes().filter { before[$0.key] != nil } == before)
    #expect(try project.records().count == 3)
  }

  @Test func `a trial of two sweeps is trained once`() throws {
    try project.write(SweepText.copy("margin: [0, 0.1]"), to: "left.yaml")
    try project.write(SweepText.copy("margin: [0.10, none]"), to: "right.yaml")
    #expect(try project.orthosweep("run", "left.yaml").status == 0)
    #expect(try project.orthosweep("run", "right.yaml").status == 0)
    let attempts = try project.attempts()
    #expect(attempts.count == 3 && attempts.values.allSatisfy { $0 == 1 })
  }

  @Test func `two sweeps at the same time train a common trial once`() throws {
    try project.writeToy()
    try project.write("", to: "waits-2")
    try project.write(SweepText.toy([1, 2]), to: "left.yaml")
    try project.write(SweepText.toy([2, 3]), to: "right.yaml")
    let left = try project.start("run", "left.yaml")
    try Waiting.until("the left sweep's trials") { try project.attempts().count == 2 }
    let right = try project.start("run", "right.yaml")
    try Waiting.until("the right sweep's own trial") { try project.records().count == 2 }
    try project.remove("waits-2")
    #expect(left.end() == 0)
    #expect(right.end() == 0)
    #expect(try project.attempts().values.allSatisfy { $0 == 1 })
    #expect(
      try project.text("results/right/toy.csv")
        == SweepText.toyTable([2, 3]))
  }
}

import Foundation
import TestSupport
import Testing
import Trials

/// What is found under results/ is not believed unseen.
@Suite("Records that are there already", .timeLimit(.minutes(2))) struct StoreTests {
  private let project: SweepFixture
  private let file: URL

  /// A project with one finished trial.
  init() throws {
    project = try SweepFixture()
    try project.writeToy()
    try project.write(SweepText.toy([7]), to: "toy.yaml")
    try #require(try project.orthosweep("run", "toy.yaml").status == 0)
    file = try #require(project.trialFolders().first).appending(path: "record.json")
  }

  @Test(arguments: ["plan", "run", "status", "report"])
  func `a record of a newer format is neither read nor replaced`(verb: String) throws {
    let newer = try String(contentsOf: file, encoding: .utf8)
      .replacing("\n  \"format\" : 1,", with: "\n  \"format\" : 2,")
    try Data(newer.utf8).write(to: file)
    let before = try project.trialBytes()
    let asked = try project.orthosweep(verb, "toy.yaml")
    #expect(asked.status == 5 && asked.output == "")
    #expect(
      asked.errors == """
        orthosweep: \(file.path): record format 2; this orthosweep reads format 1: update orthosweep

        """)
    #expect(try project.trialBytes() == before)
  }

  @Test func `a damaged record is kept aside, told, and its trial redone`() throws {
    let whole = try Data(contentsOf: file)
    try whole.prefix(whole.count / 2).write(to: file)
    let planned = try project.orthosweep("plan", "toy.yaml")
    #expect(planned.output.contains("0 done · 1 to run"))
    #expect(planned.errors.hasPrefix("note: \(file.path): the record does not read: "))
    #expect(planned.errors.hasSuffix("; it will be redone\n"))

    let run = try project.orthosweep("run", "toy.yaml")
    #expect(run.status == 0)
    #expect(run.errors.hasPrefix("note: \(file.path): the record does not read: "))
    let quarantine = project.root.appending(path: "results/quarantine").path
    let kept = try FileManager.default.subpathsOfDirectory(atPath: quarantine)
      .filter { $0.hasSuffix("-record.json") }
    #expect(kept.count == 1)
    #expect(run.errors.contains("moved to \(quarantine)/\(try #require(kept.first)), redone\n"))
    #expect(try project.records().count == 1)
    #expect(try project.attempts().values.allSatisfy { $0 == 2 })
    #expect(try project.orthosweep("run", "toy.yaml").errors.hasPrefix("\nwritten: "))
  }

  @Test func `a report is drawn from what is there without running anything`() throws {
    try project.write(SweepText.toy([7, 8]), to: "toy.yaml")
    let report = try project.orthosweep("report", "toy.yaml")
    #expect(report.status == 0)
    #expect(report.errors == "\nwritten: \(project.root.path)/results/toy/report.md\n")
    #expect(report.output.contains("| 7     |   7.000 |\n| 8     | not run |\n"))
    #expect(try project.attempts().count == 1)
  }
}

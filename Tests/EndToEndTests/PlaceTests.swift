import Foundation
import TestSupport
import Testing
import Trials

/// Where results go, whatever the paths, the folder and the surroundings are.
@Suite("orthosweep's places", .timeLimit(.minutes(2))) struct PlaceTests {
  private let project: SweepFixture

  init() throws {
    project = try SweepFixture()
    try project.writeToy()
    try project.write(SweepText.toy([5]), to: "sweeps/toy.yaml")
  }

  @Test func `a variable names the results folder, and an option comes before it`() throws {
    let elsewhere = project.root.appending(path: "elsewhere").path
    let variable = ["ORTHOSWEEP_RESULTS": elsewhere]
    #expect(
      try project.orthosweep("run", "sweeps/toy.yaml", environment: variable).status == 0)
    #expect(try project.records(in: "elsewhere").count == 1)
    #expect(
      try project.orthosweep(
        "run", "sweeps/toy.yaml", "--results", "by/option", environment: variable
      ).status == 0)
    #expect(try project.records(in: "by/option").count == 1)
    #expect(!project.exists("results"))
  }

  @Test func `absolute paths and another working folder make no difference`() throws {
    let sweep = project.root.appending(path: "sweeps/toy.yaml").path
    #expect(try project.orthosweep("run", sweep).status == 0)
    let before = try project.trialBytes()
    try project.write(SweepText.copy("margin: [0.1]"), to: "sweeps/tiny.yaml")
    let below = project.root.appending(path: "sweeps")
    #expect(try project.orthosweep("run", "tiny.yaml", in: below).status == 0)
    #expect(try project.orthosweep("run", "../sweeps/tiny.yaml", in: below).status == 0)
    #expect(try project.records().count == 2)
    #expect(try project.trialBytes().filter { before[$0.key] != nil } == before)
    #expect(!project.exists("sweeps/results"))
  }

  @Test(arguments: [
    "with a space", #"it's "quoted" {trial} $HOME"#, "übergroß ☃ 雪", "line\nbreak", "100%",
    String(repeating: "long", count: 50),
  ])
  func `a project's path may be strange`(name: String) throws {
    let strange = try SweepFixture(named: name)
    try strange.writeToy()
    try strange.write(SweepText.toy([5]), to: "its sweeps/toy.yaml")
    let run = try strange.orthosweep("run", "its sweeps/toy.yaml", "--results", "\(name) 2")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try strange.records(in: "\(name) 2").count == 1)
    #expect(try strange.text("\(name) 2/toy/toy.csv") == SweepText.toyTable([5]))
  }

  @Test func `two files of one name are told before one overwrites the other's report`() throws {
    try project.write(SweepText.toy([6]), to: "mine/toy.yaml")
    #expect(try project.orthosweep("run", "mine/toy.yaml").status == 0)
    #expect(try project.text("results/toy/source.txt") == "mine/toy.yaml\n")
    let note = """
      note: results/toy/ was written for mine/toy.yaml; give one of the two another `name`

      """
    #expect(try project.orthosweep("plan", "sweeps/toy.yaml").errors == note)
    #expect(try project.orthosweep("run", "sweeps/toy.yaml").errors.hasPrefix(note))
    #expect(try project.text("results/toy/source.txt") == "sweeps/toy.yaml\n")
    #expect(
      try project.orthosweep("report", "mine/toy.yaml").errors == """
        note: results/toy/ was written for sweeps/toy.yaml; give one of the two another `name`

        written: \(project.root.path)/results/toy/report.md

        """)
  }

  @Test func `a sweep file that was edited, moved or named otherwise is no other one`() throws {
    #expect(try project.orthosweep("run", "sweeps/toy.yaml").status == 0)
    try project.write(SweepText.toy([5, 6]), to: "sweeps/toy.yaml")
    let absolute = project.root.appending(path: "sweeps/toy.yaml").path
    #expect(try project.orthosweep("plan", absolute).errors == "")
    try FileManager.default.createSymbolicLink(
      atPath: project.root.appending(path: "toy.yaml").path, withDestinationPath: absolute)
    #expect(try project.orthosweep("plan", "toy.yaml", "--results", "results").errors == "")
    try project.remove("toy.yaml")
    try FileManager.default.moveItem(
      atPath: absolute, toPath: project.root.appending(path: "toy.yaml").path)
    #expect(try project.orthosweep("run", "toy.yaml").errors.hasPrefix("finished: value 6"))
    // Reports of earlier versions do not say where they come from.
    try project.remove("results/toy/source.txt")
    try project.write(SweepText.toy([5]), to: "sweeps/toy.yaml")
    #expect(try project.orthosweep("plan", "sweeps/toy.yaml").errors == "")
  }

  @Test func `language, time zone and home change no result`() throws {
    try project.write(SweepText.copy(), to: "tiny.yaml")
    let plain = try project.orthosweep("run", "tiny.yaml", "--results", "plain")
    let strange = try project.orthosweep(
      "run", "tiny.yaml", "--results", "strange",
      environment: [
        "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu", "HOME": "",
        "TERM": "xterm", "COLUMNS": "20",
      ])
    #expect(plain.status == 0 && strange.status == 0)
    #expect(plain.output == strange.output)
    #expect(try project.text("plain/tiny/tiny.csv") == project.text("strange/tiny/tiny.csv"))
    #expect(try project.timelessCurves(in: "plain") == project.timelessCurves(in: "strange"))
  }
}

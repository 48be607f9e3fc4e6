import Foundation
import TestSupport
import Testing
import Trials

/// How trials end, and what a sweep makes of it.
@Suite("What trials come to", .timeLimit(.minutes(2))) struct OutcomeTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  @Test func `a trial that diverges is data`() throws {
    try project.write(
      SweepText.copy("lr.free: [1e-4, 1e30]", table: "[lr.free, train.loss]"), to: "rates.yaml")
    let run = try project.orthosweep("run", "rates.yaml")
    #expect(run.status == 0)
    let row = try #require(run.output.split(separator: "\n").first { $0.hasPrefix("| 1e+30") })
    #expect(row.contains("diverged"), "\(run.output)")
    #expect(try project.records().filter { $0.outcome != .finished }.count == 1)
    #expect(
      try project.orthosweep("status", "rates.yaml").output
        .hasPrefix("rates   2 trials: 1 finished · 1 diverged · 0 to run\n"))
  }

  @Test func `a trial that fails never stops the others and waits to be tried again`() throws {
    try project.writeToy()
    try project.write("", to: "fails-2")
    try project.write(SweepText.toy([1, 2, 3]), to: "toy.yaml")
    let first = try project.orthosweep("run", "toy.yaml", "-j", "1")
    #expect(first.status == 1)
    #expect(
      first.output.split(separator: "\n").filter { $0.hasPrefix("| ") } == [
        "| value |                 score |", "| ----- | --------------------: |",
        "| 1     |                 1.000 |", "| 2     | failed: exit status 7 |",
        "| 3     |             **3.000** |",
      ])
    let repair = "\n1 trial failed; to try again: \(project.called) run toy.yaml"
    #expect(first.errors.hasSuffix(repair + " -j 1 --failed\n"))

    let second = try project.orthosweep("run", "toy.yaml")
    #expect(second.status == 1)
    #expect(second.errors.hasSuffix(repair + " --failed\n"))
    #expect(try project.attempts().values.allSatisfy { $0 == 1 })

    try project.remove("fails-2")
    #expect(try project.orthosweep("run", "toy.yaml", "--failed").status == 0)
    #expect(try project.attempts().values.sorted() == [1, 1, 2])
    #expect(
      try project.text("results/toy/toy.csv")
        == SweepText.toyTable([1, 2, 3]))
  }

  @Test func `status tells how each trial without a result ended`() throws {
    try project.writeToy()
    try project.write("", to: "fails-1")
    try project.write(SweepText.toy([1, 2]), to: "toy.yaml")
    _ = try project.orthosweep("run", "toy.yaml")
    let failed = try #require(
      project.trialFolders().first {
        !FileManager.default.fileExists(atPath: $0.appending(path: "record.json").path)
      })
    let attempts = failed.appending(path: "attempts")
    let attempt = try #require(FileManager.default.contentsOfDirectory(atPath: attempts.path).first)
    let status = try project.orthosweep("status", "toy.yaml")
    #expect(status.status == 0 && status.errors == "")
    #expect(
      status.output == """
        toy   2 trials: 1 finished · 1 failed · 0 to run
          \(failed.lastPathComponent.prefix(12))  value 1   failed: exit status 7
                        log: \(attempts.path)/\(attempt)/log.txt
        to try the failed ones again: \(project.called) run toy.yaml --failed
        every trial with its folder, as of the last report: \
        \(project.root.path)/results/toy/trials.csv

        """)
    let list = try project.text("results/toy/trials.csv").replacing(#/1,[0-9.]+,/#, with: "1,T,")
    let folders = try project.trialFolders().map { folder in
      let below = folder.deletingLastPathComponent().lastPathComponent
      return "trials/\(below)/\(folder.lastPathComponent)"
    }
    let failure = "trials/\(failed.lastPathComponent.prefix(2))/\(failed.lastPathComponent)"
    let success = try #require(folders.first { $0 != failure })
    #expect(
      list.replacing("\r\n", with: "\n") == """
        value,name,seed,id,outcome,engine,time.seconds,folder
        1,,0,\(failed.lastPathComponent.prefix(12)),failed: exit status 7,,,\(failure)
        2,,0,\(success.split(separator: "/")[2].prefix(12)),finished,1,T,\(success)

        """)
  }

  @Test func `twenty failures in a row stop the sweep`() throws {
    try project.writeToy()
    for value in 1...25 { try project.write("", to: "fails-\(value)") }
    try project.write(SweepText.toy(1...25), to: "toy.yaml")
    let run = try project.orthosweep("run", "toy.yaml", "-j", "1")
    #expect(run.status == 6)
    #expect(try project.attempts().count == 20)
    #expect(run.errors.contains("stopping: 20 trials failed in a row\n"))
    #expect(
      run.errors.hasSuffix(
        """
        5 trials left to run; to go on: \(project.called) run toy.yaml -j 1
        20 trials failed; to try again: \(project.called) run toy.yaml -j 1 --failed

        """))
  }

  @Test func `one result between failures lets the sweep go on`() throws {
    try project.writeToy()
    for value in 1...25 where value != 13 { try project.write("", to: "fails-\(value)") }
    try project.write(SweepText.toy(1...25), to: "toy.yaml")
    #expect(try project.orthosweep("run", "toy.yaml", "-j", "1").status == 1)
    #expect(try project.attempts().count == 25)
  }

  @Test func `a program that disappears stops the sweep`() throws {
    try project.writeToy(startingWith: #"if [ "$1" != describe ]; then exit 127; fi"#)
    try project.write(SweepText.toy(1...4), to: "toy.yaml")
    let run = try project.orthosweep("run", "toy.yaml", "-j", "1")
    #expect(run.status == 6)
    #expect(try project.attempts().count == 1)
    #expect(
      run.errors.contains("stopping: the trial program cannot be started: exit status 127\n"))
  }

  @Test func `no time starts nothing and is no failure`() throws {
    try project.writeToy()
    try project.write("", to: "waits-2")
    try project.write(SweepText.toy([1, 2]), to: "toy.yaml")
    let run = try project.orthosweep("run", "toy.yaml", "-j", "1", "--for", "1 s")
    #expect(run.status == 0)
    #expect(run.errors.contains("stopping: the time given is over\n"))
    #expect(
      run.errors.hasSuffix(
        "\n1 trial left to run; to go on: \(project.called) run toy.yaml -j 1\n"))
    #expect(try project.records().count == 1)
    try project.remove("waits-2")
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
  }

  @Test func `time in which no trial would end starts none and says so`() throws {
    try project.writeToy(startingWith: #"if [ "$1" != describe ]; then sleep 1.2; fi"#)
    try project.write(SweepText.toy([1]), to: "toy.yaml")
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
    try project.write(SweepText.toy([1, 2]), to: "toy.yaml")
    let run = try project.orthosweep("run", "toy.yaml", "--for", "0.5 s")
    #expect(run.status == 0)
    // How long the sleeping trial took depends on the machine.
    #expect(
      run.errors.replacing(#/about [1-9]+\.?[0-9]* s/#, with: "about T") == """
        no trial is expected to end within 0.5 s; the shortest takes about T

        written: \(project.root.path)/results/toy/report.md
        1 trial left to run; to go on: \(project.called) run toy.yaml

        """)
    #expect(try project.attempts().count == 1)
  }
}

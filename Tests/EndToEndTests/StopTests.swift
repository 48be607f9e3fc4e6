import Foundation
import TestSupport
import Testing
import Trials

/// Signals and sudden death (reliability.md F1, F4, F5, F6, F12, F20).
@Suite("Stops", .timeLimit(.minutes(2))) struct StopTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  /// The trial processes that are left of this project.
  private func left() throws -> [Int32] {
    try ProcessTable.mentioning(project.root.appending(path: "results").path)
  }

  /// Starts a sweep of the values 1, 2 and 3, of which 1 ends and the others wait.
  private func startWaiting(toyStartingWith first: String = ":") throws -> RunningSweep {
    try project.writeToy(startingWith: first)
    for value in [2, 3] { try project.write("", to: "waits-\(value)") }
    try project.write(SweepText.toy([1, 2, 3]), to: "toy.yaml")
    let running = try project.start("run", "toy.yaml", "-j", "2")
    try Waiting.until("one result and two trials that run") {
      try project.records().count == 1 && project.announced() == 3
    }
    try #require(try !left().isEmpty, "what is looked for later must be found now")
    return running
  }

  /// Lets the waiting trials go, and expects the next run to do what is left, and no more.
  private func expectCompletion() throws {
    for value in [2, 3] { try project.remove("waits-\(value)") }
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
    #expect(
      try project.text("results/toy/toy.csv")
        == SweepText.toyTable([1, 2, 3]))
    #expect(try project.attempts().values.sorted() == [1, 2, 2])
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `one signal ends what runs and keeps what is done`(number: Int32, status: Int32) throws {
    let running = try startWaiting()
    let record = try project.records()
    running.send(number)
    #expect(running.end() == status)
    #expect(try left() == [])
    #expect(try project.records() == record)
    let said = running.said
    #expect(
      said.contains("\nstopping: trials are told to end; press again to kill them\n"), "\(said)")
    #expect(
      said.hasSuffix("\n2 trials left to run; to go on: \(project.called) run toy.yaml -j 2\n"),
      "\(said)")
    try expectCompletion()
  }

  @Test func `a second signal kills trials that do not hear the first`() throws {
    let running = try startWaiting(toyStartingWith: "trap '' TERM")
    running.send(SIGINT)
    try Waiting.until("the first signal's line") { running.said.contains("stopping: trials") }
    let clock = ContinuousClock()
    let start = clock.now
    running.send(SIGINT)
    #expect(running.end() == 130)
    // Ten seconds is the grace that the second signal cuts short.
    #expect(clock.now - start < .seconds(5))
    #expect(try left() == [])
    #expect(running.said.contains("\nstopping at once\n"))
    try expectCompletion()
  }

  @Test func `a foreign program does not outlive a killed scheduler`() throws {
    let running = try startWaiting()
    running.send(SIGKILL)
    #expect(running.end() == 128 + SIGKILL)
    // Two seconds is what is promised (F1).
    try Waiting.until("the end of all trials", seconds: 2) { try left() == [] }
    try expectCompletion()
  }

  @Test func `a killed sweep ends with the bytes of an undisturbed one`() throws {
    try project.write(SweepText.copy(batches: 100, epochs: 200), to: "tiny.yaml")
    let running = try project.start("run", "tiny.yaml", "-j", "2")
    try Waiting.until("two trials' first epochs") { try project.announced(epochs: 1) == 2 }
    running.send(SIGKILL)
    #expect(running.end() == 128 + SIGKILL)
    try Waiting.until("the end of all trials", seconds: 2) { try left() == [] }
    #expect(try project.records().isEmpty, "killed too late to show anything")

    let resumed = try project.orthosweep("run", "tiny.yaml")
    let whole = try project.orthosweep("run", "tiny.yaml", "--results", "undisturbed")
    #expect(resumed.status == 0 && whole.status == 0)
    #expect(resumed.output == whole.output)
    #expect(
      try project.text("results/tiny/tiny.csv") == project.text("undisturbed/tiny/tiny.csv"))
    #expect(try project.timelessCurves() == project.timelessCurves(in: "undisturbed"))
  }

  @Test func `a killed trial is started again and ends with the same bytes`() throws {
    try project.write(
      SweepText.copy("margin: [0.1]", batches: 100, epochs: 200), to: "tiny.yaml")
    let running = try project.start("run", "tiny.yaml")
    try Waiting.until("the first epoch") { try project.announced(epochs: 1) == 1 }
    let trial = try #require(try left().first { $0 != running.processID })
    kill(trial, SIGKILL)
    #expect(running.end() == 0)
    #expect(try project.attempts().values.sorted() == [2])
    #expect(running.said.contains(" · will be started again\n"), "\(running.said)")
    let whole = try project.orthosweep("run", "tiny.yaml", "--results", "undisturbed")
    #expect(whole.status == 0)
    #expect(try project.timelessCurves() == project.timelessCurves(in: "undisturbed"))
  }

  @Test func `a second scheduler of the same sweep names the first and changes nothing`() throws {
    let first = try startWaiting()
    let before = try project.trialBytes()
    let second = try project.orthosweep("run", "toy.yaml")
    #expect(second.status == 4 && second.output == "")
    #expect(
      second.errors == """
        orthosweep: sweep 'toy' is already being run by process \(first.processID) on host \
        \(ProcessInfo.processInfo.hostName); 'orthosweep status' shows how far it is

        """)
    #expect(try project.trialBytes() == before)
    let status = try project.orthosweep("status", "toy.yaml").output
    #expect(status.contains("run by process \(first.processID) on host"))
    for value in [2, 3] { try project.remove("waits-\(value)") }
    #expect(first.end() == 0)
  }
}

extension SweepFixture {
  /// How many trials have said that they began, and have done this many epochs at least.
  fileprivate func announced(epochs: Int = 0) throws -> Int {
    try trialFolders().filter { folder in
      let attempts = folder.appending(path: "attempts")
      let names = FileManager.default.enumerator(atPath: attempts.path)?.allObjects ?? []
      return names.compactMap { $0 as? String }.contains { name in
        guard name.hasSuffix("events.jsonl"),
          let text = try? String(contentsOf: attempts.appending(path: name), encoding: .utf8)
        else { return false }
        return text.split(separator: "\n").count > epochs
      }
    }.count
  }
}

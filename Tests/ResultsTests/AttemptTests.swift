import Foundation
import TestSupport
import Testing
import Trials

@testable import Results

@Suite("Attempts", .timeLimit(.minutes(1))) struct AttemptTests {
  let fixture: StoreFixture
  let trial = StoreFixture.trial()

  init() throws { fixture = try StoreFixture() }

  @Test func `an attempt's folder holds what the program needs`() throws {
    let journal = try fixture.begin(trial)
    #expect(journal.number == 1)
    #expect(try String(contentsOfFile: journal.trialFile, encoding: .utf8) == trial.json)
    #expect(trial.json.contains("\"settings\":{\"threads\":2}"))
    #expect(try String(contentsOfFile: journal.checkpointList, encoding: .utf8) == "")
  }

  @Test func `an ending without a result is kept with its attempt, and no record appears`() throws {
    let journal = try fixture.begin(trial)
    try StoreFixture.say([.started(epochs: 9), StoreFixture.epoch(1, loss: 1)], to: journal)
    let result = try journal.end(.failed(.program(status: 7)), usage: StoreFixture.usage)
    #expect(result.record == nil)
    let past = try #require(try fixture.store.attempts(at: trial.id).first)
    #expect(past.outcome == .failed(.program(status: 7)))
    #expect(past.reach.epoch == 1)
    #expect(try !fixture.store.isDone(trial.id))
  }

  @Test func `an attempt whose scheduler vanished was interrupted where its events end`() throws {
    let journal = try fixture.begin(trial)
    try StoreFixture.say(
      [StoreFixture.epoch(1, loss: 1), StoreFixture.epoch(2, loss: 1)], to: journal)
    let past = try #require(try fixture.store.attempts(at: trial.id).first)
    #expect(past.outcome == .interrupted)
    #expect(past.reach.epoch == 2)
  }

  @Test func `the first record stays`() throws {
    let late = try fixture.begin(trial)
    late.claim.release()
    let first = try #require(try fixture.finish(trial))
    try StoreFixture.say([StoreFixture.epoch(1, loss: 9), .summary(values: [:])], to: late)
    let result = try late.end(.finished, usage: StoreFixture.usage)
    #expect(result.record == nil)
    #expect(
      result.notes == [
        "trial \(trial.id): another attempt committed its result first; that one stays"
      ])
    #expect(try fixture.store.read([trial.id]).records[trial.id] == first)
    #expect(try fixture.store.curves(of: first) != nil)
  }

  @Test func `link tells who was first`() throws {
    let path = fixture.folder.url.path
    #expect(try AtomicFile.writeFirst(Data([1]), to: path + "/x", temporaryIn: path))
    #expect(try !AtomicFile.writeFirst(Data([2]), to: path + "/x", temporaryIn: path))
    #expect(try AtomicFile.read(path + "/x") == Data([1]))
    #expect(try Folder.names(in: path) == ["x"])
  }

  @Test func `artifacts are moved to the trial with their checksums`() throws {
    let journal = try fixture.begin(trial)
    try Data("norms".utf8).write(to: URL(fileURLWithPath: journal.folder + "/norms.safetensors"))
    let event = TrialEvent.artifact(name: "norms", file: "norms.safetensors")
    try StoreFixture.say([event, .summary(values: [:])], to: journal)
    let record = try #require(try journal.end(.finished, usage: StoreFixture.usage).record)
    #expect(record.artifacts == ["norms.safetensors": SHA256.hexDigest(of: "norms".utf8)])
    let kept = fixture.store.layout.artifactsFolder(of: trial.id) + "/norms.safetensors"
    #expect(try AtomicFile.read(kept) == Data("norms".utf8))
  }

  /// Threat S4 of the design: a program's words must not lead out of its folder.
  @Test(arguments: [
    "../../trial.json", "/etc/passwd", "a/b", "..", ".", "", ".hidden", "link", "nowhere",
    "a\u{0}b",
    String(repeating: "x", count: 65),
  ])
  func `an artifact that is no plain file of the attempt fails the trial`(file: String) throws {
    let journal = try fixture.begin(trial)
    try FileManager.default.createSymbolicLink(
      atPath: journal.folder + "/link", withDestinationPath: "/etc/passwd")
    let event = TrialEvent.artifact(name: "a", file: file)
    try StoreFixture.say([event, .summary(values: [:])], to: journal)
    let result = try journal.end(.finished, usage: StoreFixture.usage)
    guard case .failed(.brokenProtocol(let reason)) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    #expect(reason.hasPrefix("artifact '\(file)' is not a "))
    #expect(try !fixture.store.isDone(trial.id))
  }
}

import Foundation
import TestSupport
import Testing
import Trials

@testable import Results

/// What a result takes from which attempts, once a trial was stopped and went on.
@Suite("Going on from checkpoints", .timeLimit(.minutes(1))) struct ResumptionTests {
  let fixture: StoreFixture
  let trial = StoreFixture.trial()

  init() throws { fixture = try StoreFixture() }

  /// An attempt that says these events, leaves these checkpoints and files, and is then stopped; or
  /// killed with its scheduler, so that nobody notes its end.
  @discardableResult
  private func attempt(
    _ events: [TrialEvent], checkpoints: [Int] = [], files: [String] = [], killed: Bool = false,
    engine: Int = 3
  ) throws -> AttemptJournal {
    let journal = try fixture.begin(trial, engine: engine)
    try StoreFixture.say(events, to: journal)
    for file in checkpoints.map(Checkpoint.name) + files {
      try Data("\(file) of \(journal.number)".utf8).write(to: url(journal, file))
    }
    if !killed { _ = try journal.end(.interrupted, usage: StoreFixture.usage) }
    journal.claim.release()
    return journal
  }

  private func url(_ journal: AttemptJournal, _ file: String) -> URL {
    URL(fileURLWithPath: journal.folder + "/" + file)
  }

  /// The last attempt: says these events and a summary, and is committed.
  private func finish(_ events: [TrialEvent], files: [String] = []) throws -> AttemptResult {
    let journal = try fixture.begin(trial)
    try StoreFixture.say(events + [.summary(values: [:])], to: journal)
    for file in files {
      try Data("\(file) of \(journal.number)".utf8).write(to: url(journal, file))
    }
    return try journal.end(.finished, usage: StoreFixture.usage)
  }

  /// Epochs with their number and the attempt's as the loss, as `3.2` for epoch 3 of attempt 2.
  private func epochs(_ range: ClosedRange<Int>, of attempt: Int) -> [TrialEvent] {
    range.map { StoreFixture.epoch($0, loss: Double($0) + Double(attempt) / 10) }
  }

  private func losses(_ result: AttemptResult) throws -> [Double] {
    try fixture.store.curves(of: #require(result.record))?.columns["loss"] ?? []
  }

  /// `3.2` for the checkpoint after 3 iterations of attempt 2, all that are left, in any order.
  private func left() throws -> Set<String> {
    let attempts = fixture.store.layout.attemptsFolder(of: trial.id)
    return Set(
      try Folder.names(in: attempts).flatMap { folder in
        try Folder.names(in: attempts + "/" + folder).filter { $0.hasPrefix("checkpoint-") }
          .map { "\($0.dropFirst(11).prefix { $0 != "." }).\(folder.prefix { $0 != "-" })" }
      })
  }

  private func offered() throws -> [String] {
    let journal = try fixture.begin(trial)
    defer { journal.claim.release() }
    let list = try String(contentsOfFile: journal.checkpointList, encoding: .utf8)
    return try list.split(separator: "\n").map {
      try String(contentsOfFile: String($0), encoding: .utf8)
    }
  }

  // MARK: Curves

  @Test func `epochs up to where it went on come from the attempt before, the others from it`()
    throws
  {
    try attempt(epochs(1...3, of: 1), checkpoints: [20])
    let result = try finish([.resumed(epoch: 2, step: 20)] + epochs(3...4, of: 2))
    #expect(try losses(result) == [1.1, 2.1, 3.2, 4.2])
    #expect(result.notes == [])
    let provenance = try #require(result.record).provenance
    #expect(provenance.attempts == 2)
    #expect(provenance.resumedSteps == [20])
    #expect(provenance.seconds == 4)
    #expect(provenance.processorSeconds == 3)
    #expect(provenance.peakMemoryBytes == 1000)
  }

  @Test func `an attempt that began at the start takes nothing from those before`() throws {
    try attempt(epochs(1...3, of: 1), checkpoints: [20])
    let result = try finish(epochs(1...2, of: 2))
    #expect(try losses(result) == [1.2, 2.2])
    let provenance = try #require(result.record).provenance
    #expect(provenance.attempts == 2)
    #expect(provenance.resumedSteps == nil)
    #expect(provenance.seconds == 2)
  }

  @Test func `epochs that it says again are its own`() throws {
    try attempt(epochs(1...3, of: 1), checkpoints: [20])
    let result = try finish([.resumed(epoch: 2, step: 20)] + epochs(1...4, of: 2))
    #expect(try losses(result) == [1.2, 2.2, 3.2, 4.2])
  }

  @Test func `a chain of attempts is followed to its start`() throws {
    try attempt(epochs(1...9, of: 1), checkpoints: [80])
    try attempt(epochs(1...3, of: 2), checkpoints: [20], killed: true)
    try attempt([.resumed(epoch: 2, step: 20)] + epochs(3...5, of: 3), checkpoints: [40])
    try attempt([.resumed(epoch: 4, step: 45)])
    let result = try finish([.resumed(epoch: 4, step: 40)] + epochs(5...6, of: 5))
    #expect(try losses(result) == [1.2, 2.2, 3.3, 4.3, 5.5, 6.5])
    let record = try #require(result.record)
    #expect(record.provenance.attempts == 5)
    #expect(record.provenance.resumedSteps == [20, 40])
    #expect(record.epochs == 6)
  }

  @Test func `the attempt whose checkpoint it was counts, not the one that came further`() throws {
    try attempt(epochs(1...4, of: 1), checkpoints: [20])
    try attempt(epochs(1...5, of: 2), killed: true)
    let result = try finish([.resumed(epoch: 2, step: 20)] + epochs(3...3, of: 3))
    #expect(try losses(result) == [1.1, 2.1, 3.3])
  }

  @Test func `results that were moved between attempts keep their chain`() throws {
    try attempt(epochs(1...2, of: 1), checkpoints: [10])
    try attempt([.resumed(epoch: 1, step: 10)] + epochs(2...3, of: 2), checkpoints: [30])
    let moved = ResultStore(ResultLayout(root: fixture.folder.url.path + "/elsewhere"))
    try FileManager.default.moveItem(atPath: fixture.store.layout.root, toPath: moved.layout.root)
    let claim = try #require(try moved.claim(trial))
    let journal = try moved.begin(
      claim, build: fixture.build, surroundings: fixture.surroundings)
    try StoreFixture.say(
      [.resumed(epoch: 3, step: 30)] + epochs(4...4, of: 3) + [.summary(values: [:])], to: journal)
    let record = try #require(try journal.end(.finished, usage: StoreFixture.usage).record)
    #expect(try moved.curves(of: record)?.columns["loss"] == [1.1, 2.2, 3.2, 4.3])
  }

  @Test func `a killed writer's cut line loses its epoch, and that is told`() throws {
    let journal = try attempt(epochs(1...2, of: 1), checkpoints: [20], killed: true)
    let file = url(journal, "events.jsonl")
    try Data(contentsOf: file).dropLast(20).write(to: file)
    let result = try finish([.resumed(epoch: 2, step: 20)] + epochs(3...3, of: 2))
    #expect(try losses(result) == [1.1, 3.2])
    #expect(
      result.notes == [
        "trial \(trial.id): it went on after epoch 2, whose metrics are lost with an earlier "
          + "attempt; its curves lack them"
      ])
  }

  @Test func `the time of a killed attempt lasts until its last event`() throws {
    let journal = try attempt(epochs(1...2, of: 1), checkpoints: [20], killed: true)
    for (file, time) in [("start.json", 1000.0), ("events.jsonl", 1030.5)] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: time)],
        ofItemAtPath: url(journal, file).path)
    }
    #expect(try fixture.store.attempts(at: trial.id).first?.usage?.seconds == 30.5)
    let result = try finish([.resumed(epoch: 2, step: 20)] + epochs(3...3, of: 2))
    #expect(try #require(result.record).provenance.seconds == 32.5)
  }

  @Test func `an attempt that went on and was stopped came as far as it had been`() throws {
    try attempt(epochs(1...3, of: 1), checkpoints: [25])
    try attempt([.resumed(epoch: 3, step: 35)])
    let reach = try #require(try fixture.store.attempts(at: trial.id).last).reach
    #expect(reach == AttemptReach(epoch: 3, step: 35))
  }

  @Test func `an attempt of another engine has no part in a result`() throws {
    try attempt(epochs(1...3, of: 1), checkpoints: [30], engine: 2)
    let result = try finish([.resumed(epoch: 3, step: 30)] + epochs(4...4, of: 2))
    #expect(try losses(result) == [4.2])
    #expect(try #require(result.record).provenance.seconds == 2)
  }

  // MARK: Checkpoints

  @Test func `checkpoints are offered newest first, a later attempt's before an earlier one's`()
    throws
  {
    try attempt([], checkpoints: [900, 1000], files: ["checkpoint-x.safetensors", "a"])
    #expect(
      try offered() == ["checkpoint-1000.safetensors of 1", "checkpoint-900.safetensors of 1"])
    // One that began anew: what was there before may be damaged.
    try attempt([], checkpoints: [100], killed: true)
    #expect(
      try offered() == ["checkpoint-100.safetensors of 3", "checkpoint-1000.safetensors of 1"])
  }

  @Test func `another engine's checkpoint is not offered, and kept for that engine`() throws {
    try attempt([], checkpoints: [30, 40, 50], engine: 2)
    #expect(try offered() == [])
    try attempt([], checkpoints: [10])
    #expect(try left() == ["40.1", "50.1", "10.3"])
    #expect(try offered() == ["checkpoint-10.safetensors of 3"])
  }

  @Test func `the newest two are kept over all attempts while there is no result`() throws {
    try attempt([], checkpoints: [10, 20, 30])
    #expect(try left() == ["20.1", "30.1"])
    try attempt([.resumed(epoch: 3, step: 30)], checkpoints: [40])
    #expect(try left() == ["30.1", "40.2"])
    try attempt([], checkpoints: [50, 60, 70], killed: true)
    #expect(try left() == ["30.1", "40.2", "50.3", "60.3", "70.3"])
    // What a killed scheduler could not do, the next attempt does.
    try attempt([])
    #expect(try left() == ["60.3", "70.3"])
  }

  @Test func `a checkpoint whose writer was killed is removed, and other files are not`() throws {
    let torn = "checkpoint-20.safetensors.temporary-1a2b3c4d"
    let journal = try attempt([], checkpoints: [10], files: [torn, "checkpoint-best", "weights"])
    let names = try Folder.names(in: journal.folder)
    #expect(!names.contains(torn))
    #expect(Set(["checkpoint-best", "weights"]).isSubset(of: names))
  }

  @Test func `all are removed once the record is there`() throws {
    try attempt(epochs(1...3, of: 1), checkpoints: [20, 30])
    let journal = try fixture.begin(trial)
    try Data().write(to: url(journal, Checkpoint.name(step: 40)))
    try Data().write(to: url(journal, Checkpoint.name(step: 50) + ".part"))
    try StoreFixture.say([.resumed(epoch: 3, step: 30), .summary(values: [:])], to: journal)
    #expect(try left() == ["20.1", "30.1", "40.2", "50.2"])
    #expect(try journal.end(.finished, usage: StoreFixture.usage).record != nil)
    #expect(try left() == [])
  }

  @Test func `what was done before a checkpoint need not be repeated`() throws {
    try attempt([])
    #expect(try fixture.store.secondsKept(of: fixture.store.attempts(at: trial.id)) == 0)
    try attempt([], checkpoints: [10])
    #expect(try fixture.store.secondsKept(of: fixture.store.attempts(at: trial.id)) == 4)
  }

  // MARK: Artifacts

  private func artifact(_ file: String) -> TrialEvent { .artifact(name: "a", file: file) }

  private func kept() throws -> [String: String] {
    let folder = fixture.store.layout.artifactsFolder(of: trial.id)
    return try Folder.names(in: folder).reduce(into: [:]) { kept, name in
      kept[name] = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
  }

  @Test func `an artifact of an earlier attempt is kept only if it is named again`() throws {
    try attempt(
      epochs(1...2, of: 1) + [artifact("best"), artifact("dropped")], checkpoints: [20],
      files: ["best", "dropped", "again"])
    let result = try finish(
      [.resumed(epoch: 2, step: 20), artifact("best"), artifact("again"), artifact("new")],
      files: ["again", "new"])
    #expect(try kept() == ["best": "best of 1", "again": "again of 2", "new": "new of 2"])
    #expect(
      try #require(result.record).artifacts
        == kept().mapValues { SHA256.hexDigest(of: $0.utf8) })
  }

  @Test func `an attempt that began at the start has no artifact from one before`() throws {
    try attempt(epochs(1...2, of: 1) + [artifact("best")], files: ["best"])
    let result = try finish([artifact("best")])
    #expect(
      result.outcome
        == .failed(
          .brokenProtocol("artifact 'best' is not a file in the attempt's folder")))
  }

  @Test func `what an interrupted commit had moved is taken if named again, else removed`() throws {
    try attempt(epochs(1...2, of: 1), checkpoints: [20], killed: true)
    for file in ["best", "stale"] {
      try fixture.folder.write(
        "\(file) of 1",
        to: "results/trials/\(trial.id.hex.prefix(2))/\(trial.id.folderName)/artifacts/\(file)")
    }
    let result = try finish([.resumed(epoch: 2, step: 20), artifact("best")])
    #expect(try kept() == ["best": "best of 1"])
    #expect(try #require(result.record).artifacts["best"] == SHA256.hexDigest(of: "best of 1".utf8))
  }
}

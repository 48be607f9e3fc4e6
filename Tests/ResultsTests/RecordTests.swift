import Foundation
import TestSupport
import Testing
import Trials

@testable import Results

@Suite("Records", .timeLimit(.minutes(1))) struct RecordTests {
  let fixture: StoreFixture
  let trial = StoreFixture.trial()

  init() throws { fixture = try StoreFixture() }

  private var layout: ResultLayout { fixture.store.layout }

  private func recordBytes() throws -> Data {
    try fixture.finish(trial)
    return try Data(contentsOf: URL(fileURLWithPath: layout.recordFile(of: trial.id)))
  }

  @Test func `a finished trial reads back as it was committed`() throws {
    let committed = try #require(try fixture.finish(trial))
    let reading = try fixture.store.read([trial.id, StoreFixture.trial(seed: 1).id])
    #expect(reading.records == [trial.id: committed])
    #expect(reading.damaged.isEmpty)
    #expect(committed.outcome == .finished)
    #expect(committed.epochs == 2)
    #expect(committed.last == ["loss": 0.75, "time.epoch": 0.5])
    #expect(committed.best == ["loss": .init(value: 0.5, epoch: 1)])
    #expect(committed.summary == ["accuracy": 0.9])
    let curves = try #require(try fixture.store.curves(of: committed))
    #expect(curves.columns["loss"] == [0.5, 0.75])
    #expect(curves.steps == [10, 20])
  }

  @Test func `a record says where, when and with what it was made`() throws {
    let provenance = try #require(try fixture.finish(trial)).provenance
    #expect(provenance.programVersion == "1.2")
    #expect(provenance.engine == 3)
    #expect(provenance.programChecksum == fixture.build.checksum)
    #expect(provenance.gitCommit == "abc+")
    #expect(provenance.host == "node7")
    #expect(provenance.libraries == ["OpenBLAS": "0.3 Zen"])
    #expect(provenance.attempts == 1)
    #expect(provenance.seconds == 2)
    let stamp = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#
    #expect(provenance.started.wholeMatch(of: stamp) != nil)
    #expect(provenance.started <= provenance.ended)
  }

  /// What `sha256sum trial.json` prints is the trial's ID, so that anybody can check a folder.
  @Test func `the digest of trial.json is the trial's ID`() throws {
    try fixture.finish(trial)
    let data = try Data(contentsOf: URL(fileURLWithPath: layout.trialFile(of: trial.id)))
    #expect(SHA256.hexDigest(of: data) == trial.id.hex)
    #expect(layout.folder(of: trial.id).hasSuffix("/\(trial.id.hex.prefix(16))"))
  }

  /// Fault F15.
  @Test func `a record cut at any byte is damaged`() throws {
    let data = try recordBytes()
    for length in 0..<data.count {
      #expect(throws: RecordFile.Problem.self) {
        try RecordFile.read(data.prefix(length), of: trial.id)
      }
    }
  }

  @Test func `a record with any one byte changed is damaged`() throws {
    let data = try recordBytes()
    for index in data.indices {
      var changed = data
      changed[index] ^= 0x04
      #expect(throws: RecordFile.Problem.self) { try RecordFile.read(changed, of: trial.id) }
    }
  }

  @Test func `another trial's record is damage, moved away and told`() throws {
    let other = StoreFixture.trial(seed: 8)
    let data = try recordBytes()
    try fixture.finish(other)
    try data.write(to: URL(fileURLWithPath: layout.recordFile(of: other.id)))
    let damage = try #require(try fixture.store.read([other.id]).damaged.first)
    #expect(
      damage.description
        == "\(layout.recordFile(of: other.id)): the record is that of trial \(trial.id.short)")
    let moved = try fixture.store.quarantine(damage)
    #expect(try Data(contentsOf: URL(fileURLWithPath: moved[0])) == data)
    #expect(try fixture.store.read([other.id]).damaged.isEmpty)
    #expect(try fixture.finish(other) != nil)
    #expect(try fixture.store.isDone(other.id))
  }

  @Test func `a record beside a changed trial.json does not count`() throws {
    try fixture.finish(trial)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: layout.trialFile(of: trial.id)))
    let damage = try #require(try fixture.store.read([trial.id]).damaged.first)
    #expect(damage.reason == "trial.json does not hash to the folder's name")
    #expect(damage.files == [layout.recordFile(of: trial.id), layout.trialFile(of: trial.id)])
  }

  @Test func `a later format is neither read nor called damage`() throws {
    let path = layout.recordFile(of: trial.id)
    let text = try String(decoding: recordBytes(), as: UTF8.self)
      .replacing("  \"format\" : 1,\n  \"last\"", with: "  \"format\" : 2,\n  \"last\"")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: ResultStore.NewerFormat.self) {
      try fixture.store.read([trial.id])
    }
    #expect(
      error?.description
        == "\(path): record format 2; this orthosweep reads format 1: update orthosweep")
  }
}

@Suite("Events on disk") struct EventLogTests {
  /// Fault F14 (ninja tests its log in this way).
  @Test func `a log cut at any byte gives its whole lines`() throws {
    let lines = try [
      TrialEvent.started(epochs: 2), StoreFixture.epoch(1, loss: 0.5),
      .metrics(epoch: 2, step: 20, values: ["loss": .nan]), .summary(values: [:]),
    ].map { try TrialJSON.line($0) + Data("\n".utf8) }
    let data = lines.reduce(Data(), +)
    for length in 0...data.count {
      let log = EventLog(data.prefix(length))
      var whole = 0
      var rest = length
      for line in lines {
        if rest < line.count { break }
        whole += 1
        rest -= line.count
      }
      #expect(log.events.count == whole)
      #expect(log.badLines == (rest > 0 ? 1 : 0))
    }
  }

  @Test func `garbage, empty lines and a tail of zeros do no harm`() throws {
    let text =
      "\n\u{0}\u{0}\nnonsense\n{\"event\":\"started\",\"epochs\":3}\n{\"event\":\"other\"}\n"
    let log = EventLog(Data(text.utf8) + Data(repeating: 0, count: 4096))
    #expect(log.events == [.started(epochs: 3)])
    #expect(log.badLines == 4)
    #expect(EventLog(Data([0xFF, 0xFE, 0x0A])).badLines == 1)
  }
}

import Foundation
import TestSupport
import Testing
import Trials

@testable import Results

@Suite("Finding trials") struct LookupTests {
  private let fixture: StoreFixture

  init() throws { fixture = try StoreFixture() }

  @Test func `a trial is found by the first digits of its ID`() throws {
    let trials = (0..<40).map { StoreFixture.trial(seed: $0) }
    for trial in trials { _ = try #require(try fixture.store.claim(trial)) }
    for trial in trials {
      for count in [8, 16, 17, 64] {
        let found = try fixture.store.trials(beginningWith: String(trial.id.hex.prefix(count)))
        #expect(found.map(\.id) == [trial.id])
      }
      // All that the folder holds, and no other.
      let two = String(trial.id.hex.prefix(2))
      #expect(
        try fixture.store.trials(beginningWith: two).map(\.id)
          == trials.map(\.id).filter { $0.hex.hasPrefix(two) }.sorted())
      // The folder's name agrees in 16 digits, the ID does not in the 17th.
      let next = trial.id.hex.dropFirst(16).first == "0" ? "1" : "0"
      #expect(try fixture.store.trials(beginningWith: trial.id.folderName + next).isEmpty)
    }
    #expect(try ResultStore(ResultLayout(root: "/nowhere")).trials(beginningWith: "abcd").isEmpty)
  }

  @Test func `a folder whose identity is damaged or another's is not found`() throws {
    let trial = StoreFixture.trial()
    _ = try #require(try fixture.store.claim(trial))
    let file = fixture.store.layout.trialFile(of: trial.id)
    for text in ["", "{", StoreFixture.trial(seed: 1).identityJSON] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      #expect(try fixture.store.trials(beginningWith: trial.id.short).isEmpty)
    }
  }

  @Test func `the iterations before a divergence are those of the attempt`() throws {
    let journal = try fixture.begin(StoreFixture.trial())
    let last = [["step": 9.0, "loss": 1e30], ["step": 10, "loss": .nan]]
    try StoreFixture.say(
      [.started(epochs: 2), .diverged(step: 10, reason: "loss is NaN", last: last)], to: journal)
    _ = try journal.end(
      .diverged(step: 10, reason: "loss is NaN"), usage: StoreFixture.usage)
    let attempt = try #require(try fixture.store.attempts(at: StoreFixture.trial().id).last)
    let read = try fixture.store.lastIterations(of: attempt)
    #expect(read.map { $0["step"] } == [9, 10])
    #expect(read[0]["loss"] == 1e30 && read[1]["loss"]?.isNaN == true)
    #expect(attempt.engine == 3 && attempt.host == "node7" && attempt.started != nil)
  }

  @Test func `an unfinished trial has the curves that its attempts told`() throws {
    let journal = try fixture.begin(StoreFixture.trial())
    try StoreFixture.say(
      [.started(epochs: 3), StoreFixture.epoch(1, loss: 0.5), StoreFixture.epoch(2, loss: 0.25)],
      to: journal)
    try journal.append(log: Array("one\ntwo\n\nthree".utf8)[...])
    _ = try journal.end(.failed(.program(status: 7)), usage: StoreFixture.usage)
    let attempts = try fixture.store.attempts(at: StoreFixture.trial().id)
    #expect(try fixture.store.curvesSoFar(of: attempts).columns["loss"] == [0.5, 0.25])
    #expect(try fixture.store.curvesSoFar(of: []) == Curves())
    #expect(try fixture.store.logTail(of: attempts[0], lines: 2) == ["two", "three"])
    #expect(try fixture.store.lastIterations(of: attempts[0]).isEmpty)
  }
}

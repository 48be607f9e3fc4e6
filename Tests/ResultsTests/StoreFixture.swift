import Foundation
import TestSupport
import Trials

@testable import Results

/// A store in a folder of its own, and what a trial in it may say.
struct StoreFixture {
  let folder: TemporaryFolder
  let store: ResultStore
  let build = ProgramBuild(
    program: .init(name: "scripted", version: "1.2", engine: 3),
    metrics: [
      MetricDescription("loss", about: "", better: .min),
      MetricDescription("accuracy", about: "", better: .max),
      MetricDescription("time.epoch", about: ""),
    ],
    checksum: String(repeating: "c", count: 64))
  let surroundings = Surroundings(
    orthosweepVersion: "0.1", host: "node7", processor: "Z80", gitCommit: "abc+")
  static let usage = AttemptUsage(seconds: 2, processorSeconds: 1.5, peakMemoryBytes: 1000)

  init() throws {
    folder = try TemporaryFolder()
    store = ResultStore(ResultLayout(root: folder.url.path + "/results"))
  }

  static func trial(seed: Int = 0, margin: Double = 0.1) -> Trial {
    Trial(
      program: "scripted", parameters: ["margin": .number(margin)],
      settings: ["threads": .number(2)], seed: seed)
  }

  struct NotClaimed: Error {}

  func begin(_ trial: Trial, engine: Int = 3) throws -> AttemptJournal {
    guard let claim = try store.claim(trial) else { throw NotClaimed() }
    let build = ProgramBuild(
      program: .init(name: "scripted", version: "1.2", engine: engine), metrics: build.metrics,
      checksum: build.checksum)
    return try store.begin(claim, build: build, surroundings: surroundings)
  }

  static func say(_ events: [TrialEvent], to journal: AttemptJournal) throws {
    for event in events { try journal.append(event, line: [UInt8](TrialJSON.line(event))[...]) }
  }

  static func epoch(_ number: Int, loss: Double) -> TrialEvent {
    .metrics(epoch: number, step: number * 10, values: ["loss": loss, "time.epoch": 0.5])
  }

  /// A trial that is done, with two epochs.
  @discardableResult
  func finish(_ trial: Trial) throws -> TrialRecord? {
    let journal = try begin(trial)
    try Self.say(
      [
        .started(epochs: 2, libraries: ["OpenBLAS": "0.3 Zen"]), Self.epoch(1, loss: 0.5),
        Self.epoch(2, loss: 0.75), .summary(values: ["accuracy": 0.9]),
      ], to: journal)
    return try journal.end(.finished, usage: Self.usage).record
  }
}

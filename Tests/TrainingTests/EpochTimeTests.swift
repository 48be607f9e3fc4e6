import Foundation
import SequenceTasks
import TestSupport
import Testing
import Trials

@testable import Training

@Suite("Times") struct EpochTimeTests {
  /// Trains with a clock that moves on by so many seconds in each iteration.
  private func events(
    _ seconds: [Double], iterations: Int, epochs: Int, from checkpoint: String? = nil
  ) throws -> [TrialEvent] {
    let trial = try hyperparameters(
      copy + ["batches_per_epoch": "\(iterations)", "epochs": "\(epochs)"])
    let clock = ManualClock()
    var (events, done) = ([TrialEvent](), 0)
    _ = try Trainer(trial).train(
      clock: clock,
      in: TrainingFolder(
        folder: nil, checkpoints: checkpoint.map { [$0] } ?? [], interval: .seconds(60)),
      isInterrupted: {
        clock.advance(by: .seconds(seconds[done]))
        done += 1
        return false
      }, send: { events.append($0) })
    #expect(done == seconds.count)
    return events
  }

  private func thousand(_ events: [TrialEvent]) -> Double? {
    guard case .summary(let values) = events.last else { return nil }
    return values["time.thousand"]
  }

  @Test(arguments: [
    ([9], 9000), ([9, 1], 1000), ([9, 1, 3], 2000), ([9, 1, 3, 2], 2000), ([1, 9, 3, 2, 4], 3500),
    ([0.5, 0.25, 0.125, 0.25], 250),
  ])
  func `a thousand iterations take the median of the epochs after the first`(
    epochs: [Double], expected: Double
  ) throws {
    // Two iterations an epoch, of equal length.
    let events = try events(
      epochs.flatMap { [$0, $0] }, iterations: 2, epochs: epochs.count)
    #expect(thousand(events) == expected)
  }

  @Test func `an epoch's time is that of all its iterations`() throws {
    let events = try events(
      [1, 2, 3, 4, 5, 0.5, 0.25, 0, 0, 0.5], iterations: 5, epochs: 2)
    #expect(events.compactMap { $0.metric("time.epoch") } == [15, 1.25])
    #expect(events.compactMap { $0.metric("time.iteration") } == [3000, 250])
    #expect(thousand(events) == 250)
  }

  @Test func `only iterations of this process are timed, its first epoch left out`() throws {
    // Stopped after 3 of 2 × 4 iterations.
    let trial = try hyperparameters(copy + ["batches_per_epoch": "4", "epochs": "2"])
    let attempts = try Attempts(trial)
    _ = try attempts.attempt(until: .told(after: 3), saving: .onlyWhenStopped)
    let checkpoint = try #require(attempts.checkpoints.first)
    let events = try events([7, 1, 1, 2, 2], iterations: 4, epochs: 2, from: checkpoint)
    #expect(events.compactMap { $0.metric("time.epoch") } == [7, 6])
    #expect(events.compactMap { $0.metric("time.iteration") } == [7000, 1500])
    #expect(thousand(events) == 1500)
  }

  @Test func `an epoch whose iterations another process did is not counted`() throws {
    let trial = try hyperparameters(copy + ["batches_per_epoch": "4", "epochs": "3"])
    let attempts = try Attempts(trial)
    _ = try attempts.attempt(until: .told(after: 4))
    let checkpoint = try #require(attempts.checkpoints.first)
    let events = try events(
      [9, 9, 9, 9, 2, 2, 2, 2], iterations: 4, epochs: 3, from: checkpoint)
    #expect(events.compactMap { $0.metric("time.iteration") } == [0, 9000, 2000])
    #expect(thousand(events) == 2000)
  }

  @Test func `writing a checkpoint is no time of an iteration`() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "checkpoint-3.safetensors").path
    // The file takes 100 s to write.
    let clock = ManualClock {
      FileManager.default.fileExists(atPath: path) ? .seconds(100) : .zero
    }
    var events: [TrialEvent] = []
    _ = try Trainer(try hyperparameters(copy + ["batches_per_epoch": "4"])).train(
      clock: clock,
      in: TrainingFolder(folder: folder.url.path, checkpoints: [], interval: .seconds(3)),
      isInterrupted: {
        clock.advance(by: .seconds(1))
        return false
      }, send: { events.append($0) })
    #expect(events.compactMap { $0.metric("time.epoch") } == [104])
    #expect(events.compactMap { $0.metric("time.iteration") } == [1000])
    #expect(thousand(events) == 1000)
  }

  @Test func `without an iteration there is no time to tell`() {
    var times = EpochTimes()
    #expect(times.secondsPerThousand == nil)
    times.add(epoch: .seconds(1), training: .zero, iterations: 0)
    #expect(times.secondsPerThousand == nil)
  }
}

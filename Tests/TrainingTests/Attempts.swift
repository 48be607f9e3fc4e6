import Foundation
import SequenceTasks
import TestSupport
import Trials

@testable import Training

/// One trial in several attempts, each with a folder of its own, as a scheduler starts them.
///
/// An attempt goes on from the checkpoints that all before it have left. The clock stands still, so
/// that measured times are 0 and checkpoints the same bytes, too.
final class Attempts {
  /// How an attempt ends early.
  enum Stop: Equatable, CustomStringConvertible {
    /// SIGTERM comes when the attempt has asked so often whether it came.
    case asked(Int)
    /// SIGTERM comes when so many iterations of the whole training are done.
    case told(after: Int)
    /// SIGTERM comes while an epoch's validation set is evaluated.
    case validating(Int)
    /// SIGTERM comes while the test set is evaluated.
    case testing
    /// The process is gone while it tells of an epoch; what it has saved stays.
    case gone(tellingOf: Int)

    var description: String {
      switch self {
      case .asked(let count): "told after \(count) questions"
      case .told(let step): "told after \(step)"
      case .validating(let epoch): "validating epoch \(epoch)"
      case .testing: "testing"
      case .gone(let epoch): "gone telling of \(epoch)"
      }
    }
  }

  /// When an attempt writes checkpoints.
  enum Saving: CaseIterable {
    case afterEachIteration
    case onlyWhenStopped
  }

  /// What one attempt has said and left.
  struct Attempt {
    var events: [TrialEvent] = []
    var ending: Trainer.Ending?
    var artifacts: [String: Data] = [:]
  }

  let trainer: Trainer
  /// The files of all attempts so far, newest first.
  var checkpoints: [String] = []
  private(set) var notes: [String] = []
  private let folder: TemporaryFolder
  let iterationsPerEpoch: Int
  private var count = 0

  init(_ hyperparameters: Hyperparameters, data: TaskData = .none) throws {
    trainer = Trainer(hyperparameters, data: data)
    let sequences = data.count(of: .train)
    let batch = hyperparameters.batch
    iterationsPerEpoch = hyperparameters.batchesPerEpoch ?? (sequences + batch - 1) / batch
    folder = try TemporaryFolder()
  }

  private struct Gone: Error {}

  /// Trains on, until stopped or to the end.
  func attempt(
    until stop: Stop? = nil, saving: Saving = .afterEachIteration
  ) throws -> Attempt {
    count += 1
    let path = folder.url.appending(path: "\(count)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let place = TrainingFolder(
      folder: path, checkpoints: checkpoints,
      interval: saving == .afterEachIteration ? .zero : .seconds(1))
    var attempt = Attempt()
    // Iterations begun and epochs told of, which say what the next question is asked before.
    var (done, told, asked) = (0, 0, 0)
    do {
      attempt.ending = try trainer.train(
        clock: ManualClock(), in: place,
        isInterrupted: {
          if stop == .asked(asked) { return true }
          asked += 1
          if done == (told + 1) * iterationsPerEpoch { return stop == .validating(told + 1) }
          if told == trainer.hyperparameters.epochs { return stop == .testing }
          if stop == .told(after: done) { return true }
          done += 1
          return false
        },
        note: {
          // Small data are never the published ones.
          guard !$0.hasSuffix("; results are of these files") else { return }
          notes.append($0.replacing(folder.url.path, with: "DIR"))
        },
        send: { event in
          if case .metrics(let epoch, _, _) = event {
            if stop == .gone(tellingOf: epoch) { throw Gone() }
            told = epoch
          }
          attempt.events.append(event)
          if case .resumed(_, let step) = event { done = step }
        })
    } catch is Gone {}
    try collect(path, &attempt)
    return attempt
  }

  private func collect(_ path: String, _ attempt: inout Attempt) throws {
    var steps: [Int] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      if let match = name.wholeMatch(of: #/checkpoint-(\d+)\.safetensors/#) {
        steps.append(Int(match.1) ?? 0)
      } else {
        attempt.artifacts[name] = FileManager.default.contents(atPath: "\(path)/\(name)")
      }
    }
    checkpoints =
      steps.sorted(by: >).map { "\(path)/checkpoint-\($0).safetensors" } + checkpoints
  }

  /// The bytes of the newest checkpoint.
  var newestCheckpoint: Data? {
    checkpoints.first.flatMap { FileManager.default.contents(atPath: $0) }
  }
}

extension Attempts.Attempt {
  /// The step that it went on from; nil where it began from the start.
  var resumedStep: Int? {
    events.lazy.compactMap { if case .resumed(_, let step) = $0 { step } else { nil } }.first
  }

  /// The events as they are printed, without what measures the machine and where it went on from.
  func lines() throws -> [String] {
    try events.filter { if case .resumed = $0 { false } else { true } }
      .map { String(decoding: try TrialJSON.line($0.withoutTimes), as: UTF8.self) }
  }
}

import Foundation
import TestSupport
import Testing
import Trials

@testable import Training

@Suite("A training's folder") struct TrainingFolderTests {
  private let temporary: TemporaryFolder
  private var folder: String { temporary.url.path }

  init() throws { temporary = try TemporaryFolder() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// Trains with a checkpoint after every iteration, at most `limit` of them.
  private func train(in folder: String, limit: Int = .max) throws {
    var done = 0
    _ = try Trainer(try hyperparameters(copy + ["batches_per_epoch": "12"])).train(
      clock: ManualClock(),
      in: TrainingFolder(folder: folder, checkpoints: [], interval: .zero),
      isInterrupted: {
        done += 1
        return done > limit
      }, send: { _ in })
  }

  /// The message of a training that cannot write, with the folder written as DIR.
  private func failure(in folder: String) -> String? {
    let failure = #expect(throws: TrainingFile.Failure.self) { try train(in: folder) }
    return failure?.description.replacing(self.folder, with: "DIR")
  }

  @Test func `the newest two checkpoints are kept`() throws {
    try train(in: folder, limit: 1)
    #expect(try names() == ["checkpoint-1.safetensors"])
    try train(in: folder)
    #expect(
      try names() == [
        "checkpoint-11.safetensors", "checkpoint-12.safetensors", "last-weights.safetensors",
      ])
  }

  @Test func `checkpoints are written when their time has come and when told to stop`() throws {
    let clock = ManualClock()
    var (done, seen) = (0, [[String]]())
    _ = try Trainer(try hyperparameters(copy + ["batches_per_epoch": "12"])).train(
      clock: clock,
      in: TrainingFolder(folder: folder, checkpoints: [], interval: .seconds(60)),
      isInterrupted: {
        // Before iterations 1, 2, …: 25 s each, so that 60 s are over after 3, 6 and 9 of them.
        seen.append((try? names()) ?? ["unreadable"])
        clock.advance(by: .seconds(25))
        done += 1
        return done > 8
      }, send: { _ in })
    func files(_ steps: [Int]) -> [String] { steps.map { "checkpoint-\($0).safetensors" } }
    #expect(
      seen.map(\.count) == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    #expect(seen[3] == files([3]) && seen[6] == files([3, 6]))
    #expect(try names() == files([6, 8]))
  }

  @Test func `a folder that is not there ends the training`() {
    #expect(
      failure(in: folder + "/none")
        == "cannot create DIR/none/checkpoint-1.safetensors.part: No such file or directory")
  }

  @Test func `a file is no folder`() throws {
    try temporary.write("", to: "file")
    #expect(
      failure(in: folder + "/file")
        == "cannot create DIR/file/checkpoint-1.safetensors.part: Not a directory")
  }

  @Test func `a full disk ends the training and leaves nothing`() throws {
    // Every write to this device fails as if the disk were full.
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/checkpoint-1.safetensors.part", withDestinationPath: "/dev/full")
    #expect(
      failure(in: folder)
        == "cannot write DIR/checkpoint-1.safetensors.part: No space left on device")
    #expect(try names() == [])
  }

  @Test func `a name that is taken by a folder ends the training and leaves no part`() throws {
    try temporary.write("", to: "checkpoint-1.safetensors/file")
    #expect(
      failure(in: folder) == "cannot rename to DIR/checkpoint-1.safetensors: Is a directory")
    #expect(try names() == ["checkpoint-1.safetensors"])
  }

  @Test func `an artifact that cannot be written ends the training, before its event`() throws {
    try temporary.write("", to: "hidden-norms.safetensors/file")
    var artifacts = 0
    let trial = try hyperparameters(
      copy + ["batches_per_epoch": "2", "probe.hidden_norms": "true"])
    let failure = #expect(throws: TrainingFile.Failure.self) {
      try Trainer(trial).train(
        clock: ManualClock(),
        in: TrainingFolder(folder: folder, checkpoints: [], interval: .seconds(60)),
        isInterrupted: { false }, send: { if case .artifact = $0 { artifacts += 1 } })
    }
    #expect(
      failure?.description.replacing(folder, with: "DIR")
        == "cannot rename to DIR/hidden-norms.safetensors: Is a directory")
    #expect(artifacts == 0)
  }
}

import Foundation
import SequenceTasks
import TestSupport
import Trials

@testable import Training

/// A small trial with its checkpoint after three of six iterations, and another two iterations older.
struct CheckpointFixture {
  static let parameters = [
    "task": "adding", "length": "3", "activation": "relu", "hidden": "7", "batch": "2",
    "epochs": "2", "batches_per_epoch": "3", "optimizer": "adam", "lr.bases": "1e-3",
  ]

  let trial: Hyperparameters
  private let folder: TemporaryFolder
  private let course: TrainingCourse<Float>
  private let older: TrainingCourse<Float>

  init(_ more: [String: String] = [:]) throws {
    trial = try hyperparameters(Self.parameters + more)
    folder = try TemporaryFolder()
    var course = TrainingCourse<Float>(trial, .none)
    _ = course.iterate()
    older = course
    for _ in 0..<2 { _ = course.iterate() }
    self.course = course
  }

  /// The folder of its files.
  var place: String { folder.url.path }

  /// The newer checkpoint.
  var checkpoint: Checkpoint { course.checkpoint }

  func bytes() throws -> Data { try checkpoint.serialized() }

  /// Writes a file and answers its path.
  func write(_ data: Data, to name: String = "checkpoint-3.safetensors") throws -> String {
    let place = folder.url.appending(path: name)
    try data.write(to: place)
    return place.path
  }

  func writeOlder() throws -> String {
    try write(older.checkpoint.serialized(), to: "checkpoint-1.safetensors")
  }

  /// Where a new training stands after it was shown some files, and what was said of them.
  func resumed(
    _ trial: Hyperparameters? = nil, from paths: [String]
  ) -> (course: TrainingCourse<Float>?, notes: [String]) {
    var course = TrainingCourse<Float>(trial ?? self.trial, .none)
    var notes: [String] = []
    let isResumed = course.resume(from: paths) {
      notes.append($0.replacing(place, with: "DIR"))
    }
    return (isResumed ? course : nil, notes)
  }

  /// What is said of a file; nil where it is gone on from.
  func note(on data: Data, for trial: Hyperparameters? = nil) throws -> String? {
    let (course, notes) = resumed(trial, from: [try write(data)])
    return course == nil ? notes.first : nil
  }

  /// What is said of a checkpoint with other content, sealed as if it had been written so.
  func note(
    changing change: (inout [String: Safetensors.Tensor]) -> Void
  ) throws -> String? {
    var tensors = checkpoint.content.tensors
    change(&tensors)
    return try note(on: sealed(tensors))
  }

  /// What the checkpoints belong to.
  var owner: Checkpoint.Owner { course.owner }

  func sealed(_ tensors: [String: Safetensors.Tensor]) throws -> Data {
    try Checkpoint(tensors, of: course.owner).serialized()
  }
}

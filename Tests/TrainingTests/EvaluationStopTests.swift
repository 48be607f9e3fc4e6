import Foundation
import SequenceTasks
import TestSupport
import Testing
import Trials

@testable import Training

/// What comes after an epoch's iterations: it may be long, and be stopped, too.
@Suite("Evaluations told to stop") struct EvaluationStopTests {
  @Test(arguments: ["smnist", "ptb"])
  func `a training told to stop at any question goes on to the same bytes`(task: String) throws {
    let data = try TinyData()
    var parameters = [
      "task": task, "activation": "tanh", "hidden": "6", "batch": "4", "epochs": "2",
      "data": data.folder,
    ]
    if task == "smnist" { parameters["side"] = "7" }
    let trial = try hyperparameters(parameters)
    let loaded = try data.load(trial.task)
    let lines = try Attempts(trial, data: loaded).attempt().lines()
    // The iterations are asked for, and so is every batch of the validation and the test set.
    var stops = 0
    while true {
      let stopped = try Attempts(trial, data: loaded)
      let attempt = try stopped.attempt(
        until: .asked(stops), saving: .onlyWhenStopped)
      if attempt.ending == .finished { break }
      #expect(attempt.ending == .interrupted)
      #expect(try stopped.attempt().lines() == lines, "stopped at question \(stops)")
      stops += 1
    }
    // Two epochs of so many iterations, each followed by a validation; then the test set twice.
    let iterations = try Attempts(trial, data: loaded).iterationsPerEpoch
    #expect(stops >= 2 * (iterations + 1) + 2, "only \(stops) questions")
  }
}

@Suite("Data that are read") struct DataProvenanceTests {
  @Test func `a trial says that its files are not the published ones, and their sum`() throws {
    let data = try TinyData()
    let trial = try hyperparameters([
      "task": "ptb", "activation": "tanh", "hidden": "6", "epochs": "1", "data": data.folder,
    ])
    let loaded = try data.load(trial.task)
    let provenance = try #require(DataProvenance(of: loaded))
    var (notes, events) = ([String](), [TrialEvent]())
    _ = try Trainer(trial, data: loaded).train(
      clock: ContinuousClock(), isInterrupted: { false }, note: { notes.append($0) },
      send: { events.append($0) })
    let names = ["train", "valid", "test"].map { "\(data.folder)/ptb/ptb.\($0).txt" }
    #expect(
      notes == [
        names.joined(separator: ", ")
          + ": not the published Penn Treebank; results are of these files"
      ])
    guard case .started(_, let libraries) = events[0] else {
      Issue.record("not started: \(events)")
      return
    }
    #expect(
      libraries["Penn Treebank"]
        == "not as published, SHA-256 \(provenance.digest.prefix(12))")
  }

  @Test(.enabled(if: RealData.pennTreebank != nil, Comment(rawValue: RealData.absence)))
  func `the published files are known as such`() throws {
    let task = SequenceTask.pennTreebank(PennTreebank())
    let data = try TaskData.load(task, from: RealData.pennTreebank)
    let provenance = try #require(DataProvenance(of: data))
    #expect(provenance.words == "as published" && provenance.note == nil)
  }

  @Test func `a task whose sequences are drawn has read nothing`() {
    #expect(DataProvenance(of: .none) == nil)
  }
}

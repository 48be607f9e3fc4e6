import Foundation
import LinearAlgebra
import SequenceTasks
import Testing
import Trials

@testable import Training

/// Small networks, trained for real.
@Suite("Training") struct TrainerTests {
  @Test func `a network learns to recall`() throws {
    let events = try train(
      copy + ["epochs": "3", "lr.free": "3e-3", "hidden": "33", "batch": "20"])
    guard case .summary(let values) = events.last else {
      Issue.record("no summary: \(events)")
      return
    }
    // Measured 0.80 and 0.29; without memory 1/8 and 10·ln 8/22 = 0.945.
    #expect(values["train.accuracy.best"] ?? 0 > 0.6)
    #expect(values["train.loss.best"] ?? 1 < 0.5)
  }

  @Test func `a network learns to add`() throws {
    let parameters = adding + ["epochs": "4", "lr.free": "3e-3", "hidden": "33", "margin": "1"]
    let losses = try train(parameters).compactMap { $0.metric("train.loss") }
    #expect(losses.count == 4)
    // Answering 1 always has 1/6 = 0.167.
    #expect(losses.last ?? 1 < 0.05)
  }

  @Test func `events come in the protocol's order, with every described metric`() throws {
    let events = try train(copy + ["epochs": "2", "batches_per_epoch": "3", "margin": "1"])
    #expect(events.count == 4)
    guard case .started(let epochs, let libraries) = events[0] else {
      Issue.record("not started: \(events[0])")
      return
    }
    #expect(epochs == 2)
    #expect(libraries["kernels"] == KernelLevel.current.rawValue)
    #expect(libraries["OpenBLAS"]?.wholeMatch(of: #/\d+\.\d+\S* \S+/#) != nil)
    let ofOtherTrials: Set = ["prelu.slope"]
    let described = ProgramDescription.orthornn.metrics.filter { metric in
      !["valid.", "test.", "best."].contains { metric.name.hasPrefix($0) }
        && !ofOtherTrials.contains(metric.name)
    }
    for (number, event) in events[1...2].enumerated() {
      guard case .metrics(let epoch, let step, let values) = event else {
        Issue.record("no metrics: \(event)")
        return
      }
      #expect((epoch, step) == (number + 1, 3 * (number + 1)))
      #expect(Set(values.keys) == Set(described.filter { $0.per == .epoch }.map(\.name)))
      #expect(values.values.allSatisfy { $0.isFinite })
    }
    guard case .summary(let values) = events[3] else {
      Issue.record("no summary: \(events[3])")
      return
    }
    #expect(Set(values.keys) == Set(described.filter { $0.per == .summary }.map(\.name)))
    #expect(values["train.loss.last"] == events[2].metric("train.loss"))
  }

  @Test(arguments: ["float", "double"])
  func `the same trial gives the same bytes`(precision: String) throws {
    let parameters =
      copy + ["hidden": "65", "precision": precision, "batches_per_epoch": "5", "epochs": "2"]
    let first = try train(parameters).map { try TrialJSON.line($0.withoutTimes) }
    let second = try train(parameters).map { try TrialJSON.line($0.withoutTimes) }
    #expect(first == second)
    let other = try train(parameters + ["seed.init": "1"])
    let different = try other.map { try TrialJSON.line($0.withoutTimes) }
    #expect(different != first)
  }

  @Test func `the data do not depend on the network`() throws {
    var small = TrainingLoop<Float>(try hyperparameters(copy), .none)
    var large = TrainingLoop<Double>(
      try hyperparameters(
        copy + ["hidden": "9", "transition": "dense", "seed.init": "3", "optimizer": "adam"]),
      .none)
    for _ in 0..<4 {
      _ = small.iterate()
      _ = large.iterate()
      #expect(small.batches.current == large.batches.current)
    }
  }

  @Test func `a longer training begins as the shorter one`() throws {
    let short = try train(copy + ["batches_per_epoch": "4"])
    let long = try train(copy + ["batches_per_epoch": "4", "epochs": "3"])
    #expect(short[1].withoutTimes == long[1].withoutTimes)
  }

  @Test func `an interrupted training stops before its next iteration`() throws {
    var asked = 0
    let trainer = Trainer(try hyperparameters(copy + ["batches_per_epoch": "4"]))
    var events: [TrialEvent] = []
    let ending = try trainer.train(
      clock: ContinuousClock(),
      isInterrupted: {
        asked += 1
        return asked == 3
      }, send: { events.append($0) })
    #expect(ending == .interrupted)
    #expect(asked == 3)
    #expect(events.count == 1)
  }

  @Test func `a reader that is gone ends the training`() throws {
    struct Gone: Error {}
    let trainer = Trainer(try hyperparameters(copy))
    #expect(throws: Gone.self) {
      try trainer.train(clock: ContinuousClock(), isInterrupted: { false }) { _ in throw Gone() }
    }
  }

  @Test(arguments: ["factorized", "dense", "orthogonal"], ["copy", "adding"])
  func `every transition trains with every init, margin and penalty`(
    transition: String, task: String
  ) throws {
    let margins = transition == "factorized" ? ["0", "0.1", "1", "10", "none"] : [nil]
    for initialization in ["orthogonal", "glorot-normal", "glorot-uniform", "identity"] {
      for (margin, penalty) in margins.flatMap({ margin in ["0", "0.01"].map { (margin, $0) } }) {
        var parameters = task == "copy" ? copy : adding
        parameters += [
          "batches_per_epoch": "3", "transition": transition, "init": initialization,
          "penalty.orthogonality": penalty,
        ]
        parameters["margin"] = margin
        if transition == "factorized" { parameters["penalty.spectrum"] = penalty }
        let events = try train(parameters)
        #expect(events.count == 3, "\(parameters)")
        let loss = try #require(events[1].metric("train.loss"))
        #expect(loss.isFinite && loss > 0, "\(parameters)")
        // Rounding of the initial factors; a free W has none.
        let error = events[1].metric("orthogonality.error")
        #expect(transition == "dense" ? error == nil : error ?? 1 < 1e-13, "\(parameters)")
      }
    }
  }

  @Test(
    arguments: ["identity", "tanh", "relu", "prelu", "oplu", "modrelu"],
    ["rmsprop", "nesterov", "sgd", "adam"])
  func `every activation trains by every optimizer`(activation: String, optimizer: String) throws {
    let events = try train(
      copy + [
        "batches_per_epoch": "3", "activation": activation, "optimizer": optimizer, "hidden": "8",
      ])
    #expect(events.count == 3)
    #expect(events[1].metric("train.loss")?.isFinite == true)
  }

  @Test func `a margin holds the spectrum`() throws {
    let events = try train(copy + ["margin": "0.01", "lr.spectrum": "100", "epochs": "2"])
    let smallest = try #require(events[2].metric("spectrum.min"))
    let largest = try #require(events[2].metric("spectrum.max"))
    #expect(smallest >= 0.99 && largest <= 1.01)
    #expect(largest - smallest > 0.01, "the spectrum hardly moved, so nothing was held")
  }
}

@Suite("Divergence") struct DivergenceTests {
  @Test func `a learning rate far too large diverges, as a result`() throws {
    let parameters = copy + ["lr.free": "1e15", "epochs": "5", "weight_decay": "0"]
    let events = try train(parameters, ending: .diverged)
    guard case .diverged(let step, let reason, let last) = events.last else {
      Issue.record("not diverged: \(events)")
      return
    }
    #expect(reason.contains("infinite") || reason.contains("NaN"))
    #expect(last.count == min(step, 100))
    #expect(last.last?["step"] == Double(step))
    let keys: Set = [
      "step", "train.loss", "gradient.norm", "state.max", "spectrum.min", "spectrum.max",
    ]
    #expect(last.allSatisfy { Set($0.keys) == keys })
    #expect(!events.contains { if case .summary = $0 { true } else { false } })
    let line = try TrialJSON.line(try #require(events.last))
    #expect(String(decoding: line, as: UTF8.self).contains(#""event":"diverged""#))
  }

  @Test func `only the last hundred iterations are told, oldest first`() {
    var history = IterationHistory()
    for step in 1...237 {
      history.append(
        IterationTrace(step: step, loss: 0, largestState: 0, gradientNorm: 0, spectrum: nil))
    }
    #expect(history.traces.map(\.step) == Array(138...237))
  }
}

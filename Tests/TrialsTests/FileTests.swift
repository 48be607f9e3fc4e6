import Foundation
import Testing

@testable import Trials

@Suite("Safetensors and curves") struct SafetensorsAndCurvesTests {
  private let file = Safetensors(
    [
      "b": .init([1.5, -2, .nan]), "a": .init([Float(1), 2, 3, 4], shape: [2, 2]), "n": .init([7]),
    ],
    metadata: ["made": "by \"us\""])

  @Test func `what is written reads back, bit for bit`() throws {
    let data = try file.serialized()
    let read = try Safetensors(serialized: data)
    #expect(try read.serialized() == data)
    #expect(read.tensors["a"]?.shape == [2, 2])
    #expect(read.tensors["a"]?.floats == [1, 2, 3, 4])
    #expect(read.tensors["b"]?.doubles?[2].isNaN == true)
    #expect(read.tensors["n"]?.integers == [7])
    #expect(read.metadata == ["made": "by \"us\""])
  }

  /// Fault F13's law for every file of this kind: no length makes the reader crash.
  @Test func `a file cut at any byte is refused`() throws {
    let data = try file.serialized()
    for length in 0..<data.count {
      #expect(throws: Safetensors.Problem.self) {
        try Safetensors(serialized: data.prefix(length))
      }
    }
  }

  @Test func `a later attempt replaces the epochs it says again`() throws {
    var curves = Curves()
    for epoch in 1...4 { curves.append(epoch: epoch, step: epoch * 10, values: ["loss": 1]) }
    curves.append(epoch: 3, step: 30, values: ["loss": 0.5, "new": 2])
    #expect(curves.epochs == [1, 2, 3])
    #expect(curves.columns["loss"] == [1, 1, 0.5])
    #expect(curves.columns["new"]?.last == 2)
    #expect(curves.columns["new"]?.first?.isNaN == true)
    let read = try Curves(serialized: curves.serialized())
    #expect(try read.serialized() == curves.serialized())
  }

  @Test func `the best value is finite, and the later one on a tie`() {
    var curves = Curves()
    for (epoch, value) in zip(1..., [0.5, .nan, 0.9, 0.9, .infinity, 0.1]) {
      curves.append(epoch: epoch, step: epoch, values: ["accuracy": value])
    }
    #expect(curves.best(of: "accuracy", .max) == .init(value: 0.9, epoch: 4))
    #expect(curves.best(of: "accuracy", .min) == .init(value: 0.1, epoch: 6))
    #expect(curves.best(of: "unknown", .max) == nil)
  }
}

@Suite("Events") struct EventsTests {
  @Test func `each event reads back from its line`() throws {
    let events: [TrialEvent] = [
      .started(epochs: 3), .started(epochs: 2, libraries: ["OpenBLAS": "0.3.21 Zen"]),
      .resumed(epoch: 3, step: 350), .metrics(epoch: 1, step: 10, values: ["train.loss": 0.25]),
      .artifact(name: "n", file: "n.safetensors"), .summary(values: ["x": 1]),
      .diverged(step: 12, reason: "loss is nan", last: [["loss": .infinity]]),
    ]
    for event in events {
      #expect(try TrialJSON.read(TrialEvent.self, from: TrialJSON.line(event)) == event)
    }
  }

  @Test func `a line is the protocol's`() throws {
    let event = TrialEvent.metrics(epoch: 3, step: 300, values: ["train.loss": 0.1])
    #expect(
      String(decoding: try TrialJSON.line(event), as: UTF8.self)
        == #"{"epoch":3,"event":"metrics","step":300,"values":{"train.loss":0.1}}"#)
    #expect(
      String(decoding: try TrialJSON.line(TrialEvent.resumed(epoch: 3, step: 350)), as: UTF8.self)
        == #"{"epoch":3,"event":"resumed","step":350}"#)
    let finding = CheckFinding(trial: 0, kind: .missing, problem: "no MNIST here")
    #expect(
      String(decoding: try TrialJSON.line(finding), as: UTF8.self)
        == #"{"kind":"missing","problem":"no MNIST here","trial":0}"#)
  }
}

@Suite("Outcomes") struct OutcomeTests {
  private static let all: [TrialOutcome] = [
    .finished, .diverged(step: 12, reason: "loss is nan"), .failed(.program(status: 7)),
    .failed(.brokenProtocol("no summary")), .failed(.invalid("margin")),
    .failed(.signal("SIGSEGV")), .failed(.outOfMemory), .failed(.cannotStart("no such file")),
    .failed(.inputOutput("disk full")), .timedOut, .stalled, .interrupted, .cancelled, .preempted,
    .nodeLost,
  ]

  @Test(arguments: all)
  func `an outcome reads back from what it writes`(outcome: TrialOutcome) throws {
    #expect(try TrialJSON.read(TrialOutcome.self, from: TrialJSON.line(outcome)) == outcome)
  }

  @Test func `the written form is the one that records keep`() throws {
    let diverged = try TrialJSON.line(TrialOutcome.diverged(step: 12, reason: "loss is nan"))
    #expect(
      String(decoding: diverged, as: UTF8.self)
        == #"{"reason":"loss is nan","step":12,"word":"diverged"}"#)
    let failed = try TrialJSON.line(TrialOutcome.failed(.program(status: 7)))
    #expect(
      String(decoding: failed, as: UTF8.self)
        == #"{"failure":"program","status":7,"word":"failed"}"#)
  }
}

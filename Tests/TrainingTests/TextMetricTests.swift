import Foundation
import LinearAlgebra
import RecurrentNets
import SequenceTasks
import TestSupport
import Testing

@testable import Training

/// Bits per character and accuracy of the Penn Treebank task, against numbers made by hand.
@Suite("Metrics of text") struct TextMetricTests {
  private static let rnn = ["activation": "tanh", "hidden": "6"]
  private static let lstm = ["model": "lstm", "hidden": "5"]

  /// A training at its start whose network answers the same to everything.
  private func constant<Scalar: MatrixScalar>(
    _ type: Scalar.Type, _ parameters: [String: String], _ data: TaskData,
    logits: [Double] = Array(repeating: 0, count: PennTreebank.symbols)
  ) throws -> TrainingCourse<Scalar> {
    var course = TrainingCourse<Scalar>(try hyperparameters(parameters), data)
    let hidden = course.hyperparameters.design.hidden
    course.loop.training.setParameters([
      (.outputWeights, Matrix(rows: hidden, columns: PennTreebank.symbols)),
      (.outputBias, Matrix(row: logits)),
    ])
    return course
  }

  private func parameters(
    _ mask: MaskRule, _ network: [String: String], length: Int, batch: Int = 2
  ) -> [String: String] {
    network + [
      "task": "ptb", "epochs": "1", "max_length": "\(length)", "mask": mask.rawValue,
      "batch": "\(batch)",
    ]
  }

  /// Two sentences of at most 5 characters, " ab\n" and " abc\n"; the third is longer.
  private func smallData(_ mask: MaskRule) throws -> TaskData {
    let data = try TinyData()
    let text = " ab\n abc\n abcd\n"
    try data.writeText(train: text, valid: text, test: " abc\n")
    return try data.load(.pennTreebank(PennTreebank(maximalLength: 5, mask: mask)))
  }

  @Test(arguments: MaskRule.allCases, [rnn, lstm])
  func `a network without an answer needs the logarithm of 49 bits a character`(
    mask: MaskRule, network: [String: String]
  ) throws {
    let data = try smallData(mask)
    let given = parameters(mask, network, length: 5)
    var floats = try constant(Float.self, given, data)
    var doubles = try constant(Double.self, given, data)
    var metrics = try floats.endEpoch().merging(floats.summary()) { $1 }
    // Natural logarithms of Float, each with an error of an ulp or two: 4·10⁻⁷.
    try check(metrics, mask, tolerance: 2e-6)
    metrics = try doubles.endEpoch().merging(doubles.summary()) { $1 }
    // The same of Double: 10⁻¹⁵.
    try check(metrics, mask, tolerance: 1e-14)
  }

  private func check(_ metrics: [Metric: Double], _ mask: MaskRule, tolerance: Double) throws {
    let strict: [Metric] = [.validBits, .testBits, .lastTestBits]
    let padded: [Metric] = [.paddedValidBits, .paddedTestBits, .lastPaddedTestBits]
    for metric in strict + (mask == .padded ? padded : []) {
      let bits = try #require(metrics[metric])
      #expect(abs(bits - 5.614709844115208) <= tolerance, "\(metric)")  // log₂ 49
    }
    if mask == .strict { #expect(padded.allSatisfy { metrics[$0] == nil }) }
  }

  /// log₂ Σ exp z of the logits below: 47 zeros, a 2 at the newline, a 3 at `<unk>` (symbol 0).
  private static let normalizer = log(47 + exp(2.0) + exp(3.0)) / log(2.0)

  @Test(arguments: MaskRule.allCases, [rnn, lstm])
  func `a constant answer costs what its text says`(
    mask: MaskRule, network: [String: String]
  ) throws {
    var logits = [Double](repeating: 0, count: PennTreebank.symbols)
    (logits[0], logits[1]) = (3, 2)
    var course = try constant(
      Double.self, parameters(mask, network, length: 5), try smallData(mask), logits: logits)
    let metrics = try course.endEpoch()
    // Answers wanted: a b newline, a b c newline. None is symbol 0, which is the network's answer.
    let bit = log(2.0)
    let strict = Self.normalizer - 2 * 2 / 7 / bit
    #expect(abs(try #require(metrics[.validBits]) - strict) < 1e-14)  // ten roundings of 6 bits
    #expect(metrics[.validAccuracy] == 0)
    guard mask == .padded else { return }
    // After the newline 0 and 0; once only where the sentence fills the five characters.
    let padded = Self.normalizer - (2 * 2 + 3 * 3) / 10 / bit
    #expect(abs(try #require(metrics[.paddedValidBits]) - padded) < 1e-14)
    #expect(metrics[.paddedValidAccuracy] == 0.3)
  }

  /// The newline twice, and `<unk>` three times at the free positions.
  @Test(arguments: [(MaskRule.strict, 4.0 / 7), (.padded, 13.0 / 10)])
  func `what is trained on follows the mask`(mask: MaskRule, nats: Double) throws {
    var logits = [Double](repeating: 0, count: PennTreebank.symbols)
    (logits[0], logits[1]) = (3, 2)
    var course = try constant(
      Double.self, parameters(mask, Self.rnn, length: 5), try smallData(mask), logits: logits)
    // Both sentences are one minibatch.
    guard case .done(let report, _) = course.iterate() else {
      Issue.record("diverged")
      return
    }
    // Ten roundings of 6 bits.
    #expect(abs(report.taskLoss - (Self.normalizer - nats / log(2.0))) < 1e-14)
  }

  /// Counts of the validation text by an independent reading in Python: 817 sentences of at most
  /// 75 characters, 39,328 strict answers; 2 free ones more each, one for 14 that fill the length.
  @Test(
    .enabled(if: RealData.pennTreebank != nil, "\(RealData.absence)"), arguments: [rnn, lstm])
  func `the published text has the published numbers of answers`(
    network: [String: String]
  ) throws {
    let task = SequenceTask.pennTreebank(PennTreebank(maximalLength: 75, mask: .padded))
    let data = try TaskData.load(task, from: RealData.pennTreebank)
    #expect(data.count(of: .train) == 9855 && data.count(of: .valid) == 817)
    var course = try constant(
      Float.self, parameters(.padded, network, length: 75, batch: 50), data)
    #expect(course.iterationsPerEpoch == 198)  // 9,855 / 50, the last one smaller
    var batches = try #require(SplitBatches(task, data: data, split: .valid, size: 50))
    let evaluation = try course.loop.evaluate(&batches)
    #expect(evaluation.strict.answers == 39_328)
    #expect(evaluation.all.answers == 39_328 + 1620)
    // Natural logarithms of Float, each with an error of an ulp or two: 4·10⁻⁷.
    try check(course.endEpoch().merging(course.summary()) { $1 }, .padded, tolerance: 2e-6)
  }
}

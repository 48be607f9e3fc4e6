import CKernels
import Foundation
import LinearAlgebra
import Testing

@testable import LinearAlgebra

/// The fused loops, at every level that this processor has.
@Suite struct KernelTests {
  static let levels = [CKLevelPortable, CKLevelAVX2, CKLevelAVX512]
    .filter { ck_float_at($0) != nil }.map(\.rawValue)

  private func floats(_ level: UInt32) throws -> CKFloatTable {
    try #require(ck_float_at(CKLevel(rawValue: level))).pointee
  }

  private func steps(_ level: UInt32) throws -> LevelSteps<Float> { try .at(level) }

  @Test(arguments: levels)
  func `tanh of a Float is right within five last places, six without FMA`(level: UInt32) throws {
    // Every 1,009th Float from −12 to 12 (past the last that is not ±1), so all exponents occur.
    var inputs: [Float] = []
    for bits in stride(from: UInt32(0), through: Float(12).bitPattern, by: 1009) {
      inputs += [Float(bitPattern: bits), -Float(bitPattern: bits)]
    }
    let allowed = level == CKLevelPortable.rawValue ? 6.0 : 5
    let outputs = try steps(level).activate(CKActivationTanh, inputs).h
    for (x, y) in zip(inputs, outputs) {
      let exact = tanh(Double(x))
      let ulp = Double(Float(exact).ulp)
      if !(abs(Double(y) - exact) <= allowed * ulp && abs(y) <= 1) {
        Issue.record("tanh \(x) = \(y), not \(exact)")
      }
    }
  }

  @Test(arguments: levels)
  func `tanh passes on infinity, NaN and the sign of zero`(level: UInt32) throws {
    let (values, largest) = try steps(level).activate(
      CKActivationTanh, [.infinity, -.infinity, -0.0, .nan, 1e30])
    #expect(values[0] == 1 && values[1] == -1 && values[4] == 1)
    #expect(values[2] == 0 && values[2].sign == .minus)
    #expect(values[3].isNaN && largest.isNaN)
  }

  @Test(arguments: levels, [1, 3, 63, 64, 65, 130])
  func `softmax cross-entropy is its definition`(level: UInt32, rows: Int) throws {
    let classes = 9
    let logits: Matrix<Float> = randomMatrix(rows, classes)
    let targets = (0..<rows).map { Int32(($0 * 7) % classes) }
    var gradient = logits.elements
    var scratch = [Float](repeating: 0, count: (classes + 4) * 64)
    var (losses, hits) = ([Double](repeating: 0, count: rows), [UInt8](repeating: 0, count: rows))
    try floats(level).softmax_cross_entropy(
      rows, classes, classes, targets, 0.5, &gradient, &scratch, &losses, &hits)
    let (loss, correct) = (losses.reduce(0, +), hits.count { $0 == 1 })
    var expectedLoss = 0.0
    var expectedCorrect = 0
    for row in 0..<rows {
      let z = (0..<classes).map { Double(logits[row, $0]) }
      let sum = z.reduce(0) { $0 + exp($1) }
      let target = Int(targets[row])
      expectedLoss += log(sum) - z[target]
      expectedCorrect += z.firstIndex(of: z.max() ?? 0) == target ? 1 : 0
      for c in 0..<classes {
        let expected = 0.5 * (exp(z[c]) / sum - (c == target ? 1 : 0))
        // exp within 2 ulp, a sum of nine and a division: some ulp of a number below ½.
        #expect(abs(Double(gradient[row * classes + c]) - expected) < 4e-7)
      }
    }
    #expect(abs(loss - expectedLoss) < 1e-6 * Double(rows))
    #expect(correct == expectedCorrect)
  }

  @Test(arguments: levels)
  func `an impossible target costs its distance and keeps its gradient`(level: UInt32) throws {
    var logits: [Float] = [0, 1000]
    var scratch = [Float](repeating: 0, count: 6 * 64)
    var (losses, hits) = ([0.0], [UInt8(7)])
    try floats(level).softmax_cross_entropy(1, 2, 2, [0], 1, &logits, &scratch, &losses, &hits)
    #expect(losses == [1000])
    #expect(logits == [-1, 1])
    #expect(hits == [0])
  }

  @Test(arguments: levels)
  func `the first of equal logits is the answer`(level: UInt32) throws {
    var logits: [Float] = [2, 2, 2, 2, 2, 2]
    var scratch = [Float](repeating: 0, count: 7 * 64)
    var (losses, hits) = ([0.0, 0], [UInt8(0), 0])
    try floats(level).softmax_cross_entropy(2, 3, 3, [0, 1], 1, &logits, &scratch, &losses, &hits)
    #expect(hits == [1, 0])
  }

  @Test(arguments: levels)
  func `a row that asks nothing costs nothing and has no gradient`(level: UInt32) throws {
    var logits: [Float] = [2, 1, 0, 3, .infinity, .nan]
    var scratch = [Float](repeating: 0, count: 6 * 64)
    var (losses, hits) = ([9.0, 9, 9], [UInt8(9), 9, 9])
    try floats(level).softmax_cross_entropy(
      3, 2, 2, [-1, 1, -1], 1, &logits, &scratch, &losses, &hits)
    #expect(logits[0...1] == [0, 0] && logits[4...5] == [0, 0])
    #expect(losses[0] == 0 && losses[2] == 0 && losses[1] > 0)
    #expect(hits == [0, 1, 0])
  }

  @Test(arguments: levels)
  func `relu's derivative is 1 above zero, one half at it and 0 below`(level: UInt32) throws {
    let steps = try steps(level)
    // Nine entries: one past a vector of eight. Both zeros are the kink itself.
    let states = steps.activate(
      CKActivationReLU, [3, 0, -0.0, -2, 1e-30, -1e-30, 5, .infinity, 0]
    ).h
    #expect(states == [3, 0, 0, 0, 1e-30, 0, 5, .infinity, 0])
    let gradient = [Float](repeating: 8, count: states.count)
    let messages = steps.messages(CKActivationReLU, clip: 100, kept: states, gradient).messages
    #expect(messages == [8, 4, 4, 0, 8, 0, 8, 8, 4])
  }

  @Test(arguments: levels)
  func `relu passes on NaN`(level: UInt32) throws {
    let (states, largest) = try steps(level).activate(CKActivationReLU, [.nan, -1])
    #expect(largest.isNaN)
    #expect(states[0].isNaN)
  }

  @Test(arguments: levels)
  func `messages are clipped after gain and derivative`(level: UInt32) throws {
    let steps = try steps(level)
    let gradient: [Float] = [10, -10, 0.5, 3]
    #expect(
      steps.messages(CKActivationIdentity, rows: 2, gain: 2, clip: 5, kept: gradient, gradient)
        .messages == [5, -5, 1, 5])
    #expect(
      steps.messages(CKActivationTanh, rows: 2, gain: 2, clip: 5, kept: [0, 0.5, 0, 1], gradient)
        .messages == [5, -5, 1, 0])
    #expect(
      steps.messages(CKActivationIdentity, clip: .infinity, kept: [0], [1e30]).messages == [1e30])
  }

  @Test(arguments: levels, [1, 7, 16, 33, 70, 130])
  func `sums over rows leave out the padding`(level: UInt32, columns: Int) throws {
    let (rows, kernels) = (5, try floats(level))
    let values: Matrix<Float> = randomMatrix(rows, columns, "values")
    let bias: Matrix<Float> = randomMatrix(1, columns, "bias")
    var sums = bias.elements
    kernels.add_column_sums(rows, columns, columns, values.elements, &sums)
    for j in 0..<columns {
      let exact = (0..<rows).reduce(Double(bias[0, j])) { $0 + Double(values[$1, j]) }
      // Sums of six terms of size 1: some ulp of Float.
      #expect(abs(Double(sums[j]) - exact) < 2e-6)
    }
  }
}

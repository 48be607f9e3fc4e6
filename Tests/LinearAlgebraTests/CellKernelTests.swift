import CKernels
import Foundation
import LinearAlgebra
import Testing

@testable import LinearAlgebra

/// The activations with a parameter or in pairs, the LSTM and the row loops, at every level.
@Suite struct CellKernelTests {
  private func floats(_ level: UInt32) throws -> LevelSteps<Float> { try .at(level) }

  @Test(arguments: KernelTests.levels)
  func `prelu bends at zero, and its slope sees what is below`(level: UInt32) throws {
    let steps = try floats(level)
    let kept: [Float] = [2, -1, 0, -3, 0.5, -0.5]
    let (h, largest) = steps.activate(
      CKActivationPReLU, rows: 2, gain: 2, shape: [0.25], kept)
    #expect(h == [4, -0.5, 0, -1.5, 1, -0.25])
    #expect(largest == 4)
    let (messages, slope) = steps.messages(
      CKActivationPReLU, rows: 2, gain: 2, clip: 10, shape: [0.25], kept: kept,
      [1, 2, 4, 8, 16, 32], sums: [100])
    // 2·(1, ¼, ⅝, ¼, 1, ¼) times the gradients, held to 10.
    #expect(messages == [2, 1, 5, 4, 10, 10])
    // 100 + 2·(−1·2 − 3·8 − ½·32)
    #expect(slope == [16])
  }

  @Test(arguments: KernelTests.levels)
  func `oplu orders neighbours, gradients follow, and ties stay`(level: UInt32) throws {
    let steps = try floats(level)
    let kept: [Float] = [1, 2, 2, 1, 3, 3, -1, -2]
    #expect(steps.activate(CKActivationOPLU, rows: 2, kept).h == [2, 1, 2, 1, 3, 3, -1, -2])
    let messages = steps.messages(
      CKActivationOPLU, rows: 2, clip: 6, kept: kept, [1, 2, 3, 4, 5, 6, 7, 8]
    ).messages
    #expect(messages == [2, 1, 3, 4, 5, 6, 6, 6])
  }

  @Test(arguments: KernelTests.levels)
  func `modrelu shifts magnitudes and keeps signs`(level: UInt32) throws {
    let steps = try floats(level)
    let kept: [Float] = [2, -2, 0.5, -0.5]
    #expect(
      steps.activate(CKActivationModReLU, rows: 2, shape: [-1, 1], kept).h == [1, -3, 0, -1.5])
    let (messages, offsets) = steps.messages(
      CKActivationModReLU, rows: 2, clip: 100, shape: [-1, 1], kept: kept, [1, 2, 4, 8],
      sums: [0, 0])
    #expect(messages == [1, 2, 0, 8])
    #expect(offsets == [1, -2 - 8])
  }

  @Test(arguments: KernelTests.levels, [3, 4, 5])
  func `NaN passes through every activation`(level: UInt32, activation: UInt32) throws {
    let largest = try floats(level).activate(
      CKActivation(rawValue: activation), shape: [1, 1], [.nan, 1]
    ).largest
    #expect(largest.isNaN)
  }

  @Test(arguments: KernelTests.levels, [1, 7, 16, 33])
  func `an LSTM step is its formula`(level: UInt32, units: Int) throws {
    let rows = 3
    let gates: Matrix<Double> = randomMatrix(rows, 4 * units, "gates")
    let peepholes: Matrix<Double> = randomMatrix(3, units, "peepholes")
    let cells: Matrix<Double> = randomMatrix(rows, units, "cells")
    let (_, cell, state, largest) = try floats(level).forwardLSTM(
      gates.elements.map { Float($0) }, peepholes.elements.map { Float($0) },
      cells.elements.map { Float($0) }, rows: rows)
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for row in 0..<rows {
      for j in 0..<units {
        let a = (0..<4).map { gates[row, $0 * units + j] }
        let w = (0..<3).map { peepholes[$0, j] }
        let i = sigmoid(a[0] + w[0] * cells[row, j])
        let f = sigmoid(a[1] + w[1] * cells[row, j])
        let c = f * cells[row, j] + i * tanh(a[2])
        let h = sigmoid(a[3] + w[2] * c) * tanh(c)
        // A few roundings of numbers of size 1.
        #expect(abs(Double(cell[row * units + j]) - c) < 1e-6)
        #expect(abs(Double(state[row * units + j]) - h) < 1e-6)
      }
    }
    #expect(largest == state.map { Double(abs($0)) }.max())
  }

  @Test(arguments: KernelTests.levels)
  func `sigmoid of a Float is right within four last places`(level: UInt32) throws {
    // Every 1,009th Float from -88 to 88, where 1 / (1 + exp) neither overflows nor is subnormal.
    var inputs: [Float] = []
    for bits in stride(from: UInt32(0), through: Float(87).bitPattern, by: 1009) {
      inputs += [Float(bitPattern: bits), -Float(bitPattern: bits)]
    }
    let zeros = [Float](repeating: 0, count: inputs.count)
    let gates = try floats(level).forwardLSTM(
      inputs + zeros + zeros + zeros, zeros + zeros + zeros, zeros, rows: 1
    ).gates
    for (x, y) in zip(inputs, gates) {
      let exact = 1 / (1 + exp(-Double(x)))
      if !(abs(Double(y) - exact) <= 4 * Double(Float(exact).ulp)) {
        Issue.record("sigmoid \(x) = \(y), not \(exact)")
      }
    }
  }

  @Test(arguments: KernelTests.levels)
  func `an LSTM's step back is the derivative of its step`(level: UInt32) throws {
    let (rows, units, size) = (2, 3, 1e-6)
    let steps = try LevelSteps<Double>.at(level)
    let gates = (randomMatrix(rows, 4 * units, "gates") as Matrix<Double>).elements
    let peepholes = (randomMatrix(3, units, "peepholes") as Matrix<Double>).elements
    let before = (randomMatrix(rows, units, "cells") as Matrix<Double>).elements
    let gradient = (randomMatrix(rows, units, "gradient") as Matrix<Double>).elements
    let cellGradient = (randomMatrix(rows, units, "cellGradient") as Matrix<Double>).elements
    func loss(_ gates: [Double], _ peepholes: [Double], _ before: [Double]) -> Double {
      let (_, cell, state, _) = steps.forwardLSTM(gates, peepholes, before, rows: rows)
      return zip(state, gradient).reduce(0) { $0 + $1.0 * $1.1 }
        + zip(cell, cellGradient).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func differences(_ start: [Double], _ loss: ([Double]) -> Double) -> [Double] {
      start.indices.map { index in
        var (above, below) = (start, start)
        above[index] += size
        below[index] -= size
        return (loss(above) - loss(below)) / (2 * size)
      }
    }
    let (after, cell, _, _) = steps.forwardLSTM(gates, peepholes, before, rows: rows)
    let (messages, toPeepholes, toCell) = steps.backwardLSTM(
      after, peepholes, before: before, after: cell, gradient: gradient,
      cellGradient: cellGradient, rows: rows)
    let expected = [
      differences(gates) { loss($0, peepholes, before) },
      differences(peepholes) { loss(gates, $0, before) },
      differences(before) { loss(gates, peepholes, $0) },
    ]
    for (ours, theirs) in zip([messages, toPeepholes, toCell], expected) {
      // Truncation 1e-12 and rounding 1e-16 / 1e-6.
      #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-8 })
    }
  }
}

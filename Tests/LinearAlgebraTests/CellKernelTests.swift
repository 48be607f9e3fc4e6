import CKernels
import Foundation
import LinearAlgebra
import Testing

@testable import LinearAlgebra

/// The activations with a parameter or in pairs, the LSTM and the row loops, at every level.
@Suite struct CellKernelTests {
  private func floats(_ level: UInt32) throws -> CKFloatTable {
    try #require(ck_float_at(CKLevel(rawValue: level))).pointee
  }

  private func doubles(_ level: UInt32) throws -> CKDoubleTable {
    try #require(ck_double_at(CKLevel(rawValue: level))).pointee
  }

  @Test(arguments: KernelTests.levels)
  func `prelu bends at zero, and its slope sees what is below`(level: UInt32) throws {
    let kernels = try floats(level)
    let kept: [Float] = [2, -1, 0, -3, 0.5, -0.5]
    var h = [Float](repeating: 0, count: 6)
    let largest = kernels.activate.3(2, 3, 2, [0.25], kept, &h)
    #expect(h == [4, -0.5, 0, -1.5, 1, -0.25])
    #expect(largest == 4)
    let gradient: [Float] = [1, 2, 4, 8, 16, 32]
    var (messages, slope) = (h, [Float(100)])
    kernels.message.3(2, 3, 2, 10, [0.25], kept, gradient, &messages, &slope)
    // 2·(1, ¼, ⅝, ¼, 1, ¼) times the gradients, held to 10.
    #expect(messages == [2, 1, 5, 4, 10, 10])
    // 100 + 2·(−1·2 − 3·8 − ½·32)
    #expect(slope == [16])
  }

  @Test(arguments: KernelTests.levels)
  func `oplu orders neighbours, gradients follow, and ties stay`(level: UInt32) throws {
    let kernels = try floats(level)
    let kept: [Float] = [1, 2, 2, 1, 3, 3, -1, -2]
    var h = [Float](repeating: 0, count: 8)
    _ = kernels.activate.4(2, 4, 1, [0], kept, &h)
    #expect(h == [2, 1, 2, 1, 3, 3, -1, -2])
    var (messages, unread) = (h, [Float(0)])
    kernels.message.4(2, 4, 1, 6, [0], kept, [1, 2, 3, 4, 5, 6, 7, 8], &messages, &unread)
    #expect(messages == [2, 1, 3, 4, 5, 6, 6, 6])
  }

  @Test(arguments: KernelTests.levels)
  func `modrelu shifts magnitudes and keeps signs`(level: UInt32) throws {
    let kernels = try floats(level)
    let kept: [Float] = [2, -2, 0.5, -0.5]
    var h = [Float](repeating: 0, count: 4)
    _ = kernels.activate.5(2, 2, 1, [-1, 1], kept, &h)
    #expect(h == [1, -3, 0, -1.5])
    var (messages, offsets) = (h, [Float(0), 0])
    kernels.message.5(2, 2, 1, 100, [-1, 1], kept, [1, 2, 4, 8], &messages, &offsets)
    #expect(messages == [1, 2, 0, 8])
    #expect(offsets == [1, -2 - 8])
  }

  @Test(arguments: KernelTests.levels, [3, 4, 5])
  func `NaN passes through every activation`(level: UInt32, activation: Int) throws {
    let kernels = try floats(level)
    let loops = [kernels.activate.3, kernels.activate.4, kernels.activate.5]
    var h: [Float] = [0, 0]
    #expect(loops[activation - 3](1, 2, 1, [1, 1], [.nan, 1], &h).isNaN)
  }

  @Test(arguments: KernelTests.levels, [1, 7, 16, 33])
  func `an LSTM step is its formula`(level: UInt32, units: Int) throws {
    let rows = 3
    let gates: Matrix<Double> = randomMatrix(rows, 4 * units, "gates")
    let peepholes: Matrix<Double> = randomMatrix(3, units, "peepholes")
    let cells: Matrix<Double> = randomMatrix(rows, units, "cells")
    var single = gates.elements.map { Float($0) }
    var (cell, state) = (
      [Float](repeating: 0, count: rows * units), [Float](repeating: 0, count: rows * units)
    )
    let largest = try floats(level).lstm_forward(
      rows, units, peepholes.elements.map { Float($0) }, cells.elements.map { Float($0) },
      &single, &cell, &state)
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
    #expect(largest == state.map(abs).max())
  }

  @Test(arguments: KernelTests.levels)
  func `an LSTM's step back is the derivative of its step`(level: UInt32) throws {
    let (rows, units, size) = (2, 3, 1e-6)
    let kernels = try doubles(level)
    let gates = (randomMatrix(rows, 4 * units, "gates") as Matrix<Double>).elements
    let peepholes = (randomMatrix(3, units, "peepholes") as Matrix<Double>).elements
    let before = (randomMatrix(rows, units, "cells") as Matrix<Double>).elements
    let gradient = (randomMatrix(rows, units, "gradient") as Matrix<Double>).elements
    let cellGradient = (randomMatrix(rows, units, "cellGradient") as Matrix<Double>).elements
    func loss(_ gates: [Double], _ peepholes: [Double], _ before: [Double]) -> Double {
      var (gates, cell, state) = (gates, before, before)
      _ = kernels.lstm_forward(rows, units, peepholes, before, &gates, &cell, &state)
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
    var (after, cell, state) = (gates, before, before)
    _ = kernels.lstm_forward(rows, units, peepholes, before, &after, &cell, &state)
    var (messages, toPeepholes) = (gates, [Double](repeating: 0, count: 3 * units))
    var toCell = cellGradient
    kernels.lstm_backward(
      rows, units, .infinity, peepholes, before, cell, after, gradient, &toCell, &messages,
      &toPeepholes)
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

  @Test(arguments: KernelTests.levels)
  func `rows are looked up, and scattered back`(level: UInt32) throws {
    let kernels = try floats(level)
    var rows = [Float](repeating: 0, count: 6)
    kernels.gather_rows(3, 2, [2, 0, 2], [1, 2, 3, 4, 5, 6], &rows)
    #expect(rows == [5, 6, 1, 2, 5, 6])
    var table = [Float](repeating: 1, count: 6)
    kernels.scatter_rows(3, 2, [2, 0, 2], rows, &table)
    #expect(table == [2, 3, 1, 1, 11, 13])
  }
}

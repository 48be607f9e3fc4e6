import LinearAlgebra
import Testing

@testable import SequenceTasks

@Suite("Adding task") struct AddingTaskTests {
  private func batch(length: Int, size: Int, seed: Int = 0, advances: Int = 1) -> Minibatch {
    var batches = MinibatchStream(.adding(AddingTask(length: length)), size: size, seed: seed)
    for _ in 0..<advances { batches.advance() }
    return batches.current
  }

  /// The marked steps of one sequence.
  private func marks(_ batch: Minibatch, sample: Int) -> [Int] {
    let steps = batch.inputs.rows / batch.size
    return (0..<steps).filter { batch.inputs[$0 * batch.size + sample, 1] == 1 }
  }

  @Test(arguments: [(2, 1), (5, 3), (1000, 50)])
  func `one step of each half is marked`(length: Int, size: Int) {
    let batch = batch(length: length, size: size, advances: 3)
    #expect(batch.inputs.rows == length * size)
    #expect(batch.inputs.columns == 2)
    for sample in 0..<size {
      let marks = marks(batch, sample: sample)
      #expect(marks.count == 2)
      #expect((0..<length / 2).contains(marks[0]))
      #expect((length / 2..<length).contains(marks[1]))
    }
  }

  @Test(arguments: [(2, 1), (5, 3), (1000, 50)])
  func `the answer is the sum of the marked numbers`(length: Int, size: Int) {
    let batch = batch(length: length, size: size, advances: 2)
    #expect(batch.classes.isEmpty)
    #expect(batch.values.rows == size && batch.values.columns == 1)
    for sample in 0..<size {
      let sum = marks(batch, sample: sample).reduce(0) {
        $0 + Double(batch.inputs[$1 * size + sample, 0])
      }
      #expect(batch.values[sample, 0] == sum)
    }
  }

  @Test func `numbers are uniform in the half-open unit interval`() {
    let batch = batch(length: 1000, size: 50)
    let numbers = (0..<50_000).map { Double(batch.inputs[$0, 0]) }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    let mean = numbers.reduce(0, +) / 50_000
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 50_000
    #expect(abs(mean - 0.5) < 0.0065)  // five standard errors, √(1/12/50,000) each
    #expect(abs(variance - 1.0 / 12) < 0.0017)  // five standard errors, √(1/180/50,000) each
  }

  @Test func `marks are uniform within their half`() {
    let batch = batch(length: 7, size: 7000)
    var counts = [Int](repeating: 0, count: 7)
    for sample in 0..<7000 { for mark in marks(batch, sample: sample) { counts[mark] += 1 } }
    for count in counts[..<3] { #expect(abs(count - 2333) < 200) }  // five times √(7000·2/9)
    for count in counts[3...] { #expect(abs(count - 1750) < 185) }  // five times √(7000·3/16)
  }

  @Test func `answering 1 always has a mean squared error of 1/6`() {
    let values = batch(length: 2, size: 40_000).values.elements
    let error = values.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / 40_000
    #expect(abs(error - 1.0 / 6) < 0.005)  // five standard errors, √(7/180/40,000) each
  }
}

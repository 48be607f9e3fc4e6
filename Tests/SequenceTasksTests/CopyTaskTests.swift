import LinearAlgebra
import Testing

@testable import SequenceTasks

@Suite("Copy task") struct CopyTaskTests {
  private func batch(
    delay: Int, _ encoding: CopyTask.Encoding = .scalar, size: Int = 50, seed: Int = 0,
    advances: Int = 1
  ) -> Minibatch {
    var batches = MinibatchStream(
      .copy(CopyTask(delay: delay, encoding: encoding)), size: size, seed: seed)
    for _ in 0..<advances { batches.advance() }
    return batches.current
  }

  @Test(arguments: [(1, 1), (7, 3), (100, 50)])
  func `a sequence is ten symbols, blanks, a delimiter at delay + 9, ten blanks`(
    delay: Int, size: Int
  ) {
    let batch = batch(delay: delay, size: size)
    #expect(batch.inputs.rows == (delay + 20) * size)
    #expect(batch.inputs.columns == 1)
    for row in 0..<batch.inputs.rows {
      let (step, value) = (row / size, batch.inputs[row, 0])
      switch step {
      case 0..<10: #expect((1...8).contains(value) && value == value.rounded())
      case delay + 9: #expect(value == -1)
      default: #expect(value == 0)
      }
    }
  }

  @Test(arguments: [(1, 1), (7, 3), (100, 50)])
  func `the answer is blank, then the ten symbols in order`(delay: Int, size: Int) {
    let batch = batch(delay: delay, size: size)
    #expect(batch.values.count == 0)
    #expect(batch.classes.count == (delay + 20) * size)
    let recall = (delay + 10) * size
    #expect(batch.classes.prefix(recall).allSatisfy { $0 == 0 })
    #expect(
      batch.classes.dropFirst(recall).elementsEqual(
        batch.inputs.elements.prefix(10 * size).map { Int32($0) }))
  }

  @Test func `one-hot shows the same sequences by the places of their ones`() {
    let numbers = batch(delay: 5, size: 3, advances: 2)
    let places = batch(delay: 5, .oneHot, size: 3, advances: 2)
    #expect(places.inputs.count == 0 && places.symbols.count == numbers.inputs.rows)
    #expect(places.classes == numbers.classes)
    for row in 0..<numbers.inputs.rows {
      let number = Int(numbers.inputs[row, 0])
      #expect(Int(places.symbols[row]) == (number < 0 ? 9 : number))
    }
  }

  @Test func `symbols are uniform`() {
    var counts = [Int](repeating: 0, count: 9)
    for symbol in batch(delay: 1, size: 8000).inputs.elements.prefix(80_000) {
      counts[Int(symbol)] += 1
    }
    // Binomial: mean 10,000, standard deviation 93.5; five of them.
    for count in counts.dropFirst() { #expect(abs(count - 10_000) < 470) }
  }

  @Test func `drawing again leaves no trace of the batch before`() {
    var batches = MinibatchStream(
      .copy(CopyTask(delay: 3, encoding: .oneHot)), size: 7, seed: 4)
    for _ in 0..<5 {
      batches.advance()
      let symbols = batches.current.symbols
      #expect(symbols.prefix(70).allSatisfy { (1...8).contains($0) })
      #expect(symbols.dropFirst(70).count { $0 == 9 } == 7)
      #expect(symbols.dropFirst(70).count { $0 == 0 } == 12 * 7)
    }
  }
}

@Suite("The data stream") struct MinibatchStreamTests {
  /// The ten symbols of the first sequences, in the order in which they are drawn.
  private func symbols(_ task: CopyTask, size: Int, seed: Int, sequences: Int) -> [[Int32]] {
    var batches = MinibatchStream(.copy(task), size: size, seed: seed)
    var found: [[Int32]] = []
    while found.count < sequences {
      batches.advance()
      let recalled = Array(batches.current.classes.suffix(10 * size))
      found += (0..<size).map { sample in (0..<10).map { recalled[$0 * size + sample] } }
    }
    return Array(found.prefix(sequences))
  }

  @Test func `the same seed gives the same sequences whatever batch size, delay and encoding`() {
    let wanted = symbols(CopyTask(delay: 100), size: 50, seed: 3, sequences: 60)
    let others = [
      symbols(CopyTask(delay: 100), size: 7, seed: 3, sequences: 60),
      symbols(CopyTask(delay: 9), size: 50, seed: 3, sequences: 60),
      symbols(CopyTask(delay: 1, encoding: .oneHot), size: 1, seed: 3, sequences: 60),
    ]
    for other in others { #expect(other == wanted) }
  }

  @Test func `another seed gives other sequences`() {
    let task = CopyTask(delay: 1)
    #expect(
      symbols(task, size: 5, seed: 0, sequences: 5) != symbols(task, size: 5, seed: 1, sequences: 5)
    )
  }

  @Test func `no sequence comes twice in a row`() {
    let found = symbols(CopyTask(delay: 1), size: 10, seed: 0, sequences: 100)
    #expect(Set(found).count == 100)
  }
}

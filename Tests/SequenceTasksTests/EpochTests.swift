import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import SequenceTasks

@Suite("Epochs of files") struct EpochTests {
  /// A task of each data set, with a few sequences of its own.
  private func tasks() throws -> [(SequenceTask, TaskData)] {
    let small = try SmallData()
    try small.writeDigits(training: 28, test: 5)
    let words = (0..<23).map { number in " " + String(repeating: "n", count: number + 1) + " \n" }
    try small.writeText(train: words.joined())
    let tasks: [SequenceTask] = [
      .sequentialMNIST(SequentialMNIST(side: 7, permutationSeed: 1)),
      .pennTreebank(PennTreebank(maximalLength: 40, mask: .padded)),
    ]
    return try tasks.map { ($0, try small.load($0)) }
  }

  /// What one sequence shows, as a text that tells it from all others.
  private func sequences(_ batch: Minibatch) -> [String] {
    (0..<batch.size).map { sample in
      let steps = 0..<batch.steps
      guard batch.symbols.isEmpty else {
        return steps.filter { batch.marks[$0 * batch.size + sample] == 2 }.description
      }
      return steps.map { batch.inputs[$0 * batch.size + sample, 0] }.description
    }
  }

  /// The sequences of a batch; sentences, which stand by their length in it, without their order.
  private func shown(_ batch: Minibatch) -> [String] {
    batch.symbols.isEmpty ? sequences(batch) : sequences(batch).sorted()
  }

  private func allSequences(_ task: SequenceTask, _ data: TaskData) throws -> [String] {
    var batches = try #require(SplitBatches(task, data: data, split: .train, size: 6))
    var all: [String] = []
    while batches.next() { all += sequences(batches.current) }
    return all
  }

  @Test(arguments: [1, 5, 8, 100])
  func `every epoch shows every sequence once, in an order of its own`(size: Int) throws {
    for (task, data) in try tasks() {
      let all = try allSequences(task, data)
      #expect(Set(all).count == all.count && all.count == data.count(of: .train))
      var stream = MinibatchStream(task, data: data, size: size, seed: 2)
      let batches = try #require(stream.batchesPerEpoch)
      #expect(batches == (all.count + size - 1) / size)
      var orders: Set<[String]> = []
      for _ in 0..<3 {
        var epoch: [String] = []
        for batch in 1...batches {
          stream.advance()
          let isLast = batch == batches
          #expect(stream.current.size == (isLast ? all.count - (batches - 1) * size : size))
          epoch += shown(stream.current)
        }
        #expect(epoch.sorted() == all.sorted())
        orders.insert(epoch)
      }
      // All sentences in one batch stand by their length, whatever was drawn.
      let hasNoOrder = batches == 1 && !stream.current.symbols.isEmpty
      #expect(orders.count == (hasNoOrder ? 1 : 3))
      #expect(hasNoOrder || !orders.contains(all))
    }
  }

  @Test func `the order is the seed's`() throws {
    for (task, data) in try tasks() {
      func first(_ seed: Int) -> [String] {
        var stream = MinibatchStream(task, data: data, size: 20, seed: seed)
        stream.advance()
        return sequences(stream.current)
      }
      #expect(first(0) == first(0) && first(0) != first(1))
    }
  }

  @Test func `a stream restored at any point goes on alike`() throws {
    var random = RandomStream(seed: 9, name: "points")
    let drawn: [(SequenceTask, TaskData)] = [
      (.copy(CopyTask(delay: 3)), .none), (.adding(AddingTask(length: 7)), .none),
    ]
    for (task, data) in try tasks() + drawn {
      for _ in 0..<20 {
        var stream = MinibatchStream(task, data: data, size: 5, seed: 4)
        for _ in 0..<random.integer(below: 15) { stream.advance() }
        var restored = MinibatchStream(task, data: data, size: 5, seed: 77)
        for _ in 0..<random.integer(below: 3) { restored.advance() }
        let isRestored = restored.restore(stream.position)
        #expect(isRestored)
        for _ in 0..<12 {
          stream.advance()
          restored.advance()
          #expect(restored.current == stream.current && restored.position == stream.position)
        }
      }
    }
  }

  @Test func `a position of another stream is refused and changes nothing`() throws {
    for (task, data) in try tasks() {
      var stream = MinibatchStream(task, data: data, size: 5, seed: 4)
      stream.advance()
      let position = stream.position
      let (words, order) = (position.words, position.order)
      let bad: [MinibatchStream.Position] = [
        .init(words: [1, 2, 3], order: order, next: 0),
        .init(words: [0, 0, 0, 0], order: order, next: 0),
        .init(words: words, order: Array(order.dropLast()), next: 0),
        .init(words: words, order: [order[1]] + order.dropFirst(), next: 0),
        .init(words: words, order: [-1] + order.dropFirst(), next: 0),
        .init(words: words, order: order, next: -1),
        .init(words: words, order: order, next: order.count + 1),
      ]
      for bad in bad {
        let isRestored = stream.restore(bad)
        #expect(!isRestored)
      }
      #expect(stream.position == position)
    }
  }

  @Test(arguments: DataSplit.allCases)
  func `split batches show each sequence once in the order of the files`(split: DataSplit) throws {
    for (task, data) in try tasks() {
      var files: [String] = []
      for size in [1, 4, 1000] {
        var batches = try #require(SplitBatches(task, data: data, split: split, size: size))
        #expect(batches.count == data.count(of: split))
        for _ in 0..<2 {
          var found: [String] = []
          while batches.next() {
            if size > 1 {
              let next = files[found.count..<found.count + batches.current.size]
              let isByLength = !batches.current.symbols.isEmpty
              #expect(shown(batches.current) == (isByLength ? next.sorted() : Array(next)))
            }
            found += sequences(batches.current)
          }
          #expect(found.count == data.count(of: split))
          if size == 1 { files = found }
          batches.rewind()
        }
      }
    }
  }

  @Test func `drawn tasks have neither epochs nor splits`() {
    let task = SequenceTask.copy(CopyTask(delay: 3))
    #expect(MinibatchStream(task, size: 5, seed: 0).batchesPerEpoch == nil)
    for split in DataSplit.allCases {
      #expect(SplitBatches(task, data: .none, split: split, size: 5) == nil)
    }
  }
}

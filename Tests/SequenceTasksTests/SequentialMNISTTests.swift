import LinearAlgebra
import TestSupport
import Testing

@testable import SequenceTasks

@Suite("Sequential MNIST") struct SequentialMNISTTests {
  /// All sequences of a split in one batch.
  private func whole(
    _ split: DataSplit, _ task: SequentialMNIST, _ data: TaskData
  ) throws -> Minibatch {
    let task = SequenceTask.sequentialMNIST(task)
    var batches = try #require(
      SplitBatches(task, data: data, split: split, size: max(1, data.count(of: split))))
    let isThere = batches.next()
    #expect(isThere)
    return batches.current
  }

  /// The first five labels of each split and the counts of the digits, by an independent reading in
  /// Python; test counts and the sums of train and valid also stand in the data set's description.
  @Test(.enabled(if: RealData.mnist != nil, Comment(rawValue: RealData.absence)))
  func `the published files split into 50,000, 10,000 and 10,000 images`() throws {
    let data = try TaskData.load(.sequentialMNIST(SequentialMNIST()), from: RealData.mnist)
    let wanted: [(DataSplit, [Int], sum: Int)] = [
      (.train, [4932, 5678, 4968, 5101, 4859, 4506, 4951, 5175, 4842, 4988], 1_309_089_051),
      (.valid, [991, 1064, 990, 1030, 983, 915, 967, 1090, 1009, 961], 258_209_494),
      (.test, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], 264_923_200),
    ]
    for (split, digits, sum) in wanted {
      #expect(data.count(of: split) == digits.reduce(0, +))
      var batches = try #require(
        SplitBatches(.sequentialMNIST(SequentialMNIST()), data: data, split: split, size: 1000))
      var (counts, pixels) = ([Int](repeating: 0, count: 10), 0.0)
      while batches.next() {
        for digit in batches.current.classes { counts[Int(digit)] += 1 }
        batches.current.inputs.elements.withUnsafeBufferPointer { entries in
          var rest = 0.0
          for entry in entries { rest += Double(entry) }
          pixels += rest
        }
      }
      #expect(counts == digits)
      #expect(pixels * 256 == Double(sum))
    }
    #expect(data.notes == [])
  }

  /// Sums of all pixels by an independent pooling in Python (NumPy).
  @Test(
    .enabled(if: RealData.mnist != nil, Comment(rawValue: RealData.absence)),
    arguments: [(14, 64_617_227.0), (7, 16_144_183)])
  func `the published images shrink to known sums`(side: Int, sum: Double) throws {
    let task = SequentialMNIST(side: side)
    let data = try TaskData.load(.sequentialMNIST(task), from: RealData.mnist)
    let batch = try whole(.valid, task, data)
    #expect(batch.inputs.elements.reduce(0.0) { $0 + Double($1) } * 256 == sum)
  }

  @Test func `a step shows one pixel over 256, row by row, and the last sixth validates`() throws {
    let small = try SmallData()
    let pixels = try small.writeDigits(training: 13, test: 3)
    let data = try small.load(.sequentialMNIST(SequentialMNIST()))
    #expect(DataSplit.allCases.map(data.count) == [11, 2, 3])
    for (split, start, count) in [(DataSplit.train, 0, 11), (.valid, 11, 2)] {
      let batch = try whole(split, SequentialMNIST(), data)
      #expect((batch.size, batch.steps) == (count, 784))
      #expect(batch.inputs.shape == "\(784 * count) × 1")
      for sample in 0..<count {
        for step in 0..<784 {
          let pixel = pixels[(start + sample) * 784 + step]
          #expect(batch.inputs[step * count + sample, 0] == Float(pixel) / 256)
        }
      }
      #expect(batch.classes == (start..<start + count).map { Int32($0 % 10) })
      #expect(batch.symbols.isEmpty && batch.marks.isEmpty && batch.values.count == 0)
    }
  }

  @Test(arguments: SequentialMNIST.sides)
  func `the permutation is one of all pixels, of its seed alone`(side: Int) {
    func order(_ seed: Int?) -> [Int] {
      SequentialMNIST(side: side, permutationSeed: seed).pixelOrder
    }
    let rows = Array(0..<side * side)
    #expect(order(nil) == rows)
    #expect(order(3).sorted() == rows && order(3) != rows)
    #expect(order(3) == order(3) && order(3) != order(4))
  }

  @Test func `all splits are permuted alike`() throws {
    let small = try SmallData()
    try small.writeDigits(training: 12, test: 4)
    let inOrder = SequentialMNIST()
    let permuted = SequentialMNIST(permutationSeed: 5)
    let plainData = try small.load(.sequentialMNIST(inOrder))
    let data = try small.load(.sequentialMNIST(permuted))
    for split in DataSplit.allCases {
      let rows = try whole(split, inOrder, plainData)
      let batch = try whole(split, permuted, data)
      for (step, place) in permuted.pixelOrder.enumerated() {
        for sample in 0..<batch.size {
          #expect(
            batch.inputs[step * batch.size + sample, 0]
              == rows.inputs[place * batch.size + sample, 0])
        }
      }
      #expect(batch.classes == rows.classes)
    }
  }

  @Test func `a shrunk pixel is the mean of a square, halves rounded up`() {
    // Two images of 4 × 4 pixels, one above the other.
    let first: [UInt8] = [
      1, 2, 255, 255,
      3, 4, 255, 255,
      0, 0, 0, 1,
      0, 1, 0, 0,
    ]
    let second: [UInt8] = [
      0, 1, 9, 9,
      1, 0, 9, 8,
      7, 7, 0, 0,
      7, 7, 0, 0,
    ]
    #expect(
      LabelledImages.shrunk(first + second, from: 4, to: 2) == [3, 255, 0, 0, 1, 9, 7, 0])
    #expect(LabelledImages.shrunk(first, from: 4, to: 1) == [65])  // 1032 / 16 = 64.5
  }

  @Test func `a side of 14 shows the shrunk images`() throws {
    let small = try SmallData()
    let pixels = try small.writeDigits(training: 6, test: 1)
    let task = SequentialMNIST(side: 14)
    let batch = try whole(.train, task, small.load(.sequentialMNIST(task)))
    #expect(batch.steps == 196)
    let (row, column, image) = (5, 9, 3)
    let corner = image * 784 + 2 * row * 28 + 2 * column
    let sum = [0, 1, 28, 29].reduce(0) { $0 + Int(pixels[corner + $1]) }
    #expect(batch.inputs[(row * 14 + column) * 5 + image, 0] == Float((sum + 2) / 4) / 256)
  }
}

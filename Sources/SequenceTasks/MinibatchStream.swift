import Randomness

/// The endless minibatches of one task.
///
/// Drawn sequences come one after the other from the stream "data" of the seed. So the k-th sequence
/// depends on the seed and the task alone: neither the batch size nor the network nor the number of
/// batches changes it. Sequences read from files come in a random order, from that stream too, which
/// is drawn anew in every epoch; each epoch shows every training sequence once.
///
///     var batches = MinibatchStream(.copy(CopyTask(delay: 100)), size: 50, seed: 0)
///     batches.advance()   // then batches.current
public struct MinibatchStream: Sendable {
  /// The task whose sequences these are.
  public let task: SequenceTask
  /// The minibatch that `advance` made; before the first, no sequence at all.
  public private(set) var current: Minibatch

  private let data: TaskData
  private let size: Int
  private var random: RandomStream
  private var order: [Int32]
  private var next: Int

  /// The minibatches of `size` sequences, before the first.
  ///
  /// - Precondition: `data` was loaded for this task.
  public init(_ task: SequenceTask, data: TaskData = .none, size: Int, seed: Int) {
    order = Array(data.range(of: .train))
    precondition((task.dataSet == nil) == order.isEmpty, "the data of another task than \(task)")
    self.task = task
    self.data = data
    self.size = size
    next = order.count
    current = Minibatch(of: task, size: size)
    random = RandomStream(seed: seed, name: "data")
  }

  /// The minibatches of an epoch, of which the last may be smaller; nil where sequences are drawn.
  public var batchesPerEpoch: Int? {
    order.isEmpty ? nil : (order.count + size - 1) / size
  }

  /// Puts the next minibatch into `current`.
  ///
  /// Nothing is allocated unless a copy of it is held or its shape is another.
  public mutating func advance() {
    switch task {
    case .copy(let task): task.draw(into: &current, from: &random)
    case .adding(let task): task.draw(into: &current, from: &random)
    case .sequentialMNIST, .pennTreebank:
      if next == order.count {
        random.shuffle(&order)
        next = 0
      }
      let end = min(next + size, order.count)
      data.lay(order[next..<end], of: .train, into: &current)
      next = end
    }
  }
}

extension MinibatchStream {
  /// Where a stream stands between two minibatches, as plain values for a checkpoint.
  public struct Position: Sendable, Equatable {
    /// The generator's four words.
    public let words: [UInt64]
    /// The order of this epoch's sequences; empty where they are drawn.
    public let order: [Int32]
    /// How many of them have been shown.
    public let next: Int

    /// A position read from a checkpoint.
    public init(words: [UInt64], order: [Int32], next: Int) {
      self.words = words
      self.order = order
      self.next = next
    }
  }

  /// Where the stream stands; a stream of the same task and data restored to it goes on alike.
  public var position: Position { Position(words: random.words, order: order, next: next) }

  /// Goes on from a position; `current` is that of the next `advance`.
  ///
  /// - Returns: False, with nothing changed, where it cannot be a position of this stream.
  public mutating func restore(_ position: Position) -> Bool {
    guard let random = RandomStream(words: position.words),
      position.order.count == order.count, (0...order.count).contains(position.next),
      position.order.isPermutation
    else { return false }
    self.random = random
    order = position.order
    next = position.next
    return true
  }
}

extension [Int32] {
  /// Whether each of 0 ..< count is there once.
  fileprivate var isPermutation: Bool {
    var seen = [Bool](repeating: false, count: count)
    for index in self {
      guard indices.contains(Int(index)), !seen[Int(index)] else { return false }
      seen[Int(index)] = true
    }
    return true
  }
}

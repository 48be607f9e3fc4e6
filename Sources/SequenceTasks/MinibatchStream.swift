import Randomness

/// The endless minibatches of one task.
///
/// Sequences are drawn one after the other from the stream "data" of the seed. So the k-th sequence
/// depends on the seed and the task alone: neither the batch size nor the network nor the number of
/// batches changes it.
///
///     var batches = MinibatchStream(.copy(CopyTask(delay: 100)), size: 50, seed: 0)
///     batches.advance()   // then batches.current
public struct MinibatchStream: Sendable {
  /// The task that is drawn from.
  public let task: SequenceTask
  /// The minibatch drawn last; before the first `advance`, no sequence at all.
  public private(set) var current: Minibatch

  private var random: RandomStream

  /// The minibatches of `size` sequences, before the first.
  public init(_ task: SequenceTask, size: Int, seed: Int) {
    self.task = task
    current = Minibatch(of: task, size: size)
    random = RandomStream(seed: seed, name: "data")
  }

  /// Draws the next minibatch into `current`; nothing is allocated unless a copy of it is held.
  public mutating func advance() {
    switch task {
    case .copy(let task): task.draw(into: &current, from: &random)
    case .adding(let task): task.draw(into: &current, from: &random)
    }
  }
}

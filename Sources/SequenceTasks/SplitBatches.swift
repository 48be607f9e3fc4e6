/// Every sequence of a split once, in the order of the files.
///
///     while batches.next() { … batches.current … }
public struct SplitBatches: Sendable {
  /// The batch that `next` made; before the first, no sequence at all.
  public private(set) var current: Minibatch
  /// The sequences of the split.
  public var count: Int { order.count }

  private let data: TaskData
  private let split: DataSplit
  private let size: Int
  private let order: [Int32]
  private var shown = 0

  /// The batches of `size` sequences, the last of which may be smaller; nil for a task whose
  /// sequences are drawn.
  ///
  /// - Precondition: `data` was loaded for this task.
  public init?(_ task: SequenceTask, data: TaskData, split: DataSplit, size: Int) {
    guard task.dataSet != nil else { return nil }
    order = Array(data.range(of: split))
    precondition(!order.isEmpty, "the data of another task than \(task)")
    self.data = data
    self.split = split
    self.size = size
    current = Minibatch(of: task, size: size)
  }

  /// Puts the next batch into `current`.
  /// - Returns: False if there is none left.
  public mutating func next() -> Bool {
    guard shown < order.count else { return false }
    let end = min(shown + size, order.count)
    data.lay(order[shown..<end], of: split, into: &current)
    shown = end
    return true
  }

  /// Begins anew with the first batch.
  public mutating func rewind() { shown = 0 }
}

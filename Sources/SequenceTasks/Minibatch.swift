public import LinearAlgebra

/// B sequences of T steps, with the answers wanted.
///
/// The buffers are made once for a task and written into again and again. Inputs are Float whatever
/// the network's precision, because every task's inputs are exact in it; so both precisions see the
/// same data.
public struct Minibatch: Sendable, Equatable {
  /// B, the number of sequences.
  public private(set) var size: Int
  /// T, the time steps; it may differ from batch to batch.
  public private(set) var steps: Int
  /// x, (T·B) × d: time step by time step, sequence by sequence within it; no columns where `symbols`
  /// are shown.
  public internal(set) var inputs: Matrix<Float>
  /// T·B symbols in the order of the rows of `inputs`, or T·B places of a feature that is 1 beside
  /// zeros; empty where `inputs` are shown.
  public internal(set) var symbols: [Int32] = []
  /// T·B classes in that order, or B where only the last step is answered; −1 where nothing is to be
  /// answered, and empty where numbers are answered.
  public internal(set) var classes: [Int32] = []
  /// B × K numbers; 0 × 0 where classes are answered.
  public internal(set) var values: Matrix<Double>
  /// What each of T·B positions is; empty where all count.
  ///
  /// - 0: no part of the sequence. The hidden state is carried on, and nothing is counted.
  /// - 1: a position that only the padded mask counts (`MaskRule`).
  /// - 2: a position that is always counted.
  public internal(set) var marks: [UInt8] = []

  /// Buffers for `size` sequences of a task, with all in them that never changes.
  ///
  /// Those of a task that reads files are empty until sequences are laid into them.
  init(of task: SequenceTask, size: Int) {
    precondition(size >= 1, "a minibatch of \(size) sequences")
    let isDrawn = task.dataSet == nil
    self.size = isDrawn ? size : 0
    steps = isDrawn ? task.steps : 0
    let columns = isDrawn && !task.showsPlaces ? task.features : 0
    inputs = Matrix(rows: columns == 0 ? 0 : steps * self.size, columns: columns)
    values = Matrix(rows: 0, columns: 0)
    if case .copy(let copy) = task {
      if task.showsPlaces { symbols = Array(repeating: 0, count: task.steps * size) }
      classes = Array(repeating: 0, count: task.steps * size)
      copy.lay(into: &self)
    }
    if case .adding = task { values = Matrix(rows: size, columns: 1) }
  }

  /// Makes room for another shape; features are made anew only where the shape is another.
  mutating func reshape(size: Int, steps: Int, columns: Int) {
    let rows = columns == 0 ? 0 : steps * size
    if inputs.rows != rows || inputs.columns != columns {
      inputs = Matrix(rows: rows, columns: columns)
    }
    (self.size, self.steps) = (size, steps)
  }

  /// Makes `classes` this long; the values are to be written by the caller.
  mutating func resizeClasses(to count: Int) { Self.resize(&classes, to: count) }

  /// Makes `symbols`, `classes` and `marks` this long; the values are to be written by the caller.
  mutating func resizeSymbols(to count: Int) {
    Self.resize(&symbols, to: count)
    Self.resize(&classes, to: count)
    Self.resize(&marks, to: count)
  }

  private static func resize<Entry: FixedWidthInteger>(_ entries: inout [Entry], to count: Int) {
    if entries.count > count { entries.removeLast(entries.count - count) }
    if entries.count < count {
      entries.append(contentsOf: repeatElement(0, count: count - entries.count))
    }
  }
}

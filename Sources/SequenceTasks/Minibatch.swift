public import LinearAlgebra

/// B sequences of T steps, all of one length, with the answers wanted.
///
/// The buffers are made once for a task and drawn into again and again. Inputs are Float whatever
/// the network's precision, because every task's inputs are exact in it; so both precisions see the
/// same data.
public struct Minibatch: Sendable, Equatable {
  /// B, the number of sequences.
  public let size: Int
  /// x, (T·B) × d: time step by time step, sequence by sequence within it.
  public internal(set) var inputs: Matrix<Float>
  /// One class a row of `inputs`; empty where numbers are answered.
  public internal(set) var classes: [Int32]
  /// B × K numbers; 0 × 0 where classes are answered.
  public internal(set) var values: Matrix<Double>

  /// Buffers for `size` sequences of a task, with all in them that never changes.
  init(of task: SequenceTask, size: Int) {
    precondition(size >= 1, "a minibatch of \(size) sequences")
    self.size = size
    inputs = Matrix(rows: task.steps * size, columns: task.features)
    switch task.answer {
    case .classesEveryStep:
      classes = Array(repeating: 0, count: task.steps * size)
      values = Matrix(rows: 0, columns: 0)
    case .numbersAtTheEnd(let count):
      classes = []
      values = Matrix(rows: size, columns: count)
    }
    if case .copy(let copy) = task { copy.lay(into: &self) }
  }
}

import LinearAlgebra
import RecurrentNets
import SequenceTasks

/// Turns a task's minibatches into a network's batches of its own number type.
///
/// Its buffers are kept; they are made anew when a batch's shape changes.
struct BatchConversion<Scalar: MatrixScalar>: Sendable {
  private var inputs = Matrix<Scalar>(rows: 0, columns: 0)
  private var values = Matrix<Scalar>(rows: 0, columns: 0)

  /// The batch; to be dropped before the minibatch changes, because they share storage.
  mutating func batch(of minibatch: Minibatch, _ task: SequenceTask) -> SequenceBatch<Scalar> {
    let targets: SequenceBatch<Scalar>.Targets
    switch task.answer {
    case .classesEveryStep, .classAtTheEnd: targets = .classes(minibatch.classes)
    case .numbersAtTheEnd:
      Self.convert(minibatch.values, into: &values)
      targets = .values(values)
    }
    if task.showsPlaces {
      return SequenceBatch(
        inputs: .features(minibatch.symbols), targets: targets, size: minibatch.size)
    }
    guard task.symbols == nil else {
      return SequenceBatch(
        inputs: .symbols(minibatch.symbols), targets: targets, size: minibatch.size,
        marks: minibatch.marks)
    }
    Self.convert(minibatch.inputs, into: &inputs)
    return SequenceBatch(inputs: .numbers(inputs), targets: targets, size: minibatch.size)
  }

  private static func convert<Other: MatrixScalar>(
    _ source: Matrix<Other>, into target: inout Matrix<Scalar>
  ) {
    if target.rows != source.rows || target.columns != source.columns {
      target = Matrix(rows: source.rows, columns: source.columns)
    }
    target.assign(converting: source)
  }
}

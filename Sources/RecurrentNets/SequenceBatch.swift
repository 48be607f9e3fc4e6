public import LinearAlgebra

/// The sequences of one minibatch, all of one length.
public struct SequenceBatch<Scalar: MatrixScalar>: Sendable {
  /// x, (T·B) × d: time step by time step, sample by sample within it.
  public let inputs: Matrix<Scalar>
  /// What the network shall answer.
  public let targets: Targets
  /// B, the number of sequences.
  public let size: Int
  /// T, the number of time steps.
  public var steps: Int { inputs.rows / size }

  /// The answers wanted, in the order of the inputs' rows.
  public enum Targets: Sendable {
    /// One class an answer: T·B of them, or B where only the last time step counts.
    case classes([Int32])
    /// B × K numbers, for the last time step.
    case values(Matrix<Scalar>)
  }

  /// A batch of `size` sequences.
  public init(inputs: Matrix<Scalar>, targets: Targets, size: Int) {
    precondition(
      size > 0 && inputs.rows > 0 && inputs.rows.isMultiple(of: size),
      "\(inputs.rows) rows of input for \(size) sequences")
    self.inputs = inputs
    self.targets = targets
    self.size = size
  }
}

/// What one pass over a batch says.
public struct LossReport: Equatable, Sendable {
  /// The task's loss, weight decay and penalties together: what is minimised.
  public let loss: Double
  /// The task's loss alone: what is reported.
  public let taskLoss: Double
  /// The fraction of right answers; nil where the task has no classes.
  public let accuracy: Double?
  /// The largest magnitude of an entry of a hidden state; NaN if there is a NaN.
  public let largestState: Double

  /// Whether the pass stayed among finite numbers; if not, the network has diverged.
  public var isFinite: Bool { loss.isFinite && largestState.isFinite }
}

public import LinearAlgebra

/// The sequences of one minibatch, padded to one length where they differ.
public struct SequenceBatch<Scalar: MatrixScalar>: Sendable {
  /// What the network is shown.
  public let inputs: Inputs
  /// What the network shall answer.
  public let targets: Targets
  /// B, the number of sequences.
  public let size: Int
  /// One mark a row of inputs, or none where every step counts.
  ///
  /// 0: the step is no part of its sequence, the state is carried on, and nothing is asked. 1: it is
  /// trained on but not counted strictly (a free position after the end). 2: it counts.
  public let marks: [UInt8]
  /// Whether a sequence may have a step again after one that is no part of it.
  let goesOnAfterPause: Bool
  /// T, the number of time steps.
  public var steps: Int { inputs.rows / size }

  /// The inputs, time step by time step, sample by sample within it.
  public enum Inputs: Sendable {
    /// x, (T·B) × d.
    case numbers(Matrix<Scalar>)
    /// T·B features, of which each step has one: x is 1 there and 0 elsewhere.
    case features([Int32])
    /// T·B symbols.
    case symbols([Int32])

    var rows: Int {
      switch self {
      case .numbers(let matrix): matrix.rows
      case .features(let index), .symbols(let index): index.count
      }
    }

    /// The rows of a table of all that x·Win + b can be; 0 where the inputs are numbers.
    func tableRows(_ design: NetworkDesign) -> Int {
      switch self {
      case .numbers: 0
      case .features: design.inputs
      case .symbols: design.symbols ?? 0
      }
    }
  }

  /// The answers wanted, in the order of the inputs' rows.
  public enum Targets: Sendable {
    /// One class an answer: T·B of them, or B where only the last time step counts; negative where
    /// nothing is asked.
    case classes([Int32])
    /// B × K numbers, for the last time step.
    case values(Matrix<Scalar>)
  }

  /// A batch of `size` sequences.
  public init(inputs: Inputs, targets: Targets, size: Int, marks: [UInt8] = []) {
    precondition(
      size > 0 && inputs.rows > 0 && inputs.rows.isMultiple(of: size)
        && (marks.isEmpty || marks.count == inputs.rows),
      "\(inputs.rows) rows of input with \(marks.count) marks for \(size) sequences")
    self.inputs = inputs
    self.targets = targets
    self.size = size
    self.marks = marks
    goesOnAfterPause = (size..<max(marks.count, size)).contains {
      marks[$0] != 0 && marks[$0 - size] == 0
    }
  }

  /// The answers that the loss counts, where one is asked at every step.
  var answers: Int {
    guard case .classes(let classes) = targets, !marks.isEmpty else { return inputs.rows }
    return classes.count { $0 >= 0 }
  }

  /// A batch of `size` sequences of numbers, all of one length.
  public init(inputs: Matrix<Scalar>, targets: Targets, size: Int) {
    self.init(inputs: .numbers(inputs), targets: targets, size: size)
  }
}

/// Answers counted: how many, what they cost, and how many were right.
public struct Tally: Equatable, Sendable {
  /// The answers that the loss counts.
  public var answers = 0
  /// Their summed loss, in the task's unit.
  public var loss = 0.0
  /// The answers that accuracy counts.
  public var scored = 0
  /// Those that were right.
  public var correct = 0

  /// Nothing counted yet.
  public init() {}

  /// Adds the answers of another part of the data.
  public mutating func add(_ other: Tally) {
    answers += other.answers
    loss += other.loss
    scored += other.scored
    correct += other.correct
  }

  /// The loss an answer; NaN if there is none.
  public var meanLoss: Double { loss / Double(answers) }
  /// The fraction of right answers; NaN if none was scored.
  public var accuracy: Double { Double(correct) / Double(scored) }
}

/// What one pass over a batch says.
public struct LossReport: Equatable, Sendable {
  /// The task's loss, weight decay and penalties together: what is minimised.
  public let loss: Double
  /// The task's loss alone: what is reported.
  public let taskLoss: Double
  /// The fraction of right answers; nil where the task has no classes.
  public let accuracy: Double?
  /// All answers that were trained on.
  public let tally: Tally
  /// The answers that count strictly: the same, but for free positions after the ends.
  public let strictTally: Tally
  /// The largest magnitude of an entry of a hidden state; NaN if there is a NaN.
  public let largestState: Double

  /// Whether the pass stayed among finite numbers; if not, the network has diverged.
  public var isFinite: Bool { loss.isFinite && largestState.isFinite }
}

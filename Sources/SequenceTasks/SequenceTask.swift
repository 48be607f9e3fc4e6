/// A task: sequences, and what shall be answered to them.
///
/// Sequences of the first two are drawn from a random stream, those of the others read from files. A
/// new task is one more file beside `CopyTask` and one more case here; the compiler then shows the
/// places to extend.
public enum SequenceTask: Sendable, Equatable {
  /// Recall ten symbols after a delay.
  case copy(CopyTask)
  /// Add the two marked numbers of a sequence.
  case adding(AddingTask)
  /// Tell the digit of an image from its pixels.
  case sequentialMNIST(SequentialMNIST)
  /// Foretell the characters of a sentence.
  case pennTreebank(PennTreebank)

  /// T, the time steps of a sequence; the most there can be where lengths differ.
  public var steps: Int {
    switch self {
    case .copy(let task): task.steps
    case .adding(let task): task.length
    case .sequentialMNIST(let task): task.steps
    case .pennTreebank(let task): task.maximalLength
    }
  }

  /// d, the features of one time step; 0 where it shows a symbol.
  public var features: Int {
    switch self {
    case .copy(let task): task.features
    case .adding: AddingTask.features
    case .sequentialMNIST: 1
    case .pennTreebank: 0
    }
  }

  /// Whether a time step has one feature that is 1 and else zeros, so that its place tells all.
  public var showsPlaces: Bool {
    if case .copy(let task) = self { task.encoding == .oneHot } else { false }
  }

  /// The symbols of which a time step shows one; nil where it shows features.
  public var symbols: Int? {
    switch self {
    case .copy, .adding, .sequentialMNIST: nil
    case .pennTreebank: PennTreebank.symbols
    }
  }

  /// What is answered, and when.
  public var answer: Answer {
    switch self {
    case .copy: .classesEveryStep(count: CopyTask.classes, scoredSteps: CopyTask.symbols)
    case .adding: .numbersAtTheEnd(count: 1)
    case .sequentialMNIST: .classAtTheEnd(count: SequentialMNIST.classes)
    case .pennTreebank: .classesEveryStep(count: PennTreebank.symbols, scoredSteps: nil)
    }
  }

  /// The data set that the sequences are read from; nil where they are drawn.
  public var dataSet: DataSet? {
    switch self {
    case .copy, .adding: nil
    case .sequentialMNIST: .mnist
    case .pennTreebank: .pennTreebank
    }
  }

  /// The form of the answers of a task.
  public enum Answer: Sendable, Equatable {
    /// One of `count` classes at every time step; accuracy counts the last `scoredSteps`, or all.
    case classesEveryStep(count: Int, scoredSteps: Int?)
    /// One of `count` classes after the last time step.
    case classAtTheEnd(count: Int)
    /// `count` numbers after the last time step.
    case numbersAtTheEnd(count: Int)
  }
}

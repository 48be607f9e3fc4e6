/// A task: sequences drawn from a random stream, and what shall be answered to them.
///
/// A new task is one more file beside `CopyTask` and one more case here; the compiler then shows
/// the places to extend.
public enum SequenceTask: Sendable, Equatable {
  /// Recall ten symbols after a delay.
  case copy(CopyTask)
  /// Add the two marked numbers of a sequence.
  case adding(AddingTask)

  /// T, the time steps of a sequence.
  public var steps: Int {
    switch self {
    case .copy(let task): task.steps
    case .adding(let task): task.length
    }
  }

  /// d, the features of one time step.
  public var features: Int {
    switch self {
    case .copy(let task): task.features
    case .adding: AddingTask.features
    }
  }

  /// What is answered, and when.
  public var answer: Answer {
    switch self {
    case .copy: .classesEveryStep(count: CopyTask.classes, scoredSteps: CopyTask.symbols)
    case .adding: .numbersAtTheEnd(count: 1)
    }
  }

  /// The form of the answers of a task.
  public enum Answer: Sendable, Equatable {
    /// One of `count` classes at every time step; accuracy counts the last `scoredSteps`.
    case classesEveryStep(count: Int, scoredSteps: Int)
    /// `count` numbers after the last time step.
    case numbersAtTheEnd(count: Int)
  }
}

public import Foundation
import SequenceTasks
public import Trials

/// What keeps a trial from being trained here, found without training.
public enum TrialCheck {
  /// One problem.
  public struct Problem: Sendable, Equatable {
    /// Whether the trial is wrong or the machine lacks something.
    public let kind: CheckFinding.Kind
    /// A sentence for people, without a full stop, with the way out.
    public let problem: String

    /// A problem from its parts.
    public init(_ kind: CheckFinding.Kind, _ problem: String) {
      self.kind = kind
      self.problem = problem
    }
  }

  /// The problems of a trial as a scheduler writes it, or with only what differs.
  ///
  /// Wrong hyperparameters come alone: what the trial needs is not known before they are right.
  public static func problems(of json: Data) -> [Problem] {
    do {
      return problems(of: try GivenTrial(json: json).hyperparameters())
    } catch {
      return error.problems.map { Problem(.invalid, $0) }
    }
  }

  /// The problems of a trial whose hyperparameters are right by themselves.
  static func problems(of hyperparameters: Hyperparameters) -> [Problem] {
    guard let dataSet = hyperparameters.task.dataSet else { return [] }
    do {
      _ = try DataStore(folder: hyperparameters.dataFolder).folder(of: dataSet)
      return []
    } catch {
      return [Problem(.missing, error.description)]
    }
  }
}

import LinearAlgebra
import RecurrentNets

/// The weights that a trial is judged by: those with the best validation accuracy so far.
struct Selection: Sendable {
  /// The epoch after which the weights were so.
  let epoch: Int
  /// The validation accuracy, a fraction.
  let accuracy: Double
  /// All parameters.
  let parameters: [(name: ParameterName, value: Matrix<Double>)]

  /// Whether another epoch with this accuracy takes the place; on a tie the later one does.
  func isBeaten(by accuracy: Double) -> Bool { !(accuracy < self.accuracy) }
}

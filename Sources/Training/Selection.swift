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

  /// Whether another epoch with this accuracy takes the place.
  ///
  /// On a tie the later one does. NaN, the accuracy of a network that answers NaN, wins only over
  /// NaN, and every number wins over it.
  func isBeaten(by accuracy: Double) -> Bool {
    accuracy >= self.accuracy || self.accuracy.isNaN
  }
}

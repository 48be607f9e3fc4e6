import Foundation

/// How far singular values may leave 1.
public enum SpectralMargin: Equatable, Sendable {
  /// s is itself the parameter, free.
  case none
  /// s = 1 + 2m(σ(p) − ½), within the open interval (1 − m, 1 + m); m = 0 keeps all at 1.
  case width(Double)

  /// s and ds/dp of one parameter p, before the rectifier; equation 10 of the paper.
  func singularValue(at parameter: Double) -> (value: Double, slope: Double) {
    switch self {
    case .none:
      return (parameter, 1)
    case .width(let margin):
      let sigmoid = 1 / (1 + exp(-parameter))
      return (1 + 2 * margin * (sigmoid - 0.5), 2 * margin * sigmoid * (1 - sigmoid))
    }
  }
}

/// max(s, 0) and its subgradient, which at exactly 0 is ½, as in the paper's framework (Theano).
func rectified(_ value: Double) -> (value: Double, slope: Double) {
  if value > 0 { return (value, 1) }
  return value < 0 ? (0, 0) : (value, 0.5)
}

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

/// The singular values of a factorized W at its present parameters, with their slopes.
///
/// In Double and not generic, so that a loop over n values is plain code and allocates nothing.
struct BoundedSpectrum: Sendable {
  let margin: SpectralMargin
  private(set) var rectifiedValues: [Double]
  private var values: [Double]
  private var slopes: [Double]
  private var rectifierSlopes: [Double]

  init(margin: SpectralMargin, count: Int) {
    self.margin = margin
    rectifiedValues = Array(repeating: 1, count: count)
    values = rectifiedValues
    slopes = rectifiedValues
    rectifierSlopes = rectifiedValues
  }

  /// Evaluates s at p, and replaces p by max(s, 0) in the lent entries.
  mutating func evaluate(_ entries: inout UnsafeMutableBufferPointer<Double>) {
    for i in values.indices {
      (values[i], slopes[i]) = margin.singularValue(at: entries[i])
      (rectifiedValues[i], rectifierSlopes[i]) = rectified(values[i])
      entries[i] = rectifiedValues[i]
    }
  }

  /// Replaces ∂L/∂max(s, 0) by ∂(L + λΣ(s − 1)²)/∂p in the lent entries.
  func pullBack(_ entries: inout UnsafeMutableBufferPointer<Double>, penalty strength: Double) {
    for i in values.indices {
      let prior = 2 * strength * (values[i] - 1)
      entries[i] = (entries[i] * rectifierSlopes[i] + prior) * slopes[i]
    }
  }

  /// λΣ(s − 1)², before the rectifier: a value that the rectifier holds at 0 is pulled back.
  func penalty(_ strength: Double) -> Double {
    var sum = 0.0
    for value in values { sum += (value - 1) * (value - 1) }
    return strength * sum
  }
}

public import LinearAlgebra

/// How a Euclidean optimiser turns gradients g into steps of a parameter θ.
///
/// The constants are those of the paper's released code (Lasagne's defaults), which decide the
/// behaviour of small margins: an ε outside the root would be another method.
public enum UpdateRule: Equatable, Sendable {
  /// θ ← θ − lr·g.
  case sgd
  /// v ← 0.9v − lr·g; θ ← θ + 0.9v − lr·g, with v the new velocity (Nesterov momentum).
  case nesterov
  /// r ← 0.9r + 0.1g²; θ ← θ − lr·g / √(r + 10⁻⁶), with ε inside the root.
  case rmsprop
  /// Adam (Kingma and Ba 2015): β 0.9 and 0.999, bias corrected, ε = 10⁻⁸ outside the root.
  case adam
}

/// One Euclidean optimiser for one parameter matrix, with the state its rule keeps.
///
/// A parameter has an optimiser of its own, so its state is as readable by name as the parameter is.
public struct Optimizer<Scalar: MatrixScalar>: Sendable {
  /// The update rule.
  public let rule: UpdateRule
  /// lr, the learning rate; a schedule may change it between steps.
  public var learningRate: Double
  /// The rule's memory, each of the parameter's shape.
  ///
  /// Nothing for SGD; v for Nesterov; r for RMSprop; the first and the second moment for Adam.
  public private(set) var memory: [Matrix<Scalar>]
  /// The number of steps taken, which Adam's bias correction needs.
  public private(set) var steps: Int

  /// An optimiser at its beginning for a parameter of the given shape, its memory zero.
  public init(_ rule: UpdateRule, learningRate: Double, rows: Int, columns: Int) {
    self.rule = rule
    self.learningRate = learningRate
    let empty = Matrix<Scalar>(rows: rows, columns: columns)
    self.memory = Array(repeating: empty, count: rule.memoryCount)
    self.steps = 0
  }

  /// Puts back what a checkpoint kept of `memory` and `steps`.
  public mutating func restore(memory: [Matrix<Scalar>], steps: Int) {
    precondition(
      memory.count == self.memory.count
        && zip(memory, self.memory).allSatisfy { $0.rows == $1.rows && $0.columns == $1.columns },
      "\(rule) keeps \(self.memory.map(\.shape)), not \(memory.map(\.shape))")
    self.memory = memory
    self.steps = steps
  }

  /// Moves a parameter by one step of the rule, in place.
  ///
  /// - Parameters:
  ///   - parameter: θ, of the shape given at the beginning.
  ///   - gradient: g, of the same shape.
  /// - Complexity: one pass over the entries; no allocation.
  public mutating func step(_ parameter: inout Matrix<Scalar>, gradient: Matrix<Scalar>) {
    steps += 1
    let rate = Scalar(learningRate)
    switch rule {
    case .sgd:
      parameter.stepSGD(gradient: gradient, rate: rate)
    case .nesterov:
      parameter.stepNesterov(
        gradient: gradient, rate: rate, momentum: 0.9, velocity: &memory[0])
    case .rmsprop:
      parameter.stepRMSProp(
        gradient: gradient, rate: rate, decay: 0.9, epsilon: 1e-6, meanSquare: &memory[0])
    case .adam:
      stepAdam(&parameter, gradient: gradient)
    }
  }

  /// The textbook's m̂ / (√v̂ + ε) with both corrections drawn into the rate and ε.
  private mutating func stepAdam(
    _ parameter: inout Matrix<Scalar>, gradient: Matrix<Scalar>
  ) {
    let (first, second, epsilon) = (0.9, 0.999, 1e-8)
    let firstCorrection = 1 - power(first, steps)
    let secondRoot = (1 - power(second, steps)).squareRoot()
    // Two inout elements of one array are not allowed; the swap moves storage and copies nothing.
    var mean = Matrix<Scalar>(rows: 0, columns: 0)
    swap(&mean, &memory[0])
    parameter.stepAdam(
      gradient: gradient, rate: Scalar(learningRate * secondRoot / firstCorrection),
      betas: (Scalar(first), Scalar(second)), epsilon: Scalar(epsilon * secondRoot),
      mean: &mean, meanSquare: &memory[1])
    swap(&mean, &memory[0])
  }
}

extension UpdateRule {
  var memoryCount: Int {
    switch self {
    case .sgd: 0
    case .nesterov, .rmsprop: 1
    case .adam: 2
    }
  }
}

/// base to a whole power by repeated squaring: products only, so the same bytes everywhere.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, factor, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}

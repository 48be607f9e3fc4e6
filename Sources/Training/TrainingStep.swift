public import LinearAlgebra
public import Optimization
public import RecurrentNets

/// The learning rates of a network's three groups of parameters.
public struct LearningRates: Equatable, Sendable {
  /// For everything that is not named below; also for s without a margin.
  public var free: Double
  /// For the spectrum parameters p; divided by 2m when `rescalesSpectrum`.
  public var spectrum: Double
  /// η of the Cayley steps of the orthogonal factors; 0 keeps them fixed.
  public var bases: Double
  /// Whether p's rate is divided by the width 2m of the interval that s lives in (where m > 0).
  public var rescalesSpectrum: Bool

  /// Rates for one trial.
  public init(free: Double, spectrum: Double, bases: Double, rescalesSpectrum: Bool = true) {
    self.free = free
    self.spectrum = spectrum
    self.bases = bases
    self.rescalesSpectrum = rescalesSpectrum
  }

  /// The rate that the optimiser of p or s gets.
  func rate(_ group: ParameterGroup, _ transition: TransitionKind) -> Double {
    guard group == .spectrum else { return free }
    guard rescalesSpectrum, case .factorized(.width(let margin)) = transition, margin > 0
    else { return spectrum }
    return spectrum / (2 * margin)
  }
}

/// A network in training: the network, its optimisers, and the passes that feed them.
///
/// One iteration: gradients of the full loss on a minibatch; then the Euclidean optimiser of each
/// free parameter and of the spectrum; then the Cayley step of each orthogonal factor of W; then W is
/// composed anew. All steps use gradients taken before any of them.
public struct TrainingStep<Scalar: MatrixScalar>: Sendable {
  /// The network as it is now.
  public private(set) var network: RecurrentNetwork<Scalar>
  /// One optimiser for each trained Euclidean parameter, in the order of `visitParameters`.
  public private(set) var optimizers: [(name: ParameterName, optimizer: Optimizer<Scalar>)]

  private var descent: StiefelDescent<Scalar>
  private var passes: Backpropagation<Scalar>

  /// A network about to be trained, its optimisers at their beginning.
  public init(_ network: RecurrentNetwork<Scalar>, rule: UpdateRule, rates: LearningRates) {
    let design = network.design
    self.network = network
    passes = Backpropagation(design)
    optimizers = []
    descent = StiefelDescent(learningRate: rates.bases)
    self.network.visitParameters(passes.gradients) { name, group, parameter, _ in
      let optimizer = Optimizer<Scalar>(
        rule, learningRate: rates.rate(group, design.transition), rows: parameter.rows,
        columns: parameter.columns)
      optimizers.append((name, optimizer))
    }
  }

  /// Trains on one minibatch.
  ///
  /// Where the loss or a hidden state is not finite, nothing is changed: the report says so, and the
  /// network is the one that diverged.
  ///
  /// - Parameters:
  ///   - batch: the minibatch.
  ///   - inspect: gets the passes and the network after the backward pass and before the update.
  /// - Returns: the loss before the update.
  public mutating func iterate(
    over batch: SequenceBatch<Scalar>,
    inspect: (inout Backpropagation<Scalar>, RecurrentNetwork<Scalar>) -> Void = { _, _ in }
  ) -> LossReport {
    let report = passes.differentiate(network, over: batch)
    guard report.isFinite else { return report }
    inspect(&passes, network)
    network.pullBack(passes.gradients)
    var index = 0
    network.visitParameters(passes.gradients) { _, _, parameter, gradient in
      optimizers[index].optimizer.step(&parameter, gradient: gradient)
      index += 1
    }
    if descent.learningRate != 0 {
      network.visitBases(passes.gradients) { _, basis, side, frame, singularValues in
        descent.step(&basis, on: side, along: frame, singularValues: singularValues)
      }
    }
    network.compose()
    return report
  }

  /// The loss over a batch, without training.
  public mutating func evaluate(over batch: SequenceBatch<Scalar>) -> LossReport {
    passes.evaluate(network, over: batch)
  }

  /// The Euclidean norm of the gradients of the last iteration, W's counted as ∂L/∂W.
  public var gradientNorm: Double { passes.gradients.norm }
}

extension TrainingStep {
  /// Takes parameters that this network had at another time.
  ///
  /// - Precondition: they are those of a network of the same design.
  mutating func setParameters(_ parameters: [(name: ParameterName, value: Matrix<Double>)]) {
    for (name, value) in parameters {
      let isSet = network.setParameter(name, to: value)
      precondition(isSet, "a parameter \(name) of \(value.shape) is not this network's")
    }
  }

  /// Puts back what a checkpoint kept: parameters, and each optimiser's memory and steps.
  ///
  /// - Returns: false where a name or a shape is not this network's; nothing is then to be relied on.
  public mutating func restore(
    parameters: [(name: ParameterName, value: Matrix<Double>)],
    optimizers kept: [(name: ParameterName, memory: [Matrix<Scalar>], steps: Int)]
  ) -> Bool {
    for (name, value) in parameters {
      guard network.setParameter(name, to: value) else { return false }
    }
    guard kept.map(\.name) == optimizers.map(\.name) else { return false }
    for (index, part) in kept.enumerated() {
      let present = optimizers[index].optimizer.memory
      guard
        part.memory.count == present.count,
        zip(part.memory, present).allSatisfy({
          $0.rows == $1.rows && $0.columns == $1.columns
        })
      else { return false }
      optimizers[index].optimizer.restore(memory: part.memory, steps: part.steps)
    }
    return true
  }
}

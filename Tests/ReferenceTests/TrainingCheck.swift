import LinearAlgebra
import Optimization
import RecurrentNets
import Testing
import Training

/// Whole iterations: three minibatches, gradients, optimisers, Cayley steps.
///
/// Double holds 1e-10 of each array's largest entry. In Float some of these cases amplify rounding:
/// with losses of 30 to 340 nats and a basis rate of 0.01, a change of the start by one part in 10⁷
/// comes out a thousand times larger, and NumPy in float32 misses float64 by 13 times the tolerance
/// as well. So the check in Float has two halves. Each single iteration, started from the float64
/// state, holds the tolerance as it stands. The end of all three may, beyond the tolerance, differ
/// by what the case itself makes of `roundings` units in the last place of its start; in the
/// well-conditioned cases that is less than the tolerance.
struct TrainingCheck {
  private let reference: ReferenceCase
  private let rule: UpdateRule
  private let rates: LearningRates

  /// Units in the last place: 27 time steps forth and back, each rounding a few times.
  private static let roundings = 80.0

  init(_ reference: ReferenceCase) throws {
    self.reference = reference
    let named = reference.has("config.optimizer")
    let name = named ? try reference.text("config.optimizer") : "rmsprop"
    let rules: [String: UpdateRule] = [
      "rmsprop": .rmsprop, "nesterov": .nesterov, "sgd": .sgd, "adam": .adam,
    ]
    rule = try #require(rules[name])
    rates = LearningRates(
      free: try reference.number("learningRate"),
      spectrum: try reference.number("spectrumLearningRate"),
      bases: try reference.number("basisLearningRate"))
  }

  func check<Scalar: MatrixScalar>(as type: Scalar.Type) throws {
    let isFloat = type == Float.self
    let tolerance: Tolerance = isFloat ? .float : .doubleIterations
    let given = try ReferenceNetwork<Scalar>(reference)
    let (losses, network) = try train(given, from: given.network)
    let ulp = isFloat ? Double(Scalar.ulpOfOne) : 0
    let response = try responseToPerturbation()
    tolerance.check(
      "losses", Matrix(row: losses), try reference.matrix("expected.losses"),
      allowing: Self.roundings * ulp * response.losses)
    let parameters = ReferenceNames.split(network.parameters)
    #expect(parameters.map(\.name).sorted() == (try reference.keys("expected.parameters")))
    for (index, (name, value)) in parameters.enumerated() {
      tolerance.check(
        "\(name)", value, try reference.matrix("expected.parameters.\(name)"),
        allowing: Self.roundings * ulp * response.parameters[index])
    }
    if isFloat { try checkSingleIterations() }
  }

  /// Each iteration in Float, started from the state that Double has then.
  private func checkSingleIterations() throws {
    let doubles = try ReferenceNetwork<Double>(reference)
    let floats = try ReferenceNetwork<Float>(reference)
    var truth = TrainingStep(doubles.network, rule: rule, rates: rates)
    var single = TrainingStep(floats.network, rule: rule, rates: rates)
    for (index, batch) in try reference.list("batches").enumerated() {
      let isRestored = single.restore(
        parameters: truth.network.parameters,
        optimizers: truth.optimizers.map {
          ($0.name, $0.optimizer.memory.map { $0.converted() }, $0.optimizer.steps)
        })
      #expect(isRestored)
      let expected = truth.iterate(over: try doubles.batch(batch, ""))
      let report = single.iterate(over: try floats.batch(batch, ""))
      Tolerance.float.check("iteration \(index), loss", report.loss, expected.loss)
      for (ours, theirs) in zip(single.network.parameters, truth.network.parameters) {
        Tolerance.float.check("iteration \(index), \(ours.name)", ours.value, theirs.value)
      }
    }
  }

  /// The largest change of each result per relative change of the free parameters at the start.
  private func responseToPerturbation() throws -> (losses: Double, parameters: [Double]) {
    let given = try ReferenceNetwork<Double>(reference)
    let size = 1e-7  // small enough for a linear response, far above float64's own rounding
    var moved = given.network
    for (name, value) in given.network.parameters
    where name != .leftBasis && name != .rightBasisTransposed && name != .transition {
      // Alternating signs: a common factor could leave a result unchanged.
      let entries = value.elements.enumerated().map { $1 * (1 + ($0 % 2 == 0 ? size : -size)) }
      let isSet = moved.setParameter(
        name, to: Matrix(rows: value.rows, columns: value.columns, elements: entries))
      #expect(isSet)
    }
    let (losses, network) = try train(given, from: given.network)
    let (movedLosses, movedNetwork) = try train(given, from: moved)
    let ends = [network, movedNetwork].map { ReferenceNames.split($0.parameters) }
    let parameters = zip(ends[0], ends[1]).map { still, other in
      zip(still.value.elements, other.value.elements).reduce(0) { max($0, abs($1.0 - $1.1)) } / size
    }
    return (zip(losses, movedLosses).reduce(0) { max($0, abs($1.0 - $1.1)) } / size, parameters)
  }

  private func train<Scalar: MatrixScalar>(
    _ given: ReferenceNetwork<Scalar>, from network: RecurrentNetwork<Scalar>
  ) throws -> (losses: [Double], network: RecurrentNetwork<Scalar>) {
    var training = TrainingStep(network, rule: rule, rates: rates)
    let losses = try reference.list("batches").map {
      training.iterate(over: try given.batch($0, "")).loss
    }
    return (losses, training.network)
  }
}

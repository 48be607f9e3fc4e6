import LinearAlgebra
import RecurrentNets
import Testing

@Suite struct NetworkTests {
  static let everyStep = Objective.crossEntropyEveryStep(reduction: .mean, scoredSteps: 2)

  private func design(
    _ kind: TransitionKind, _ initialization: Initialization = .orthogonal, hidden: Int = 7
  ) -> NetworkDesign {
    var design = NetworkDesign(
      inputs: 2, hidden: hidden, outputs: 4, activation: .tanh, objective: Self.everyStep)
    design.transition = kind
    design.initialization = initialization
    return design
  }

  private func composite(
    _ kind: TransitionKind, _ initialization: Initialization, hidden: Int = 7
  ) -> Matrix<Double> {
    RecurrentNetwork<Double>(design(kind, initialization, hidden: hidden), seed: 3)
      .transition.composite
  }

  private func distance(_ left: Matrix<Double>, _ right: Matrix<Double>) -> Double {
    var difference = left
    difference.add(-1, right)
    return difference.maxMagnitude
  }

  @Test(arguments: [1, 2, 7, 65])
  func `an orthogonal start is orthogonal and the same for every transition`(hidden: Int) {
    let dense = composite(.dense, .orthogonal, hidden: hidden)
    #expect(dense.orthogonalityError < 1e-14)  // two Householder QRs and a product
    for kind in [
      TransitionKind.orthogonal, .factorized(margin: .none), .factorized(margin: .width(0.1)),
    ] {
      #expect(distance(composite(kind, .orthogonal, hidden: hidden), dense) < 1e-15)
    }
  }

  @Test func `an identity start is the identity for every transition`() {
    for kind in [TransitionKind.dense, .orthogonal, .factorized(margin: .width(1))] {
      #expect(composite(kind, .identity) == .identity(7))
    }
  }

  @Test(arguments: [Initialization.glorotNormal, .glorotUniform])
  func `a Glorot start keeps its spectrum without a margin and drops it with one`(
    initialization: Initialization
  ) {
    let dense = composite(.dense, initialization)
    // The SVD of a 7 × 7 matrix of norm about 2, put together again.
    #expect(distance(composite(.factorized(margin: .none), initialization), dense) < 1e-14)
    let polar = composite(.orthogonal, initialization)
    #expect(polar.orthogonalityError < 1e-14)
    #expect(distance(composite(.factorized(margin: .width(0.1)), initialization), polar) < 1e-14)
  }

  @Test(arguments: [Initialization.glorotNormal, .glorotUniform])
  func `Glorot entries have the variance 1 over n`(initialization: Initialization) {
    let hidden = 128
    let matrix = composite(.dense, initialization, hidden: hidden)
    let variance = matrix.sumOfSquares / Double(matrix.count)
    // Five relative standard errors of a variance of 16,384 normal entries: 5·√(2/16384) = 0.055.
    #expect(abs(variance * Double(hidden) - 1) < 0.055)
  }

  @Test func `weights depend on the seed and their own shape alone`() throws {
    let one = RecurrentNetwork<Float>(design(.dense), seed: 3)
    var other = design(.factorized(margin: .width(1)), .glorotNormal)
    other.activation = .relu
    other.bias = 2
    let two = RecurrentNetwork<Float>(other, seed: 3)
    #expect(one.inputWeights == two.inputWeights)
    #expect(one.outputWeights == two.outputWeights)
    #expect(two.bias == Matrix(rows: 1, columns: 7, repeating: 2))
    let third = RecurrentNetwork<Float>(design(.dense), seed: 4)
    #expect(one.inputWeights != third.inputWeights)
    #expect(one.inputWeights.maxMagnitude <= 0.01)
  }

  @Test func `Float starts at the rounded weights of Double`() {
    let doubles = RecurrentNetwork<Double>(design(.dense), seed: 3)
    let floats = RecurrentNetwork<Float>(design(.dense), seed: 3)
    #expect(doubles.transition.composite.converted() == floats.transition.composite)
    #expect(doubles.outputWeights.converted() == floats.outputWeights)
  }

  @Test(arguments: [TransitionKind.dense, .orthogonal, .factorized(margin: .width(0.2))])
  func `parameters put back make the same network`(kind: TransitionKind) {
    let network = RecurrentNetwork<Float>(design(kind), seed: 3)
    var other = RecurrentNetwork<Float>(design(kind), seed: 4)
    for (name, value) in network.parameters { other.put(name, value) }
    #expect(other.transition.composite == network.transition.composite)
    #expect(zip(network.parameters, other.parameters).allSatisfy { $0.value == $1.value })
  }

  @Test func `a parameter of another name or shape is refused`() {
    var network = RecurrentNetwork<Float>(design(.dense), seed: 3)
    network.refuse(.leftBasis, .identity(7))
    network.refuse(.transition, .identity(6))
  }

  @Test func `a state that is not learned is not shown`() {
    var fixed = design(.dense)
    fixed.learnsInitialState = false
    let passes = Backpropagation<Float>(fixed)
    var network = RecurrentNetwork<Float>(fixed, seed: 3)
    var names: [ParameterName] = []
    network.visitParameters(passes.gradients) { name, _, _, _ in names.append(name) }
    #expect(names == [.inputWeights, .bias, .outputWeights, .outputBias, .transition])
  }

  @Test func `the spectrum of a rectified W holds no negative value`() {
    var network = RecurrentNetwork<Double>(design(.factorized(margin: .width(10))), seed: 3)
    let parameters = Matrix<Double>(row: [-3, -1, 0, 0, 1, 2, 3])
    network.put(.spectrumParameters, parameters)
    #expect(network.spectrum.min == 0)
    #expect(network.transition.singularValues[2] == 1)
    #expect(network.spectrum.max < 11)
  }

  @Test func `the spectrum of a dense W is that of its decomposition`() {
    var network = RecurrentNetwork<Double>(design(.dense), seed: 3)
    var diagonal = Matrix<Double>.identity(7)
    diagonal[0, 0] = -5
    network.put(.transition, diagonal)
    let spectrum = network.spectrum
    #expect(abs(spectrum.max - 5) < 1e-14 && abs(spectrum.min - 1) < 1e-14)
    #expect(abs(spectrum.mean - 11.0 / 7) < 1e-14)
    #expect(network.transition.orthogonalityError == nil)
    diagonal[1, 1] = .nan
    network.put(.transition, diagonal)
    #expect(network.spectrum.mean.isNaN)
  }
}

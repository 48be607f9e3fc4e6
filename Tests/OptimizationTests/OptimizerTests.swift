import LinearAlgebra
import Optimization
import Testing

@Suite struct OptimizerTests {
  @Test func `the first RMSprop step is bounded by the root of ten`() {
    // r = 0.1 g² after one step: lr·g/√(0.1 g² + 1e-6) nears lr·√10 for a large gradient.
    var parameter = Matrix<Double>(row: [0, 0])
    var optimizer = Optimizer<Double>(.rmsprop, learningRate: 0.01, rows: 1, columns: 2)
    optimizer.step(&parameter, gradient: Matrix(row: [1e6, -1e6]))
    #expect(abs(parameter[0, 0] + 0.01 * 10.0.squareRoot()) < 1e-12)
    #expect(abs(parameter[0, 1] - 0.01 * 10.0.squareRoot()) < 1e-12)
  }

  @Test func `RMSprop's epsilon stands inside the root`() {
    // Small margins live here: for g ≪ 10⁻³ the step is lr·g·10³, not lr·sign(g).
    var parameter = Matrix<Double>(row: [0])
    var optimizer = Optimizer<Double>(.rmsprop, learningRate: 0.01, rows: 1, columns: 1)
    optimizer.step(&parameter, gradient: Matrix(row: [1e-7]))
    #expect(abs(parameter[0, 0] + 0.01 * 1e-7 * 1e3) < 1e-14)
  }

  @Test(arguments: [UpdateRule.sgd, .nesterov, .rmsprop, .adam])
  func `a zero gradient moves nothing`(rule: UpdateRule) {
    let start = Matrix<Float>(row: [1, -2, 3])
    var parameter = start
    var optimizer = Optimizer<Float>(rule, learningRate: 0.1, rows: 1, columns: 3)
    for _ in 0..<3 { optimizer.step(&parameter, gradient: Matrix(rows: 1, columns: 3)) }
    #expect(parameter == start)
  }

  @Test(arguments: [UpdateRule.sgd, .nesterov, .rmsprop, .adam])
  func `an optimiser continues from its memory`(rule: UpdateRule) {
    let gradients = [[1.0, -2], [0.5, 0.1], [3, 3]].map { Matrix<Double>(row: $0) }
    var whole = Matrix<Double>(row: [0, 1])
    var undisturbed = Optimizer<Double>(rule, learningRate: 0.1, rows: 1, columns: 2)
    for gradient in gradients { undisturbed.step(&whole, gradient: gradient) }
    var parts = Matrix<Double>(row: [0, 1])
    var before = Optimizer<Double>(rule, learningRate: 0.1, rows: 1, columns: 2)
    before.step(&parts, gradient: gradients[0])
    var after = Optimizer<Double>(rule, learningRate: 0.1, rows: 1, columns: 2)
    after.restore(memory: before.memory, steps: before.steps)
    for gradient in gradients.dropFirst() { after.step(&parts, gradient: gradient) }
    #expect(parts == whole)
  }

  @Test func `plain SGD follows the gradient`() {
    var parameter = Matrix<Float>(row: [1, 2])
    var optimizer = Optimizer<Float>(.sgd, learningRate: 0.5, rows: 1, columns: 2)
    optimizer.step(&parameter, gradient: Matrix(row: [2, -4]))
    #expect(parameter == Matrix(row: [0, 4]))
  }
}

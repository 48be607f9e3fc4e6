import LinearAlgebra
import Optimization
import RecurrentNets
import Testing

/// The engine reproduces numbers of an independent implementation, in both precisions.
@Suite("Reference") struct ReferenceTests {
  @Test func `the folder holds cases`() {
    #expect(!ReferenceCase.names.isEmpty, "no case in \(String(describing: ReferenceCase.folder))")
  }

  @Test(arguments: ReferenceCase.names)
  func `Double agrees to rounding`(name: String) throws {
    try check(name, as: Double.self)
  }

  @Test(arguments: ReferenceCase.names)
  func `Float agrees to its precision`(name: String) throws {
    try check(name, as: Float.self)
  }

  private func check<Scalar: MatrixScalar>(_ name: String, as type: Scalar.Type) throws {
    let reference = try ReferenceCase(name)
    switch try ReferenceKind(reference) {
    case .network: try checkNetwork(reference, as: type)
    case .training: try TrainingCheck(reference).check(as: type)
    case .update(let rule): try checkUpdate(reference, rule, as: type)
    case .cayley: try checkCayley(reference, as: type)
    }
  }

  private func checkNetwork<Scalar: MatrixScalar>(
    _ reference: ReferenceCase, as type: Scalar.Type
  ) throws {
    let tolerance = Tolerance.of(type)
    let given = try ReferenceNetwork<Scalar>(reference)
    var network = given.network
    let batch = try given.batch(reference, "batch.")
    var passes = Backpropagation<Scalar>(given.design)
    let report = passes.differentiate(network, over: batch)
    network.pullBack(passes.gradients)
    tolerance.check("loss", report.loss, try reference.number("expected.loss"))
    tolerance.check("taskLoss", report.taskLoss, try reference.number("expected.taskLoss"))
    if reference.has("expected.accuracy") {
      #expect(abs((report.accuracy ?? .nan) - (try reference.number("expected.accuracy"))) < 1e-12)
    } else {
      #expect(report.accuracy == nil)
    }
    tolerance.check(
      "hiddenStates", passes.hiddenStates(batchSize: batch.size).converted(),
      try reference.matrix("expected.hiddenStates"))
    if reference.has("expected.transition") {
      tolerance.check(
        "transition", network.transition.composite.converted(),
        try reference.matrix("expected.transition"))
    }
    let gradients = ReferenceNames.split(network.gradientsByName(passes.gradients))
    #expect(gradients.map(\.name).sorted() == (try reference.keys("expected.gradients")))
    for (name, value) in gradients {
      tolerance.check(
        "gradient of \(name)", value, try reference.matrix("expected.gradients.\(name)"))
    }
    if reference.has("expected.lastStepGradientNorms") {
      tolerance.check(
        "lastStepGradientNorms",
        Matrix(row: passes.lastStepGradientNorms(network, over: batch)),
        try reference.matrix("expected.lastStepGradientNorms"))
    }
  }

  private func checkUpdate<Scalar: MatrixScalar>(
    _ reference: ReferenceCase, _ rule: UpdateRule, as type: Scalar.Type
  ) throws {
    var parameter: Matrix<Scalar> = try reference.matrix("start").converted()
    let gradients = try reference.matrix("gradients")
    var optimizer = Optimizer<Scalar>(
      rule, learningRate: try reference.number("learningRate"), rows: 1, columns: parameter.count)
    var values: [Double] = []
    for step in 0..<gradients.rows {
      let row = gradients.elements[step * gradients.columns..<(step + 1) * gradients.columns]
      optimizer.step(&parameter, gradient: Matrix(row: Array(row)).converted())
      values += parameter.converted(to: Double.self).elements
    }
    Tolerance.of(type).check(
      "values", Matrix(row: values), try reference.matrix("expected"))
  }

  private func checkCayley<Scalar: MatrixScalar>(
    _ reference: ReferenceCase, as type: Scalar.Type
  ) throws {
    // W = M is its own left factor: Z = Mᵀ·G and s = 1.
    var point = OrthogonalMatrix<Scalar>(try reference.matrix("point"))
    let gradient: Matrix<Scalar> = try reference.matrix("gradient").converted()
    var descent = StiefelDescent<Scalar>(learningRate: try reference.number("learningRate"))
    descent.step(
      &point, on: .left, along: .product(.transposed(point.rounded), Operand(gradient)),
      singularValues: Matrix(rows: 1, columns: gradient.rows, repeating: 1))
    Tolerance.of(type).check("point", point.exact, try reference.matrix("expected"))
  }
}

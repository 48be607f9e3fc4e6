import Testing
import Trials

@testable import Reports

@Suite("Quantities") struct QuantityTests {
  @Test(arguments: [
    ("test.accuracy", Quantity.metric("test.accuracy")), ("accuracy", .metric("accuracy")),
    ("best train.accuracy", .best("train.accuracy")),
    (
      "epochs_to(train.accuracy >= 0.9)",
      .epochsTo(metric: "train.accuracy", Comparison(.atLeast, 0.9))
    ),
    ("epochs_to( train.loss<1e-2 )", .epochsTo(metric: "train.loss", Comparison(.below, 0.01))),
  ])
  func `metrics, headlines, bests and first epochs are read`(text: String, wanted: Quantity) throws
  {
    #expect(try Quantity.read(text, program: .example) == wanted)
    #expect(try Quantity.read(wanted.written, program: .example) == wanted)
  }

  @Test(arguments: [
    ("test.acuracy", "unknown metric 'test.acuracy'; did you mean 'test.accuracy'?"),
    ("acuracy", "unknown metric 'acuracy'; did you mean 'accuracy'?"),
    ("best train.acc", "unknown metric 'train.acc'"),
    (
      "best test.accuracy",
      "'best test.accuracy': test.accuracy is measured once, at the end, so it has no curve"
    ),
    (
      "best spectrum.max",
      "'best spectrum.max': neither high nor low is better for spectrum.max, so it has no best"
    ),
    (
      "epochs_to(train.accuracy)",
      "'epochs_to(train.accuracy)' is not of the form epochs_to(train.accuracy >= 0.9)"
    ),
    (
      "epochs_to(train.loss > 1, < 2)",
      "'epochs_to(train.loss > 1, < 2)' is not of the form epochs_to(train.accuracy >= 0.9)"
    ),
    ("epochs_to(train.los < 1)", "unknown metric 'train.los'; did you mean 'train.loss'?"),
  ])
  func `other texts are refused with the nearest word`(text: String, message: String) {
    let problem = #expect(throws: QuantityProblem.self) {
      try Quantity.read(text, program: .example)
    }
    #expect(problem?.description == message)
  }

  @Test func `without described metrics names are taken as they are`() throws {
    let silent = ProgramDescription(
      program: ProgramDescription.example.program, parameters: [], metrics: [])
    #expect(try Quantity.read("score", program: silent) == .metric("score"))
    #expect(try Quantity.read("best score", program: silent) == .best("score"))
  }

  @Test(arguments: [
    (Quantity.metric("accuracy"), "copy", TableSpec.Moment.programsChoice, 0.9),
    (.metric("accuracy"), "smnist", .programsChoice, 0.75),
    (.metric("accuracy"), "copy", .last, 0.8), (.metric("accuracy"), "copy", .epoch(1), 0.5),
    (.metric("train.accuracy"), "copy", .programsChoice, 0.8),
    (.metric("train.loss"), "copy", .best(metric: "train.accuracy"), 0.4),
    (.metric("test.accuracy"), "smnist", .epoch(1), 0.75),
    (.best("train.loss"), "copy", .last, 0.3),
  ])
  func `a moment chooses a value of the curve`(
    quantity: Quantity, task: String, moment: TableSpec.Moment, wanted: Double
  ) throws {
    let meaning = try #require(
      quantity.meaning(in: ["task": .text(task)], at: moment, program: .example))
    let trial = Trial(program: "orthornn", parameters: ["task": .text(task)], seed: 0)
    let status = TrialStatus.finished(
      trial, accuracy: [0.5, 0.9, 0.8], loss: [0.7, 0.4, 0.3], test: 0.75)
    #expect(TrialMeasurement(meaning, of: status) == .value(wanted))
  }

  @Test func `a headline has no meaning where it does not apply`() {
    let quantity = Quantity.metric("accuracy")
    #expect(quantity.meaning(in: ["task": .text("ptb")], at: .last, program: .example) == nil)
  }

  @Test(arguments: [
    (0.6, TrialMeasurement.arrived(2)), (0.95, .notArrived(after: 3)), (0.5, .arrived(1)),
  ])
  func `a bound is reached at the first epoch that satisfies it`(
    bound: Double, wanted: TrialMeasurement
  ) throws {
    let quantity = Quantity.epochsTo(metric: "train.accuracy", Comparison(.atLeast, bound))
    let meaning = try #require(quantity.meaning(in: [:], at: .last, program: .example))
    let trial = Trial(program: "orthornn", parameters: [:], seed: 0)
    let status = TrialStatus.finished(
      trial, accuracy: [0.5, 0.9, 0.8], loss: [0.7, 0.4, 0.3], test: nil)
    #expect(TrialMeasurement(meaning, of: status) == wanted)
  }
}

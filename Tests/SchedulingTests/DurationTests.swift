import Testing
import Trials

@testable import Scheduling

@Suite("Durations") struct DurationTests {
  private static let parameters = [
    ParameterDescription("epochs", ParameterType(.integer([])), about: "", prolongs: true),
    ParameterDescription("seed.data", ParameterType(.integer([])), default: "=seed", about: ""),
    ParameterDescription("hidden", ParameterType(.integer([])), about: ""),
    ParameterDescription("margin", ParameterType(.number([])), about: ""),
  ]

  private func trial(
    epochs: Double, hidden: Double, margin: Double? = nil, seed: Int = 0, program: String = "p"
  ) -> Trial {
    var parameters: [String: ParameterValue] = [
      "epochs": .number(epochs), "hidden": .number(hidden), "seed.data": .number(Double(seed)),
    ]
    parameters["margin"] = margin.map { .number($0) }
    return Trial(program: program, parameters: parameters, seed: seed)
  }

  private func estimate(_ results: [(Trial, Double)]) -> DurationEstimate {
    var estimate = DurationEstimate(parameters: Self.parameters)
    for (trial, seconds) in results { estimate.add(trial, seconds: seconds) }
    return estimate
  }

  @Test func `a cell's other seeds tell, although seeds are among the parameters`() {
    let known = estimate([
      (trial(epochs: 10, hidden: 8, seed: 0), 20), (trial(epochs: 10, hidden: 8, seed: 1), 30),
      (trial(epochs: 10, hidden: 9), 1),
    ])
    #expect(known.seconds(for: trial(epochs: 10, hidden: 8, seed: 7)) == 25)
    #expect(known.seconds(for: trial(epochs: 20, hidden: 8)) == nil)
  }

  @Test func `what no result has is estimated from seconds an epoch`() {
    let known = estimate([
      (trial(epochs: 10, hidden: 8), 20), (trial(epochs: 40, hidden: 8), 160),
    ])
    // 2 and 4 seconds an epoch.
    #expect(known.roughSeconds(for: trial(epochs: 100, hidden: 8)) == 300)
    #expect(known.roughSeconds(for: trial(epochs: 1, hidden: 9)) == 3)
    #expect(known.roughSeconds(for: trial(epochs: 10, hidden: 8)) == 20)
  }

  @Test func `the results with the most equal parameters count alone`() {
    let known = estimate([
      (trial(epochs: 10, hidden: 8, margin: 0), 10), (trial(epochs: 10, hidden: 8, margin: 1), 30),
      (trial(epochs: 10, hidden: 99, margin: 0), 1000), (trial(epochs: 10, hidden: 99), 5000),
    ])
    #expect(known.roughSeconds(for: trial(epochs: 20, hidden: 8, margin: 0.5)) == 40)
    #expect(known.roughSeconds(for: trial(epochs: 20, hidden: 99, margin: 0.5)) == 6000)
    // A parameter that is absent in both is equal.
    #expect(known.roughSeconds(for: trial(epochs: 20, hidden: 7)) == 10000)
    #expect(known.roughSeconds(for: trial(epochs: 20, hidden: 8, program: "q")) == nil)
  }

  @Test func `a trial that ended early tells of its own cell only`() {
    var known = estimate([])
    known.add(trial(epochs: 100, hidden: 8), seconds: 1, isWhole: false)
    #expect(known.roughSeconds(for: trial(epochs: 100, hidden: 8, seed: 1)) == 1)
    #expect(known.roughSeconds(for: trial(epochs: 50, hidden: 8)) == nil)
  }

  @Test func `more cells than are compared change nothing for those that are`() {
    let known = estimate((1...400).map { (trial(epochs: 2, hidden: Double($0)), Double($0)) })
    #expect(known.roughSeconds(for: trial(epochs: 4, hidden: 3)) == 6)
    #expect(known.roughSeconds(for: trial(epochs: 2, hidden: 400)) == 400)
    // Beyond the first 256 there is nothing that is more equal: the mean of all, 64.25 an epoch.
    #expect(known.roughSeconds(for: trial(epochs: 4, hidden: 400)) == 257)
  }
}

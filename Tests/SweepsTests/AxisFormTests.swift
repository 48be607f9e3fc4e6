import Foundation
import Reports
@testable import Sweeps
import Testing
import Trials

/// Values that are described and not listed.
@Suite("Ways to write axis values") struct AxisFormTests {
  private let copy = """
    sweep: 1
    defaults: {task: copy, delay: 100, activation: identity, epochs: 45}

    """

  /// The values of an axis in the order of the cells.
  private func values(_ name: String, _ rest: String) throws -> [String] {
    try SweepFixture.sweep(copy + rest).cells.compactMap { $0.axes[name]?.shown }
  }

  private func ids(_ rest: String) throws -> [TrialID] {
    try SweepFixture.sweep(copy + rest).trials.map(\.id)
  }

  @Test(arguments: [
    ("bias: {range: [0, 1, 0.1]}", "bias: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]"),
    ("bias: [{range: [0, 1, 0.3]}, 7]", "bias: [0, 0.3, 0.6, 0.9, 7]"),
    ("bias: {range: [1, 0, -0.25]}", "bias: [1, 0.75, 0.5, 0.25, 0]"),
    ("bias: {range: [-0.3, 0.3, 0.1]}", "bias: [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]"),
    ("bias: {range: [5, 5, 1]}", "bias: [5]"),
    ("bias: {range: [5, 5.5, 1]}", "bias: [5]"),
    ("bias: {range: [1e-7, 3e-7, 1e-7]}", "bias: [1e-7, 2e-7, 3e-7]"),
    // A third arrives if it has more digits than are kept.
    (
      "bias: {range: [0, 1, 0.333333333333]}",
      "bias: [0, 0.333333333333, 0.666666666666, 0.999999999999]"
    ),
    ("bias: {range: [0, 1, 0.3333333333333333]}", "bias: [0, 0.333333333333, 0.666666666667, 1]"),
    // Near zero a sum of floating numbers keeps no digit.
    ("bias: {range: [-1000, -999.9999, 0.0001]}", "bias: [-1000, -999.9999]"),
    (
      "bias: {range: [1e15, 1000000000000002, 1]}",
      "bias: [1e15, 1000000000000001, 1000000000000002]"
    ),
    ("epochs: {range: [10, 5e1, 2e1]}", "epochs: [10, 30, 50]"),
    ("clip: {log: [1e-4, 1e2], points: 7}", "clip: [1e-4, 1e-3, 0.01, 0.1, 1, 10, 100]"),
    ("clip: {log: [1, 100], points: 5}", "clip: [1, 3.16227766017, 10, 31.6227766017, 100]"),
    ("clip: {log: [8, 1], points: 4}", "clip: [8, 4, 2, 1]"),
    ("clip: {log: [0.3, 0.3], points: 1}", "clip: [0.3]"),
    ("margin: {literal: 0.1}", "margin: [0.1]"),
    (
      "margin: [none, {value: {range: [1, 3, 1]}, when: {hidden: 8}}]\n  hidden: [8, 16]",
      "margin: [none, {value: [1, 2, 3], when: {hidden: 8}}]\n  hidden: [8, 16]"
    ),
    (
      "margin: [none, {value: [0, {range: [1, 2, 0.5]}], when: {hidden: 8}}]\n  hidden: [8, 16]",
      "margin: [none, {value: [0, 1, 1.5, 2], when: {hidden: 8}}]\n  hidden: [8, 16]"
    ),
  ])
  func `described values are those that one would type`(form: String, list: String) throws {
    let described = try ids("grid:\n  \(form)\n")
    #expect(try described == ids("grid:\n  \(list)\n"))
    #expect(!described.isEmpty)
  }

  @Test func `a range gives the sums that one would type, over many decades of steps`() throws {
    // The numbers in between are written by their digits, so that no arithmetic is trusted.
    for (step, places) in [("0.1", 1), ("0.01", 2), ("0.001", 3)] {
      let scale = Int(pow(10, Double(places)))
      let values = try values("bias", "grid: {bias: {range: [-2, 2, \(step)]}}\n")
      #expect(values.count == 4 * scale + 1)
      for (place, value) in values.enumerated() {
        let digits = place - 2 * scale
        #expect(Double(value) == Double("\(digits)e-\(places)"), "\(value)")
      }
    }
  }

  @Test func `a described axis may stand in across and in include rows`() throws {
    let text = """
      across: {hidden: {range: [8, 24, 8]}}
      grid: {margin: [0]}
      include: [{name: LSTM, model: lstm, clip: {log: [1, 100], points: 3}}, \
      {name: wide, model: lstm, hidden: {range: [100, 200, 100]}}]

      """
    let sweep = try SweepFixture.sweep(copy + text)
    #expect(sweep.cells.count == 3 + 3 * 3 + 2)
    #expect(sweep.axes == ["hidden", "margin", "clip"])
    #expect(sweep.cells.last?.axes["hidden"]?.shown == "200")
  }

  @Test func `plan shows described values as it shows listed ones`() throws {
    let sweep = try SweepFixture.sweep(
      copy + "grid: {bias: {range: [0, 1, 0.5]}, clip: {range: [0, 5, 0.1]}}\n")
    #expect(
      sweep.rules.map(\.text) == ["bias 0 0.5 1 × clip 0 0.1 0.2 0.3 … (51 values)"])
  }

  @Test func `a hundred thousand described values are made, and no more`() throws {
    let range = try DecimalRange(from: 1, to: 100_000, step: 1)
    #expect(range.numbers == (1...100_000).map(Double.init))
    #expect(
      SweepFixture.problems(copy + "grid: {bias: {range: [0, 100000, 1]}}\n") == [
        "3:22: bias: a range of 100,001 values, limit 100,000"
      ])
  }

  @Test(arguments: [
    "bias: {range: [0, 1e12, 1]}", "bias: {range: [0, 1, 1e-300]}",
    "bias: {range: [-1e308, 1e308, 1e-308]}", "bias: {log: [1e-300, 1e300], points: 1e12}",
    "clip: {log: [1e-300, 1e300], draw: 1e12}",
  ])
  func `what describes too many values is refused before any is made`(axis: String) {
    var problems: [String] = []
    let time = processorTime { problems = SweepFixture.problems(copy + "grid: {\(axis)}\n") }
    #expect(problems.count == 1)
    #expect(problems[0].contains("100,000"), "\(problems)")
    // Asked: 10 ms, in optimised builds.
    #expect(time < .milliseconds(10), "\(time)")
  }

  @Test func `numbers at the ends of all numbers are described like others`() throws {
    #expect(
      try values("bias", "grid: {bias: {range: [-1.5e308, 1.5e308, 1.5e308]}}\n")
        == ["-1.5e+308", "0", "1.5e+308"])
    #expect(
      try values("clip", "grid: {clip: {log: [1e-320, 1e308], points: 2}}\n")
        == ["1e-320", "1e+308"])
    let draws = try values("clip", "grid: {clip: {log: [1e-320, 1e308], draw: 50}}\n")
    #expect(Set(draws).count == 50)
  }

  @Test func `any three numbers are a range within its ends, or none`() {
    var stream = DrawStream(sweep: "ranges", axis: "of anything", number: 0)
    // 17 digits or few, of all sizes that numbers have, often near each other.
    func any() -> Double {
      let digits = stream.next() < 0.5 ? 10.0 : 1e17
      let power = stream.next() < 0.5 ? 3.0 : 660
      let number = "\(Int((stream.next() - 0.5) * digits))e\(Int((stream.next() - 0.5) * power))"
      return (Double(number) ?? 0).clamped
    }
    var made = 0
    for _ in 0..<20_000 {
      let from = any()
      let step = any()
      let to = stream.next() < 0.5 ? any() : (from + step * (stream.next() * 20)).clamped
      guard let range = try? DecimalRange(from: from, to: to, step: step), range.count < 1000 else {
        continue
      }
      made += 1
      let numbers = range.numbers
      #expect(numbers.count == range.count && numbers[0] == from)
      #expect(
        numbers.allSatisfy { min(from, to) <= $0 && $0 <= max(from, to) }, "\(from) \(to) \(step)")
      #expect(
        zip(numbers, numbers.dropFirst()).allSatisfy { step > 0 ? $0 < $1 : $0 > $1 },
        "\(from) \(to) \(step)")
    }
    #expect(made > 2000, "\(made)")
  }

  @Test func `any two ends of a scale are kept, and what lies between them is in order`() {
    var stream = DrawStream(sweep: "scales", axis: "of anything", number: 0)
    for _ in 0..<2000 {
      let low = (Double("1e\(Int(stream.next() * 600) - 320)") ?? 1) * (1 + stream.next())
      let high = (low * pow(10, stream.next() * 20)).clamped
      let count = 2 + Int(stream.next() * 30)
      let scale = NumberScale(kind: .log, from: low, to: high)
      guard let points = scale.points(count) else { continue }
      #expect(points.count == count && points[0] == low && points[count - 1] == high)
      #expect(zip(points, points.dropFirst()).allSatisfy { $0 < $1 }, "\(points)")
      let draws = (0..<20).compactMap { _ in scale.draw(at: stream.next(), whole: false) }
      #expect(draws.allSatisfy { low <= $0 && $0 <= high })
    }
  }
}

extension Double {
  /// The number, or the largest that there is.
  fileprivate var clamped: Double {
    Swift.min(Swift.max(self, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
  }
}

import Foundation
import Reports
import Sweeps
import Testing
import Trials

@Suite("Drawn axis values") struct DrawTests {
  /// The cells of a sweep of this name, `axis value` words in the order of the axes.
  private func cells(_ grid: String, name: String = "study") throws -> [String] {
    let sweep = try SweepFixture.sweep(
      """
      sweep: 1
      name: \(name)
      defaults: {task: copy, delay: 100, activation: identity, epochs: 45}
      grid: {\(grid)}
      """)
    return sweep.cells.map { cell in
      sweep.axes.compactMap { cell.axes[$0]?.shown }.joined(separator: " ")
    }
  }

  private func numbers(_ grid: String, name: String = "study") throws -> [Double] {
    try cells(grid, name: name).map { try #require(Double($0)) }
  }

  /// Digits of a number as people count them: without sign, point, zeros at the ends and exponent.
  private func digits(_ text: String) -> Int {
    let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
    return mantissa.drop { $0 == "0" }.reversed().drop { $0 == "0" }.count
  }

  @Test func `the draws of a name are fixed for ever`() throws {
    // Computed with Python's hashlib and integers: the first 8 bytes of sha256("draw\nsearch\nlr.free\n0")
    // begin SplitMix64; u = (output >> 11) / 2^53; "%.3e" % 10 ** (-5 + 3 * u).
    #expect(
      try cells("lr.free: {log: [1e-5, 1e-2], draw: 5}", name: "search")
        == ["0.0006551", "0.001689", "0.005964", "0.00001281", "0.00004726"])
    // "%.3e" % (-1 + 2 * u), and floor(16 + 241 * u).
    #expect(
      try cells("bias: {range: [-1, 1], draw: 4}", name: "search")
        == ["-0.2153", "0.02864", "-0.7657", "0.5943"])
    #expect(
      try cells("hidden: {range: [16, 256], draw: 4}", name: "search")
        == ["243", "58", "100", "220"])
  }

  @Test(arguments: [
    "lr.free: {log: [1e-5, 1e-2], draw: COUNT}", "bias: {range: [-1, 1], draw: COUNT}",
    "hidden: {range: [1, 60], draw: COUNT}", "hidden: {log: [1, 1000], draw: COUNT}",
    "'lr.free, clip': {draw: COUNT, lr.free: {log: [1e-5, 1e-2]}, clip: {range: [1, 2]}}",
  ])
  func `raising the count keeps the first draws`(axis: String) throws {
    let all = try cells(axis.replacing("COUNT", with: "40"))
    #expect(Set(all).count == 40)
    for count in [1, 2, 39] {
      #expect(try cells(axis.replacing("COUNT", with: "\(count)")) == Array(all.prefix(count)))
    }
  }

  @Test func `draws hang on the sweep's name and the axis's, and on nothing else`() throws {
    let clip = "clip: {log: [1e-5, 1e-2], draw: 8}"
    let alone = try cells(clip)
    #expect(
      try cells("  \(clip)  , 'margin': [0]").map { String($0.prefix { $0 != " " }) } == alone)
    #expect(try cells(clip, name: "other") != alone)
    #expect(try cells(clip.replacing("clip", with: "lr.free")) != alone)
    // A row of its own has the same draws, so that it can be compared with the grid.
    let text = """
      sweep: 1
      defaults: {task: copy, delay: 100, activation: identity, epochs: 45}
      include: [{name: LSTM, model: lstm, \(clip)}]
      """
    #expect(try SweepFixture.sweep(text).cells.compactMap { $0.axes["clip"]?.shown } == alone)
  }

  @Test func `draws lie in their interval, have 4 digits and differ`() throws {
    let rates = try cells("lr.free: {log: [1e-5, 1e-2], draw: 500}")
    #expect(Set(rates).count == 500)
    #expect(rates.allSatisfy { digits($0) <= 4 })
    let logarithms = try rates.map { log10(try #require(Double($0))) }
    #expect(logarithms.allSatisfy { $0 >= -5 && $0 <= -2 })
    // Even on the scale of logarithms: the mean of 500 is 6 standard errors (0.039) from no other.
    #expect(abs(logarithms.reduce(0, +) / 500 + 3.5) < 0.23)
    let even = try numbers("bias: {range: [-3, 1], draw: 500}")
    #expect(even.allSatisfy { $0 >= -3 && $0 <= 1 })
    #expect(abs(even.reduce(0, +) / 500 + 1) < 0.31)
    // An end of more digits keeps what is rounded beyond it out.
    #expect(try numbers("bias: {range: [0.99951, 1.00049], draw: 3}").allSatisfy { $0 <= 1.00049 })
  }

  @Test func `draws for an integer are whole numbers, both ends among them`() throws {
    #expect(
      try Set(numbers("hidden: {range: [0.5, 9.5], draw: 9}")) == Set((1...9).map(Double.init)))
    let scaled = try numbers("hidden: {log: [1, 1000], draw: 60}")
    #expect(scaled.allSatisfy { $0 == $0.rounded() && $0 >= 1 && $0 <= 1000 })
    #expect(Set(scaled).count == 60)
  }

  @Test func `draws keep clear of the values beside them, before and behind`() throws {
    let drawn = try cells("hidden: [{range: [1, 12], draw: 8}, 3, {range: [10, 12, 1]}]")
    #expect(Set(drawn) == Set((1...12).map(String.init)))
  }

  @Test func `two draws of one axis are two streams`() throws {
    let cells = try cells(
      "clip: [{range: [0, 1], draw: 3}, {range: [0, 1], draw: 3}]")
    #expect(Set(cells).count == 6)
    #expect(try Array(cells.prefix(3)) == self.cells("clip: {range: [0, 1], draw: 3}"))
  }

  @Test func `joint draws pair the numbers of each name`() throws {
    let axis = "{draw: 6, lr.free: {log: [1e-5, 1e-2]}, hidden: {range: [16, 256]}}"
    let joint = try cells("'lr.free, hidden': \(axis)")
    #expect(joint.count == 6)
    // Each name keeps its own stream.
    #expect(
      try joint.map { String($0.prefix { $0 != " " }) }
        == cells("lr.free: {log: [1e-5, 1e-2], draw: 6}"))
    #expect(
      try joint.map { String($0.drop { $0 != " " }.dropFirst()) }
        == cells("hidden: {range: [16, 256], draw: 6}"))
    #expect(
      try cells("lr: {'free, bases': {draw: 2, lr: {free: {log: [1, 2]}, bases: {log: [1, 2]}}}}")
        .count == 2)
  }

  @Test func `an interval with too few numbers is told`() {
    let head = "sweep: 1\ndefaults: {task: copy, delay: 100, activation: identity, epochs: 45}\n"
    #expect(
      SweepFixture.problems(head + "grid: {hidden: {range: [1, 9], draw: 20}}\n") == [
        "3:16: hidden: `draw: 20` finds only 9 different values, of 4 digits each; draw fewer, "
          + "or from a wider interval"
      ])
    #expect(
      SweepFixture.problems(head + "grid: {bias: [{range: [1000.2, 1000.4], draw: 1}]}\n") == [
        "3:15: bias: `draw: 1` finds only 0 different values, of 4 digits each; draw fewer, or "
          + "from a wider interval"
      ])
  }
}

import Foundation
import Reports
import Sweeps
import Testing
import Trials

/// Lists that are one value, for parameters that are texts.
@Suite("Literal lists") struct LiteralTests {
  private static let schema: ParameterSchema = {
    let parameters = [("layers", "text"), ("heads", "text"), ("width", "integer >= 1")].map {
      name, type in
      ParameterDescription(
        name, ParameterType(type) ?? ParameterType(.text), default: "1", about: "")
    }
    do {
      return try ParameterSchema(
        ProgramDescription(
          program: .init(name: "mine", version: "1", engine: 1), parameters: parameters,
          metrics: []))
    } catch {
      preconditionFailure("the fixture is no sound description: \(error)")
    }
  }()

  private func sweep(_ text: String) throws(SweepProblems) -> CheckedSweep {
    let file = SweepFile(
      path: "sweeps/study.yaml", bytes: Array(("sweep: 1\n" + text).utf8),
      folder: URL(fileURLWithPath: "/nowhere"))
    return try CheckedSweep(SweepSpec.read(file), Self.schema)
  }

  private func values(_ text: String, _ name: String = "layers") throws -> [String] {
    try sweep(text).cells.compactMap { $0.parameters[name]?.description }
  }

  private func problems(_ text: String) -> [String] {
    do {
      _ = try sweep(text)
      return []
    } catch {
      return error.problems.map { "\($0.mark.map { "\($0): " } ?? "")\($0.message)" }
    }
  }

  @Test func `a literal list is its canonical JSON`() throws {
    #expect(
      try values(
        """
        grid:
          layers:
            - {literal: [64, 64]}
            - {literal: [6.40e1, [0.10, "7", x, true, "true", ]]}
            - {literal: []}
            - plain
        """) == ["[64,64]", "[64,[0.1,\"7\",\"x\",true,\"true\"]]", "[]", "plain"])
    #expect(try values("grid: {layers: {literal: [1]}}\n") == ["[1]"])
  }

  @Test func `the same list in other writing is the same trial, and a pattern matches its text`()
    throws
  {
    let one = try sweep("grid: {layers: [{literal: [64, 64]}, {literal: [32]}]}\n")
    let other = try sweep("grid:\n  layers:\n  - literal:\n    - 64.0\n    - 64\n  - '[32]'\n")
    #expect(one.trials.map(\.id) == other.trials.map(\.id))
    #expect(
      try values(
        """
        grid:
          layers: [{literal: [64, 64]}, {literal: [32]}]
          width: [1, {value: 2, when: {layers: "[32]"}}, {value: 3, when: {layers: [[64, 64.0]]}},
            {value: 4, when: {layers: {literal: [32.0]}}}]
        """, "width") == ["1", "3", "1", "2", "4"])
  }

  @Test func `a list that is no axis is a value`() throws {
    #expect(try values("defaults: {layers: [64, 64]}\n") == ["[64,64]"])
    #expect(try values("defaults: {layers: {literal: [64, 64]}}\n") == ["[64,64]"])
    #expect(
      try values("presets: {width: {1: {layers: [8]}}}\ndefaults: {width: 1}\n") == ["[8]"])
  }

  @Test func `an inner list of a joint axis is a value`() throws {
    let joint = try sweep(
      """
      grid:
        "layers, heads":
          - [[64, 64], [1]]
          - [plain, {literal: [2]}]
          - {value: [[[8], [4]]], when: {width: 1}}
        width: [1]
      """)
    #expect(
      joint.cells.map { "\($0.axes["layers"]?.shown ?? "") \($0.axes["heads"]?.shown ?? "")" }
        == ["[64,64] [1]", "plain [2]", "[8] [4]"])
  }

  @Test(arguments: [
    ("grid: {width: [{literal: [64, 64]}]}", "2:26: width: `[64,64]` is not an integer >= 1"),
    ("grid: {'layers, width': [[[1], [2]]]}", "2:32: width: `[2]` is not an integer >= 1"),
    (
      "defaults: {width: [1]}",
      "2:19: width: one value is wanted here; lists are axes, under `grid` or `across`"
    ),
    (
      "grid: {layers: [{literal: {a: 1}}]}",
      "2:27: layers: `literal` is a list, as [64, 64], without maps in it"
    ),
    (
      "grid: {layers: [{literal: [[{a: 1}]]}]}",
      "2:27: layers: `literal` is a list, as [64, 64], without maps in it"
    ),
    (
      "grid: {layers: [{literal: [1]}, '[1]']}", "2:33: layers: [1] comes twice; first at 2:27"
    ),
  ])
  func `a literal that cannot be is told`(text: String, expected: String) {
    #expect(problems(text + "\n") == [expected])
  }
}

import Foundation
import Glibc
import Reports
import Sweeps
import TestSupport
import Testing
import Trials

/// `extends`: a file that takes what it does not write from another.
@Suite("Files that extend others") struct ExtendsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let base = """
    sweep: 1
    name: first
    about: the base
    defaults:
      task: copy
      delay: 10
      activation: identity
      epochs: 3
      lr: {free: 1e-3, bases: 1e-5}
    presets:
      model: {lstm: {clip: 1}}
    grid:
      margin: [0, 1, none]
      init: [orthogonal, {value: identity, when: {margin: none}}]
    include:
      - {name: LSTM, model: lstm}
    seeds: 2
    report:
      tables:
        all: [margin, init, train.loss]
    """

  private func write(_ name: String, _ text: String) throws {
    let url = folder.url.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func read(_ text: String) throws -> CheckedSweep {
    try write("base.yaml", base)
    return try SweepFixture.sweep("sweep: 1\nextends: base.yaml\n" + text, folder: folder.url)
  }

  private func message(_ text: String, base: String? = nil) throws -> String {
    try write("base.yaml", base ?? self.base)
    return SweepFixture.message("sweep: 1\nextends: base.yaml\n" + text, folder: folder.url)
  }

  @Test func `a file that writes nothing is its base, but for what it is called`() throws {
    let sweep = try read("")
    let whole = try SweepFixture.sweep(base)
    #expect(sweep.trials == whole.trials)
    #expect(sweep.report.tables.map(\.name) == ["all"])
    #expect((sweep.name, sweep.about) == ("study", nil))
    #expect(sweep.rules.map(\.file) == [nil, "the extended file", "the extended file"])
  }

  @Test func `defaults are joined by dotted names, nested or not`() throws {
    let joined = try read("defaults: {lr.free: 1e-2, lr: {spectrum: 1}, epochs: 4}\n")
    let parameters = try #require(joined.trials.first?.parameters)
    #expect(parameters["lr.free"] == .number(1e-2))
    #expect(parameters["lr.spectrum"] == .number(1))
    #expect(parameters["lr.bases"] == .number(1e-5))
    #expect(parameters["epochs"] == .number(4))
    #expect(parameters["delay"] == .number(10))
  }

  @Test func `other sections stand in the place of the base's, also when they are empty`() throws {
    #expect(try read("include: []\n").cells.count == 4)
    #expect(try read("grid: {margin: [0], init: [orthogonal]}\n").cells.count == 2)
    #expect(try read("seeds: 3\n").trials.count == 15)
  }

  @Test func `presets and tables are joined by their names`() throws {
    let sweep = try read(
      """
      presets: {model: {rnn: {clip: 2}}}
      report: {tables: {second: [margin, init, train.accuracy]}}
      """)
    #expect(sweep.report.tables.map(\.name) == ["all", "second"])
    #expect(sweep.cells.map { $0.parameters["clip"] } == [2, 2, 2, 2, 1].map { .number($0) })
  }

  @Test func `a base has a base, and paths are the file's that wrote them`() throws {
    try write("deep/base.yaml", base)
    try write("deep/numbers.csv", "margin,train.loss\n0,1\n1,2\nnone,3\n")
    try write(
      "deep/middle.yaml",
      """
      sweep: 1
      extends: base.yaml
      grid: {margin: [0, 1, none]}
      include: []
      report: {references: {theirs: numbers.csv}, tables: {all: [margin, train.loss, theirs]}}
      """)
    let sweep = try SweepFixture.sweep(
      "sweep: 1\nextends: deep/middle.yaml\nseeds: 1\n", folder: folder.url)
    #expect(sweep.trials.count == 3)
    #expect(sweep.report.references.map(\.name) == ["theirs"])
  }

  @Test func `a rule of the base that matches nothing any more is only noted`() throws {
    let sweep = try read("grid: {margin: [0], init: [orthogonal]}\n")
    #expect(sweep.notes.allSatisfy { !$0.contains("when") })
    try write("rules.yaml", base + "\nexclude: [{margin: 1, because: slow}]\n")
    let other = try SweepFixture.sweep(
      "sweep: 1\nextends: rules.yaml\ngrid: {margin: [0, none], init: [orthogonal]}\n",
      folder: folder.url)
    #expect(
      other.notes.first
        == "line 21 of the extended file: this `exclude` matches no cell of the grid: nothing has "
        + "margin 1; margin takes 0, none")
  }

  @Test func `what is wrong in the base is shown in the base`() throws {
    #expect(
      try message("", base: base.replacing("epochs: 3", with: "epochs: x")) == """
        sweeps/base.yaml:8:11: error: epochs: `x` is not an integer >= 1
         8 |   epochs: x
           |           ^
        1 problem; no trial was started
        """)
    #expect(
      try message("", base: "a: [\n") == """
        sweeps/base.yaml:2:1: error: did not find expected node content while parsing a flow node
        1 problem; no trial was started
        """)
    #expect(
      try message("defaults: {epochs: y}\n", base: base.replacing("delay: 10", with: "delay: x"))
        == """
        sweeps/study.yaml:3:20: error: epochs: `y` is not an integer >= 1
         3 | defaults: {epochs: y}
           |                    ^
        sweeps/base.yaml:6:10: error: delay: `x` is not an integer >= 1
         6 |   delay: x
           |          ^
        2 problems; no trial was started
        """)
  }

  @Test func `what cannot be extended is told at its line`() throws {
    let cases = [
      ("extends: none.yaml", "2:10: extends: sweeps/none.yaml: no such file"),
      ("extends: [a]", "2:10: extends: the path of one sweep file"),
      (
        "extends: circle.yaml",
        "2:10 of the extended file: extends: a circle: sweeps/study.yaml extends "
          + "sweeps/circle.yaml extends sweeps/circle.yaml"
      ),
    ]
    try write("circle.yaml", "sweep: 1\nextends: circle.yaml\n")
    for (line, expected) in cases {
      let found = SweepFixture.problems(
        "sweep: 1\n\(line)\ndefaults: {task: copy, delay: 1, activation: relu, epochs: 1}\n",
        folder: folder.url)
      #expect(found == [expected])
    }
    for number in 1...9 {
      try write("\(number).yaml", "sweep: 1\nextends: \(number + 1).yaml\n")
    }
    try write("10.yaml", base)
    #expect(
      SweepFixture.problems("sweep: 1\nextends: 1.yaml\n", folder: folder.url).first
        == "2:10 of extended file 8: extends: more than 8 files, one extending the next")
  }

  @Test func `a base must be a sweep file of this version`() throws {
    let cases = [
      (
        "- 1\n",
        "1:1 of the extended file: a sweep file is a map of `sweep`, `name`, `about`, `trial`, "
          + "`defaults`, `presets`, `across`, `grid`, `include`, `exclude`, `set`, `seeds`, `report`, "
          + "`extends`"
      ),
      ("sweep: 2\n", "1:8 of the extended file: sweep: this version reads format 1, not `2`"),
      ("", "1:1 of the extended file: the file is empty"),
      (
        base.replacing("sweep: 1\n", with: ""),
        "1:1 of the extended file: `sweep: 1` is missing; it says which version of the format this is"
      ),
    ]
    for (text, expected) in cases {
      try write("base.yaml", text)
      let found = SweepFixture.problems("sweep: 1\nextends: base.yaml\n", folder: folder.url)
      #expect(found == [expected])
    }
  }

  @Test func `an unknown key of the base is told once`() throws {
    #expect(
      try message("", base: base + "\nsedes: 2\n") == """
        sweeps/base.yaml:21:1: error: unknown key 'sedes'; did you mean 'seeds'?
         21 | sedes: 2
            | ^~~~~
        1 problem; no trial was started
        """)
  }

  @Test func `a program takes the place of the base's command, and the other way round`() throws {
    let command = "trial: {name: mine, command: [./mine, \"{trial}\"], retries: 7}\n"
    try write("base.yaml", base + "\n" + command)
    let head = "sweep: 1\nextends: base.yaml\n"
    let program = try SweepFixture.sweep(
      head + "trial: {program: other, timeout: 1 h}\n", folder: folder.url)
    #expect(
      program.settings
        == TrialSettings(program: .installed("other"), timeout: .seconds(3600), retries: 7))
    try write("base.yaml", base + "\ntrial: {program: other, retries: 7}\n")
    let other = try SweepFixture.sweep(head + command, folder: folder.url)
    #expect(other.settings.programName == "mine" && other.settings.retries == 7)
  }

  @Test func `a place in another file is told with its path`() throws {
    #expect(
      try message("across: {margin: [0, 1]}\n") == """
        sweeps/base.yaml:13:3: error: `margin` is an axis of `across` already, at 3:10 of the \
        extending file
         13 |   margin: [0, 1, none]
            |   ^~~~~~
        1 problem; no trial was started
        """)
    #expect(
      try message(
        "grid: {margin: [0], init: [orthogonal]}\n",
        base: base.replacing("grid:", with: "across: {margin: [1]}\ngrid:"))
          == """
          sweeps/study.yaml:3:8: error: `margin` is an axis of `across` already, at \
          12:10 of the extended file
           3 | grid: {margin: [0], init: [orthogonal]}
             |        ^~~~~~
          1 problem; no trial was started
          """)
  }

  @Test func `a name that is written twice is told although the base has it, too`() throws {
    #expect(
      try message("defaults: {lr.free: 1, lr: {free: 2}}\n") == """
        sweeps/study.yaml:3:29: error: 'lr.free' is given twice; first at 3:12
         3 | defaults: {lr.free: 1, lr: {free: 2}}
           |                             ^~~~
        1 problem; no trial was started
        """)
  }

  @Test func `only files are extended`() throws {
    let pipe = folder.url.appending(path: "pipe.yaml").path
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(
      SweepFixture.problems("sweep: 1\nextends: pipe.yaml\n", folder: folder.url)
        == ["2:10: extends: sweeps/pipe.yaml: this is no file that can be read again"])
    #expect(
      SweepFixture.problems("sweep: 1\nextends: .\n", folder: folder.url)
        == ["2:10: extends: sweeps/.: this is a folder, not a file"])
  }

  @Test func `large files are joined at once`() throws {
    let lines = (0..<20_000).map { "a\($0): {clip: 1}" }.joined(separator: ", ")
    let text = "presets: {model: {\(lines)}}\n"
    try write("base.yaml", base.replacing("presets:\n  model: {lstm: {clip: 1}}\n", with: text))
    let clock = ContinuousClock()
    let time = clock.measure {
      _ = SweepFixture.problems("sweep: 1\nextends: base.yaml\n" + text, folder: folder.url)
    }
    // Quadratic joining took half a minute; a debug build on a busy machine is well below this.
    #expect(time < .seconds(20))
  }
}

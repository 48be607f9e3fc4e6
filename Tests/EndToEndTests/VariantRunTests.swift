import Foundation
import TestSupport
import Testing
import Trials

/// Parts and variants of a sweep: run, kept in the common store, and never in the report's place.
@Suite("Parts and variants", .timeLimit(.minutes(2))) struct VariantRunTests {
  private let project: SweepFixture

  init() throws {
    project = try SweepFixture()
    try project.write(SweepText.copy(), to: "sweeps/tiny.yaml")
  }

  /// What lies in the folder of a sweep's report.
  private func report(_ name: String) throws -> [String: Data] {
    let folder = project.root.appending(path: "results/\(name)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0 != "lock" }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.appending(path: $0))) })
  }

  @Test func `a part is run alone, and not again with the whole`() throws {
    let part = try project.orthosweep("run", "tiny", "margin=0.1")
    #expect(part.status == 0)
    #expect(try project.records().count == 1)
    #expect(!project.exists("results/tiny/report.md"))
    #expect(
      part.errors.hasSuffix(
        """

        not written, because this is a part of the sweep; with --name NEW the report is kept as \
        results/NEW/report.md

        """))
    #expect(part.output.contains("| 0.1    |") && !part.output.contains("| none"))
    #expect(try project.orthosweep("run", "tiny").status == 0)
    #expect(try project.records().count == 3)
    #expect(try project.attempts().values.allSatisfy { $0 == 1 })
  }

  @Test func `two learning rates on one cell without touching the file`() throws {
    #expect(try project.orthosweep("run", "tiny").status == 0)
    let before = try report("tiny")
    let words = ["margin=0.1", "--set", "lr.free=1e-4,1e-3"]
    let plan = try project.orthosweep("plan", "tiny", words[0], words[1], words[2])
    // 1e-4 is the default: that trial is done.
    #expect(plan.output.hasPrefix("tiny   2 cells × 1 seed = 2 trials      1 done · 1 to run"))
    let run = try project.orthosweep("run", "tiny", words[0], words[1], words[2])
    #expect(run.status == 0)
    #expect(try project.records().count == 4)
    #expect(try project.attempts().values.allSatisfy { $0 == 1 })
    #expect(run.output.contains("| margin | lr.free |"))
    #expect(
      run.output.contains("| 0.1    | 0.0001  |") && run.output.contains("| 0.1    | 0.001   |"))
    #expect(try report("tiny") == before)
    let drawn = try project.orthosweep("report", "tiny", words[0], words[1], words[2])
    #expect(drawn.output == run.output && drawn.status == 0)
    #expect(try report("tiny") == before)
    // The edited file has the same trials.
    let edited = SweepText.copy(
      "margin: [0.1]\nlr.free: [1e-4, 1e-3]", table: "[margin, lr.free, train.loss]")
    try project.write(edited, to: "sweeps/edited.yaml")
    #expect(
      try project.orthosweep("plan", "edited").output.hasPrefix(
        "edited   2 cells × 1 seed = 2 trials      2 done · 0 to run"))
  }

  @Test func `a name keeps the report of a variant, with its words`() throws {
    #expect(try project.orthosweep("run", "tiny").status == 0)
    let before = try report("tiny")
    let run = try project.orthosweep(
      "run", "tiny", "margin > 0", "--set", "epochs=1", "--name", "short")
    #expect(run.status == 0)
    #expect(run.errors.hasSuffix("\nwritten: \(project.root.path)/results/short/report.md\n"))
    #expect(try report("tiny") == before)
    #expect(
      try project.text("results/short/sweep.yaml")
        == "# made with the words: 'margin > 0' --set epochs=1\n" + SweepText.copy())
    #expect(
      try project.text("results/short/report.md").hasPrefix(
        """
        # short

        Copy task in miniature · Made with: 'margin > 0' --set epochs=1

        """))
    #expect(
      try project.text("results/short/tiny.csv").split(whereSeparator: \.isNewline).count == 2)
    // Again, and for a name that is taken.
    #expect(
      try project.orthosweep("report", "tiny", "--set", "epochs=1", "--name", "short").status == 0)
    try project.write(SweepText.copy("margin: [0]"), to: "sweeps/other.yaml")
    let taken = try project.orthosweep("report", "other", "margin=0", "--name", "short")
    #expect(taken.status == 2)
    #expect(
      taken.errors == """
        orthosweep: --name short: results/short/ was written for sweeps/tiny.yaml; give another name

        """)
  }

  @Test(arguments: [
    (
      ["margin=0", "--name", "tiny"],
      "--name tiny: error: this is the name of the whole sweep, whose report stays as it is; "
        + "give another"
    ),
    (
      ["--name", "../x"],
      "--name ../x: error: this is not a name of letters, digits, `.`, `_` and `-` that begins "
        + "with a letter or digit (at most 64), and not `trials` or `quarantine`"
    ),
    (
      ["--set", "hidden=abc"],
      "--set hidden=abc: error: hidden: `abc` is not an integer >= 1"
    ),
    (["margin"], "margin: error: a pattern is missing; quote comparisons: 'margin > 0'"),
    (["margin=5"], "margin=5: error: matches no cell: margin takes 0, 0.1, none"),
  ])
  func `wrong words are refused before anything starts`(words: [String], message: String) throws {
    for verb in ["run", "report"] {
      let refused = try Invocation(
        Invocation.builtProgram("orthosweep"), [verb, "tiny"] + words, folder: project.root,
        environment: ["ORTHOSWEEP_RESULTS": ""])
      #expect(refused.status == 2 && refused.output == "")
      #expect(refused.errors == message + "\n1 problem; no trial was started\n")
      #expect(!project.exists("results"))
    }
  }

  @Test func `the command that goes on has the words of the first one`() throws {
    try project.writeToy()
    try project.write(SweepText.toy(1...2), to: "sweeps/toy.yaml")
    try project.write("", to: "fails-7")
    let run = try project.orthosweep(
      "run", "toy", "value > 6", "--set", "value=7,8", "--name", "mine", "-j", "1")
    #expect(run.status == 1)
    #expect(
      run.errors.contains(
        "failed; to try again: \(project.called) run toy 'value > 6' --set value=7,8 --name mine "
          + "-j 1 --failed\n"), "\(run.errors)")
  }

  @Test func `a part of a sweep that is being run is refused, under another name it is not`()
    throws
  {
    try project.writeToy()
    try project.write(SweepText.toy(1...2), to: "sweeps/toy.yaml")
    try project.write("", to: "waits-1")
    let running = try project.start("run", "toy", "-j", "1")
    try Waiting.until("the sweep holds its lock") { project.exists("results/toy/lock") }
    try Waiting.until("the lock says who holds it") {
      try !project.text("results/toy/lock").isEmpty
    }
    let refused = try project.orthosweep("run", "toy", "value=2")
    #expect(refused.status == 4)
    #expect(refused.errors.hasPrefix("orthosweep: sweep 'toy' is already being run by process "))
    let named = try project.orthosweep("run", "toy", "value=2", "--name", "second")
    #expect(named.status == 0)
    #expect(
      try project.orthosweep("status", "toy", "--name", "second").output.hasPrefix(
        "second   2 trials: 1 finished · 1 to run\n"))
    try project.remove("waits-1")
    #expect(running.end() == 0)
    #expect(try project.attempts().values.allSatisfy { $0 == 1 })
  }

  @Test func `status knows who runs a part under its name`() throws {
    try project.writeToy()
    try project.write(SweepText.toy(1...2), to: "sweeps/toy.yaml")
    try project.write("", to: "waits-1")
    let running = try project.start("run", "toy", "value=1", "--name", "mine")
    try Waiting.until("the trial runs") {
      try project.orthosweep("status", "toy", "value=1", "--name", "mine").output
        .contains("  value 1   running, epoch 0\n")
    }
    #expect(try project.orthosweep("report", "toy", "value=1", "--name", "mine").status == 0)
    try project.remove("waits-1")
    #expect(running.end() == 0)
  }
}

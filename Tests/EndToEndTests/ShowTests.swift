import Foundation
import TestSupport
import Testing
import Trials

/// `show` and `logs`: one trial, with all that is known of it.
@Suite("orthosweep show and logs", .timeLimit(.minutes(2))) struct ShowTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  /// The output without what differs from run to run and from machine to machine.
  private func show(_ words: String...) throws -> String {
    let shown = try Invocation(
      Invocation.builtProgram("orthosweep"), ["show"] + words, folder: project.root,
      environment: ["ORTHOSWEEP_RESULTS": ""])
    #expect(shown.status == 0 && shown.errors == "", "\(shown.errors)")
    return shown.output.replacing(project.root.path, with: "ROOT")
      .replacing(#/1-[0-9a-f]{8}/#, with: "1-RANDOM")
      .replacing(#/20\d\d-\d\d-\d\dT[0-9:.]*Z/#, with: "TIME")
      .replacing(#/\d+\.\d s/#, with: "SECONDS").replacing(
        #/on [^ ]+  engine/#, with: "on HOST  engine"
      )
      .replacing(#/  on      .*\n/#, with: "").replacing(#/  memory  .*\n/#, with: "")
      .replacing(#/file [0-9a-f]{12}/#, with: "file FILE")
  }

  @Test func `a trial is told whole`() throws {
    try project.writeToy()
    try project.write(SweepText.toy([5]), to: "sweeps/toy.yaml")
    #expect(try project.orthosweep("run", "toy").status == 0)
    let id = try #require(try project.records().first).trial.id
    let folder = "ROOT/results/trials/\(id.hex.prefix(2))/\(id.folderName)"
    #expect(
      try show("toy") == """
        \(id.short)  value 5   finished, 1 epoch
          in \(folder)
          listed by toy

        parameters
          value        5      grid, line 4
          probe.norms  false  default of toy
          probe.every  0      default of toy
          seed         0

        last epochs
          epoch  1    best
          score  5  5 at 1

        attempts
          1  finished  epoch 1  SECONDS  TIME  on HOST  engine 1

        made
          by      toy 1, engine 1, file FILE; orthosweep 0.1.0
          from    TIME to TIME, SECONDS

        to repeat it by hand
          OPENBLAS_NUM_THREADS=1 ROOT/toy \(folder)/attempts/1-RANDOM/trial.json

        """)
  }

  @Test func `the line to repeat it by hand gives the same events`() throws {
    try project.write(SweepText.copy("margin: [0.1]"), to: "sweeps/tiny.yaml")
    #expect(try project.orthosweep("plan", "tiny").status == 0)
    // Before it was run there is no file of the trial, so that one is written first.
    let unrun = try byHand("tiny")
    #expect(unrun.count == 2 && unrun[0].hasPrefix("printf %s '{"))
    let before = try paste(unrun.joined(separator: "\n"))
    #expect(try project.orthosweep("run", "tiny").status == 0)
    let after = try byHand("tiny")
    #expect(after.count == 1)
    #expect(try paste(after[0]) == before)
    let record = try #require(try project.records().first)
    #expect(before.contains { $0.contains("\"train.loss\":\(record.last["train.loss"] ?? .nan)") })
  }

  private func byHand(_ sweep: String) throws -> [String] {
    let lines = try project.orthosweep("show", sweep).output.split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "to repeat it by hand"))
    return lines[(start + 1)...].map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The events that a shell's lines print, without the times.
  private func paste(_ lines: String) throws -> [String] {
    let said = try Invocation(
      URL(fileURLWithPath: "/bin/sh"), ["-c", lines], folder: project.root)
    #expect(said.status == 0, "\(said.errors)")
    return said.output.replacing(#/"time\.[a-z]+":[^,}]*,?/#, with: "").split(separator: "\n")
      .map(String.init)
  }

  @Test func `a foreign program is repeated by hand with its variables and a folder of its own`()
    throws
  {
    try project.writeProgram(
      """
      #!/bin/sh
      if [ "$1" = describe ]; then
        echo '{"program": {"name": "other", "version": "1", "engine": 1}, "metrics": [],
          "parameters": [{"name": "value", "type": "integer >= 1"}]}'
        exit
      fi
      echo "$GREETING $2" > "$1/greeting.txt"
      echo '{"event": "summary", "values": {}}'
      """, to: "other")
    try project.write(
      """
      sweep: 1
      trial:
        {name: other, command: [./other, "{dir}", "{flags}"], environment: {GREETING: "good day", A-B: c}}
      grid: {value: [5]}
      """, to: "sweeps/other.yaml")
    let lines = try byHand("other")
    #expect(lines.count == 3 && lines[1].hasPrefix("mkdir -p "))
    #expect(
      lines[2].hasPrefix(
        "env A-B=c 'GREETING=good day' OPENBLAS_NUM_THREADS=1 \(project.root.path)/other "))
    _ = try paste(lines.joined(separator: "\n"))
    let folder = try #require(lines[1].split(separator: "/").last)
    #expect(try project.text("\(folder)/greeting.txt") == "good day --value\n")
  }

  @Test func `why a trial diverged stands in its last iterations`() throws {
    let text = SweepText.copy("margin: [none]", table: "[margin, train.loss]")
      .replacing("activation: identity", with: "activation: relu, optimizer: sgd, clip: 0")
      .replacing("delay: 3", with: "delay: 3, lr.free: 1e30, lr.spectrum: 1e30")
    try project.write(text, to: "sweeps/burst.yaml")
    #expect(try project.orthosweep("run", "burst").status == 0)
    let shown = try show("burst")
    #expect(shown.contains("  margin none   diverged at step 2: "))
    let table = try #require(
      shown.split(separator: "\n\n").first { $0.hasPrefix("last iterations") })
    let rows = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(
      rows[1] == [
        "step", "gradient.norm", "spectrum.max", "spectrum.min", "state.max", "train.loss",
      ])
    #expect(rows.dropFirst(2).map(\.first) == ["1", "2"])
    #expect(rows[3].contains("nan") && !rows[2].contains("nan"))
    #expect((Double(rows[3][2]) ?? 0) > 1e20, "the spectrum tells why")
  }

  @Test func `several trials are listed, and a cell with its parameters`() throws {
    try project.writeToy()
    try project.write(SweepText.toy(1...2, seeds: 2), to: "sweeps/toy.yaml")
    try project.write("", to: "fails-2")
    #expect(try project.orthosweep("run", "toy", "seed=0").status == 1)
    let lines = try show("toy").split(separator: "\n").map { $0.dropFirst(16) }
    #expect(
      lines.dropLast() == [
        "value 1, seed 0  finished               epoch 1", "value 1, seed 1  not run",
        "value 2, seed 0  failed: exit status 7", "value 2, seed 1  not run",
      ])
    let cell = try show("toy", "value=1")
    #expect(
      cell.hasPrefix(
        """
        value 1
          value        1      grid, line 4
          probe.norms  false  default of toy
          probe.every  0      default of toy

        trials

        """))
    #expect(cell.contains("\nto see one, give its ID: \(project.called) show toy value=1 "))
  }

  @Test func `JSON tells the same`() throws {
    try project.writeToy()
    try project.write(SweepText.toy([5]), to: "sweeps/toy.yaml")
    #expect(try project.orthosweep("run", "toy", "--set", "probe.every=3").status == 0)
    struct Account: Decodable {
      struct Parameter: Decodable { let name, source: String, value: ParameterValue }
      struct Attempt: Decodable { let outcome, log: String }
      let id, label, outcome: String
      let parameters: [Parameter]
      let attempts: [Attempt]
      let last: [String: Double]
      let provenance: Provenance
      let byHand: [String]
    }
    let json = try project.orthosweep("show", "toy", "--set", "probe.every=3", "--json").output
    let account = try TrialJSON.read(Account.self, from: Data(json.utf8))
    let record = try #require(try project.records().first)
    #expect(account.id == record.trial.id.hex && account.label == "value 5")
    #expect(account.outcome == "finished" && account.last == ["score": 5])
    #expect(
      account.parameters.map { "\($0.name) \($0.value) \($0.source)" } == [
        "value 5 grid, line 4", "probe.norms false default of toy",
        "probe.every 3 --set probe.every=3",
      ])
    #expect(account.provenance == record.provenance && account.attempts.count == 1)
  }

  @Test func `a trial's log is printed, and followed to its end`() throws {
    try project.writeToy(startingWith: "printf 'hello from %s\\r20 %%\\n' \"$1\" >&2")
    try project.write(SweepText.toy([5]), to: "sweeps/toy.yaml")
    #expect(
      try project.orthosweep("logs", "toy").errors.hasSuffix(
        " lies here: it was run elsewhere, or never\n"))
    try project.write("", to: "waits-5")
    let running = try project.start("run", "toy")
    try Waiting.until("the trial says hello") {
      try project.orthosweep("logs", "toy").output.hasPrefix("hello from ")
    }
    let waits = project.root.appending(path: "waits-5")
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.5) {
      try? FileManager.default.removeItem(at: waits)
    }
    let followed = try project.orthosweep("logs", "toy", "--follow")
    #expect(followed.status == 0 && followed.output.hasPrefix("hello from "))
    // A line that was drawn over is two lines.
    #expect(followed.output.hasSuffix("trial.json\n20 %\n"), "\(followed.output)")
    #expect(!project.exists("waits-5"), "it came back before the trial went on")
    #expect(running.end() == 0)
    let id = try #require(try project.records().first).trial.id
    #expect(try project.orthosweep("logs", id.short).output == followed.output)
  }

  @Test func `a log of several trials is asked back`() throws {
    try project.writeToy()
    try project.write(SweepText.toy(1...2), to: "sweeps/toy.yaml")
    let asked = try project.orthosweep("logs", "toy")
    #expect(asked.status == 2)
    #expect(asked.errors.hasPrefix("orthosweep: 'toy' fits 2 trials; give one's ID:\n  "))
  }
}

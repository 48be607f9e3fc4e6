import Foundation
import TestSupport
import Testing

/// What the trial program's `check` says of the trials is told before anything starts.
@Suite("Trials that cannot be run here", .timeLimit(.minutes(2))) struct CheckTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  /// Shell that says something of the trials whose lines have a text.
  private func finding(_ kind: String, of text: String, _ problem: String) -> String {
    """
    case $line in *'\(text)'*) echo '{"trial":'$n',"kind":"\(kind)","problem":"\(problem)"}';; esac
    """
  }

  private func writeToy(_ findings: String...) throws {
    let loop = "n=0; while read -r line; do\n\(findings.joined(separator: "\n"))\nn=$((n+1)); done"
    try project.writeToy(check: loop)
  }

  /// Nothing was started: there is not even a results folder.
  private func expectRefusal(_ verb: String, _ status: Int32, _ message: String) throws {
    let refused = try project.orthosweep(verb, "toy.yaml")
    #expect(refused.status == status && refused.output == "")
    #expect(refused.errors == message + "\n")
    #expect(!project.exists("results"))
  }

  @Test func `wrong trials end run and plan with 2, equal problems as one`() throws {
    try writeToy(
      finding(
        "invalid", of: #""value":2"#, "value 2 is odd with activation oplu; take an even one"),
      finding("invalid", of: #""seed":0"#, "no value fits"))
    try project.write(SweepText.toy([1, 2, 3], seeds: 5), to: "toy.yaml")
    for verb in ["run", "plan"] {
      try expectRefusal(
        verb, 2,
        """
        toy.yaml: error: 15 trials, the first value 1, seed 0: no value fits
        toy.yaml: error: 5 trials, the first value 2, seed 0: value 2 is odd with activation oplu; \
        take an even one
        2 problems; no trial was started
        """)
    }
  }

  @Test func `what the machine lacks ends run with 74 and is a note of plan`() throws {
    let problem = "no MNIST here; get it: toy data fetch mnist"
    try writeToy(finding("missing", of: #""value":2"#, problem))
    try project.write(SweepText.toy([1, 2]), to: "toy.yaml")
    try expectRefusal(
      "run", 74,
      """
      toy.yaml: missing: 1 trial, value 2: \(problem)
      1 problem; no trial was started
      """)
    let planned = try project.orthosweep("plan", "toy.yaml")
    #expect(planned.status == 0)
    #expect(planned.output.hasPrefix("toy   2 cells × 1 seed = 2 trials      0 done · 2 to run\n"))
    #expect(planned.errors == "note: 1 trial, value 2: \(problem)\n")
  }

  @Test func `of both kinds, run tells all and plan what is wrong`() throws {
    try writeToy(
      finding("missing", of: #""value":"#, "no data"),
      finding("invalid", of: #""value":3"#, "three is too many"))
    try project.write(SweepText.toy([1, 2, 3]), to: "toy.yaml")
    let wrong = "toy.yaml: error: 1 trial, value 3: three is too many\n"
    try expectRefusal(
      "run", 2,
      wrong + "toy.yaml: missing: 3 trials, the first value 1: no data\n"
        + "2 problems; no trial was started")
    try expectRefusal("plan", 2, wrong + "1 problem; no trial was started")
  }

  @Test func `only trials that are to be run are asked about, and none if there are none`() throws {
    try writeToy()
    try project.write(SweepText.toy([1]), to: "toy.yaml")
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
    try writeToy(finding("missing", of: #""value":"#, "no data"))
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
    try project.write(SweepText.toy([1, 2]), to: "toy.yaml")
    let refused = try project.orthosweep("run", "toy.yaml")
    #expect(refused.status == 74)
    #expect(refused.errors.hasPrefix("toy.yaml: missing: 1 trial, value 2: no data\n"))
  }

  @Test func `many different problems are counted beyond the first twenty`() throws {
    try project.writeToy(
      check:
        #"for n in $(seq 0 24); do echo '{"trial":'$n',"kind":"invalid","problem":"p '$n'"}'; done"#
    )
    try project.write(SweepText.toy(1...25), to: "toy.yaml")
    let lines = (0..<20).map { "toy.yaml: error: 1 trial, value \($0 + 1): p \($0)\n" }
    try expectRefusal(
      "run", 2, lines.joined() + "… and 5 more\n25 problems; no trial was started")
  }

  @Test func `a sweep that no check of ours finds wrong is found wrong by orthornn`() throws {
    try project.write(
      SweepText.copy("margin: [0, none]", seeds: 2).replacing("delay: 3", with: "delay: 1e12"),
      to: "toy.yaml")
    try expectRefusal(
      "run", 2,
      """
      toy.yaml: error: 4 trials, the first margin 0, seed 0: 1000000000020 steps of 4 sequences of \
      8 hidden units are more than a machine can hold
      1 problem; no trial was started
      """)
  }

  @Test(arguments: [
    ("echo hello", "did not print findings: line 1 is no finding: it begins 'hello'"),
    ("echo '{}'", "did not print findings: line 1 is no finding: 'trial' is missing"),
    (
      #"echo '{"trial":7,"kind":"invalid","problem":"x"}'"#,
      "did not print findings: line 1 speaks of trial 7, and it was asked about 0 to 0"
    ),
    (
      #"printf 'a\033[2Jb'"#,
      #"did not print findings: line 1 is no finding: it begins 'a\u{1b}[2Jb'"#
    ),
    ("exit 3", "ended with exit status 3"),
    ("kill -SEGV $$", "was ended by SIGSEGV"),
    ("exec yes", "printed more than 1 MiB"),
  ])
  func `a program that does not answer is named with what it did`(check: String, what: String)
    throws
  {
    try project.writeToy(check: check)
    try project.write(SweepText.toy([1]), to: "toy.yaml")
    try expectRefusal("run", 2, "orthosweep: `\(project.root.path)/toy check` \(what)")
  }

  /// Half a minute in which no other test has to wait for this one.
  @Test func `a program that does not end is named after half a minute`() async throws {
    try project.writeToy(check: "exec sleep 100")
    try project.write(SweepText.toy([1]), to: "toy.yaml")
    let running = try project.start("run", "toy.yaml")
    while running.isRunning { try await Task.sleep(for: .milliseconds(200)) }
    #expect(running.end() == 2)
    #expect(
      running.said == "orthosweep: `\(project.root.path)/toy check` took longer than 30 s\n")
    #expect(!project.exists("results"))
  }

  @Test func `the data folder is named to every question and every trial`() throws {
    let note = #"echo "$1 $ORTHOSWEEP_DATA" >> said"#
    try project.writeToy(startingWith: note, check: ":")
    try project.write("", to: "my data/mnist")
    try project.write(
      SweepText.toy([1]).replacing(
        #""{trial}"]"#, with: #""{trial}"], environment: {ORTHOSWEEP_DATA: /sweep}"#),
      to: "toy.yaml")
    let named = "\(project.root.path)/my data"
    let inherited = ["ORTHOSWEEP_DATA": "/inherited"]
    #expect(
      try project.orthosweep("plan", "toy.yaml", "--data", "my data", environment: inherited).status
        == 0)
    #expect(try project.text("said") == "describe \(named)\ncheck \(named)\n")
    try project.remove("said")
    #expect(
      try project.orthosweep("run", "toy.yaml", "--data", named, environment: inherited).status == 0
    )
    let said = try project.text("said").split(separator: "\n")
    #expect(said.count == 3 && said.allSatisfy { $0.hasSuffix(" " + named) }, "\(said)")
    try project.remove("said")
    #expect(try project.orthosweep("plan", "toy.yaml", environment: inherited).status == 0)
    #expect(try project.text("said") == "describe /sweep\n")
  }
}

import Foundation
import TestSupport
import Testing

/// A wrong sweep file or command line: one clear message, exit status 2, and nothing started.
@Suite("Bad input", .timeLimit(.minutes(2))) struct BadInputTests {
  /// A sweep file that is wrong in one way, and all that is said about it.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let message: String

    init(_ name: String, _ text: String, _ message: String) {
      testDescription = name
      self.text = text
      self.message = message
    }

    /// A mistake that is made by replacing a part of a sound file.
    init(_ name: String, replacing part: String, with other: String, _ message: String) {
      self.init(name, Self.sound.replacing(part, with: other), message)
    }

    static let sound = """
      sweep: 1
      defaults:
        {task: copy, delay: 3, activation: identity, hidden: 8, epochs: 1}
      grid:
        margin: [0, 0.1, none]
        init: [orthogonal, {value: identity, when: {margin: none}}]
      seeds: 1
      report:
        tables:
          tiny: [margin, init, train.loss]

      """
  }

  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  /// Nothing was started: there is not even a results folder.
  private func expectRefusal(_ refused: Invocation, _ message: String) {
    #expect(refused.status == 2)
    #expect(refused.output == "")
    #expect(refused.errors == message + "\n")
    #expect(!project.exists("results"))
  }

  @Test(arguments: mistakes)
  func `a wrong sweep file is refused with its place`(mistake: Mistake) throws {
    try project.write(mistake.text, to: "tiny.yaml")
    expectRefusal(try project.orthosweep("run", "tiny.yaml"), mistake.message)
    #expect(try project.orthosweep("plan", "tiny.yaml").errors == mistake.message + "\n")
  }

  @Test func `a missing sweep file is refused`() throws {
    expectRefusal(
      try project.orthosweep("run", "none.yaml"),
      "none.yaml: error: no such file\n1 problem; no trial was started")
  }

  @Test(arguments: [
    (["--fro"], "Unknown option '--fro'. Did you mean '--for'?"),
    (["-j", "0"], "-j must be at least 1, not 0"),
    (["--for", "soon"], "--for soon is not a duration; write it as 2h30m, 45min or 90s"),
  ])
  func `a wrong command line is refused with the right one`(
    words: [String], message: String
  ) throws {
    try project.write(Mistake.sound, to: "tiny.yaml")
    let refused = try Invocation(
      Invocation.builtProgram("orthosweep"), ["run", "tiny.yaml"] + words, folder: project.root)
    expectRefusal(
      refused,
      """
      Error: \(message)
      Usage: orthosweep run <sweep> [<cells> ...] [--set <name=value,…> ...] \
      [--results <results>] [--name <name>] [--data <data>] [--jobs <jobs>] [--for <for>] \
      [--failed]
        See 'orthosweep run --help' for more information.
      """)
  }

  @Test func `a word that selects nothing is refused`() throws {
    try project.write(Mistake.sound, to: "tiny.yaml")
    expectRefusal(
      try project.orthosweep("run", "tiny.yaml", "again.yaml"),
      """
      again.yaml: error: this selects nothing; give AXIS=PATTERN, as margin=0
      1 problem; no trial was started
      """)
  }

  @Test func `a command without its sweep, or an unknown one, is refused`() throws {
    for words in [["run"], ["rnu", "tiny.yaml"]] {
      let refused = try Invocation(Invocation.builtProgram("orthosweep"), words)
      #expect(refused.status == 2 && refused.output == "")
      #expect(refused.errors.contains("for more information."))
    }
  }

  @Test func `help and the version are answers`() throws {
    for words in [[], ["--help"], ["run", "--help"], ["--version"]] {
      let asked = try Invocation(Invocation.builtProgram("orthosweep"), words)
      #expect(asked.status == 0 && asked.errors == "" && asked.output != "")
    }
  }

  @Test func `a file where results should lie is named, before anything starts`() throws {
    try project.write(Mistake.sound, to: "tiny.yaml")
    try project.write("", to: "taken")
    for verb in ["run", "plan", "status", "report"] {
      let refused = try project.orthosweep(verb, "tiny.yaml", "--results", "taken")
      #expect(refused.status == 74 && refused.output == "")
      #expect(
        refused.errors == """
          orthosweep: \(project.root.path)/taken: cannot be the results folder: \
          Not a directory (ENOTDIR)

          """)
    }
    #expect(try project.text("taken") == "")
  }

  @Test func `a data folder that is not there is named, before anything starts`() throws {
    try project.write(Mistake.sound, to: "tiny.yaml")
    for verb in ["run", "plan"] {
      let refused = try project.orthosweep(verb, "tiny.yaml", "--data", "nowhere")
      #expect(refused.status == 74 && refused.output == "")
      #expect(
        refused.errors == """
          orthosweep: \(project.root.path)/nowhere: cannot be the data folder: \
          No such file or directory (ENOENT)

          """)
    }
    #expect(!project.exists("results"))
  }

  @Test func `a results folder that cannot be made is named, before anything starts`() throws {
    try project.write(Mistake.sound, to: "tiny.yaml")
    let refused = try project.orthosweep("run", "tiny.yaml", "--results", "/proc/results")
    #expect(refused.status == 74 && refused.output == "")
    // ENOENT for the superuser, EACCES for others.
    #expect(refused.errors.hasPrefix("orthosweep: /proc/results: cannot make the folder: "))
    #expect(refused.errors.split(separator: "\n").count == 1)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func `a results folder without write permission is named`() throws {
    try project.write(Mistake.sound, to: "tiny.yaml")
    try project.write("", to: "locked/note")
    let locked = project.root.appending(path: "locked").path
    #expect(chmod(locked, 0o555) == 0)
    defer { chmod(locked, 0o755) }
    let refused = try project.orthosweep("run", "tiny.yaml", "--results", "locked")
    #expect(refused.status == 74 && refused.output == "")
    #expect(
      refused.errors == """
        orthosweep: \(locked)/trials: cannot make the folder: Permission denied (EACCES)

        """)
  }
}

import Foundation
import TestSupport
import Testing

/// Commands that orthosweep proposes: pasted into a shell, they do what they say.
@Suite("Hints", .timeLimit(.minutes(2))) struct HintTests {
  private let project: SweepFixture

  /// A project whose trial of value 2 fails as long as there is a file `fails-2`.
  init() throws {
    project = try SweepFixture()
    try project.writeToy()
    try project.write("", to: "fails-2")
    try project.write("", to: "my data/digits")
  }

  /// What a shell does with the rest of the line.
  private func paste(_ errors: String, after words: String) throws -> Invocation {
    let line = try #require(errors.range(of: words).map { errors[$0.upperBound...] })
    return try Invocation(
      URL(fileURLWithPath: "/bin/bash"), ["-c", String(line.prefix { $0 != "\n" })],
      folder: project.root,
      environment: ["ORTHOSWEEP_RESULTS": ""])
  }

  @Test func `a hint repeats the options that were given, in a shell's quotes`() throws {
    try project.write(SweepText.toy([2]), to: "my sweeps/toy.yaml")
    let run = try project.orthosweep(
      "run", "my sweeps/toy.yaml", "--results", "it's $HOME", "--data", "my data", "-j", "1")
    #expect(run.status == 1)
    #expect(
      run.errors.hasSuffix(
        """
        \n1 trial failed; to try again: \(project.called) run 'my sweeps/toy.yaml' \
        --results 'it'\\''s $HOME' --data 'my data' -j 1 --failed

        """))
    try project.remove("fails-2")
    #expect(try paste(run.errors, after: "to try again: ").status == 0)
    #expect(try project.records(in: "it's $HOME").count == 1)
  }

  @Test func `status proposes the results folder that it was asked about`() throws {
    try project.write(SweepText.toy([2]), to: "toy.yaml")
    #expect(try project.orthosweep("run", "toy.yaml", "--results=-other").status == 1)
    let status = try project.orthosweep("status", "toy.yaml", "--results=-other")
    #expect(
      status.output.contains(
        """
        \nto try the failed ones again: \(project.called) run toy.yaml --results ./-other --failed

        """))
    try project.remove("fails-2")
    #expect(try paste(status.output, after: "failed ones again: ").status == 0)
    #expect(try project.records(in: "-other").count == 1)
  }

  @Test func `a path of several lines is written by its bytes`() throws {
    try project.write(SweepText.toy([2]), to: "two\nlines' 1%/toy.yaml")
    let run = try project.orthosweep("run", "two\nlines' 1%/toy.yaml")
    #expect(
      run.errors.hasSuffix(
        "to try again: \(project.called) run $'two\\012lines\\047\\0401%/toy.yaml' --failed\n"))
    try project.remove("fails-2")
    #expect(try paste(run.errors, after: "to try again: ").status == 0)
  }
}

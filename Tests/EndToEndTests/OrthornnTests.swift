import Foundation
import TestSupport
import Testing
import Trials

/// The trial program, as a scheduler or a person starts it.
@Suite("orthornn") struct OrthornnTests {
  private let folder: TemporaryFolder
  private let program: URL

  init() throws {
    folder = try TemporaryFolder()
    program = try Invocation.builtProgram("orthornn")
  }

  private func trial(_ more: String = "", epochs: Int = 2) throws -> String {
    let file = try folder.write(
      """
      {"parameters": {"task": "copy", "delay": 2, "activation": "identity", "hidden": 7, "batch": 3,
        "batches_per_epoch": 4, "epochs": \(epochs)\(more)}}
      """, to: "trial.json")
    return file.path
  }

  private func events(_ output: String) throws -> [TrialEvent] {
    try output.split(separator: "\n").map {
      try TrialJSON.read(TrialEvent.self, from: Data($0.utf8))
    }
  }

  @Test func `describe prints a description that makes a schema`() throws {
    let described = try Invocation(program, ["describe"])
    #expect(described.status == 0 && described.errors == "")
    let description = try TrialJSON.read(
      ProgramDescription.self, from: Data(described.output.utf8))
    #expect(throws: Never.self) { try ParameterSchema(description) }
    #expect(description.program.name == "orthornn")
  }

  @Test func `the table for people names every parameter and metric once`() throws {
    let described = try Invocation(program, ["describe", "--table"])
    #expect(described.status == 0)
    let first = described.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
    let plain = try Invocation(program, ["describe"])
    let description = try TrialJSON.read(ProgramDescription.self, from: Data(plain.output.utf8))
    #expect(
      first.map(String.init)
        == ["PARAMETER"] + description.parameters.map(\.name) + ["METRIC"]
        + description.metrics.map(\.name))
  }

  @Test func `train prints events, one a line, and ends with 0`() throws {
    let trained = try Invocation(program, ["train", try trial()])
    #expect(trained.status == 0 && trained.errors == "")
    let events = try events(trained.output)
    #expect(events.count == 4)
    #expect(trained.output.hasSuffix("}\n"))
    guard case .started(2, _) = events.first, case .summary = events.last else {
      Issue.record("not from the start to the summary: \(trained.output)")
      return
    }
  }

  @Test func `a divergence is a result`() throws {
    let trained = try Invocation(
      program, ["train", try trial(#", "lr.free": 1e30"#)])
    #expect(trained.status == 0)
    guard case .diverged = try events(trained.output).last else {
      Issue.record("not diverged: \(trained.output)")
      return
    }
  }

  @Test func `a wrong trial ends with 65 and says what is wrong`() throws {
    let file = try trial(#", "hiden": 3"#)
    let trained = try Invocation(program, ["train", file])
    #expect(trained.status == 65 && trained.output == "")
    #expect(
      trained.errors == """
        \(file): error: unknown parameter 'hiden'; did you mean 'hidden'?
        1 problem; nothing was trained

        """)
  }

  @Test func `a missing file ends with 74`() throws {
    let file = folder.url.appending(path: "none.json").path
    let trained = try Invocation(program, ["train", file])
    #expect(trained.status == 74)
    #expect(trained.errors == "orthornn: cannot read \(file): No such file or directory\n")
  }

  @Test func `check prints each problem with the number of its trial's line, and ends with 0`()
    throws
  {
    let lines = [
      #"{"parameters": {"task": "copy", "delay": 2, "activation": "tanh", "epochs": 1}}"#,
      #"{"parameters": {"task": "copy", "delay": 2, "activation": "tahn", "epochs": 0}}"#,
      "", #"{"program": "toy", "parameters": {}}"#,
    ]
    let input = try folder.write(lines.joined(separator: "\n"), to: "trials.jsonl")
    let checked = try Invocation(
      URL(fileURLWithPath: "/bin/sh"), ["-c", "\"$0\" check < \"$1\"", program.path, input.path])
    #expect(checked.status == 0 && checked.errors == "")
    #expect(
      checked.output == """
        {"kind":"invalid","problem":"activation: `tahn` is not one of `identity`, `tanh`, `relu`, \
        `prelu`, `oplu`, `modrelu`; did you mean `tanh`?","trial":1}
        {"kind":"invalid","problem":"epochs: `0` is not an integer >= 1","trial":1}
        {"kind":"invalid","problem":"The given data was not valid JSON.","trial":2}
        {"kind":"invalid","problem":"this is a trial of the program 'toy', not of 'orthornn'",\
        "trial":3}

        """)
  }

  @Test func `a folder, a list or an interval that is none is told before anything is trained`()
    throws
  {
    let file = try trial()
    let missing = folder.url.appending(path: "none").path
    for (words, message) in [
      (["--folder", missing], "orthornn: --folder \(missing): there is no such folder\n"),
      (
        ["--checkpoints", missing], "orthornn: cannot read \(missing): No such file or directory\n"
      ),
    ] {
      let refused = try Invocation(program, ["train", file] + words)
      #expect(refused.status == 74 && refused.output == "")
      #expect(refused.errors == message)
    }
    let refused = try Invocation(
      program, ["train", file], environment: ["ORTHOSWEEP_CHECKPOINT_SECONDS": "soon"])
    #expect(refused.status == 64 && refused.output == "")
    #expect(
      refused.errors.hasPrefix(
        "Error: ORTHOSWEEP_CHECKPOINT_SECONDS is 'soon', which is not a number of seconds above 0\n"
      ))
  }

  @Test func `a wrong command line ends with 64`() throws {
    #expect(try Invocation(program, ["trian"]).status == 64)
    #expect(try Invocation(program, ["train"]).status == 64)
  }

  @Test func `a full disk ends with 74`() throws {
    let process = Invocation.process(program, ["train", try trial()])
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
    #expect(said == "orthornn: cannot write: No space left on device\n")
  }

  /// Starts a training that would take hours, waits for its first epoch, does something to it, and
  /// tells how it ended.
  private func endOfLongTraining(
    environment: [String: String] = [:], after act: (Process, Pipe) throws -> Void
  ) throws -> (status: Int32, reason: Process.TerminationReason, seconds: Double) {
    let process = Invocation.process(
      program, ["train", try trial(epochs: 10_000_000)], environment: environment)
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    _ = output.fileHandleForReading.availableData
    let clock = ContinuousClock()
    let start = clock.now
    try act(process, input)
    let watchdog = DispatchWorkItem { [pid = process.processIdentifier] in kill(pid, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: watchdog)
    // The pipe is read on, because a full one would hold the program back.
    _ = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    watchdog.cancel()
    return (
      process.terminationStatus, process.terminationReason,
      start.duration(to: clock.now) / .seconds(1)
    )
  }

  @Test func `SIGTERM ends with 75 at once`() throws {
    let end = try endOfLongTraining { process, _ in kill(process.processIdentifier, SIGTERM) }
    #expect(end.status == 75 && end.reason == .exit)
    #expect(end.seconds < 5, "an iteration takes well below a millisecond")
  }

  @Test func `the end of the life line ends with 75 at once`() throws {
    let end = try endOfLongTraining(environment: ["ORTHOSWEEP_LIFELINE": "1"]) { _, input in
      try input.fileHandleForWriting.close()
    }
    #expect(end.status == 75 && end.reason == .exit)
    #expect(end.seconds < 5)
  }

  @Test func `without a life line the end of standard input means nothing`() throws {
    let trained = try Invocation(program, ["train", try trial()])
    #expect(trained.status == 0)
  }
}

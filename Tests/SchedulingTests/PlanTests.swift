import Foundation
import Results
import TestSupport
import Testing
import Trials

@testable import Scheduling

@Suite("Plan") struct PlanTests {
  private func trial(_ a: Double, _ seed: Int) -> Trial {
    Trial(program: "script", parameters: ["a": .number(a)], seed: seed)
  }

  @Test func `the first seed of every cell comes first, within it the longest`() {
    let trials = [1.0, 2, 3].flatMap { a in [5, 1].map { trial(a, $0) } }
    let plan = SweepPlan(trials: trials, done: []) { trial in
      trial.parameters["a"] == .number(3) ? 60 : trial.parameters["a"] == .number(1) ? 10 : 20
    }
    #expect(plan.toRun == [5, 1].flatMap { seed in [3.0, 2, 1].map { trial($0, seed) } })
  }

  @Test func `without known durations the given order stays, and unknown ones count as long`() {
    let trials = [4.0, 2, 3].map { trial($0, 0) }
    #expect(SweepPlan(trials: trials, done: []).toRun == trials)
    let plan = SweepPlan(trials: trials, done: []) { $0 == trials[2] ? nil : 1 }
    #expect(plan.toRun == [trials[2], trials[0], trials[1]])
  }

  @Test func `a trial that is there twice counts once, and a done one is not run`() {
    let trials = [trial(1, 0), trial(2, 0), trial(1, 0)]
    let plan = SweepPlan(trials: trials, done: [trials[1].id])
    #expect(plan.trials == [trials[0], trials[1]])
    #expect(plan.done == [trials[1]])
    #expect(plan.toRun == [trials[0]])
    #expect(SweepPlan(trials: [], done: []).toRun.isEmpty)
  }

  @Test func `a checkpoint further on in a long epoch is progress`() {
    var streak = PendingStreak()
    for step in [0, 50, 90, 90] { streak.add(.interrupted, AttemptReach(epoch: 3, step: step)) }
    #expect(streak.count == 2)
  }

  @Test func `a streak of pending ends breaks with every epoch of progress`() {
    var streak = PendingStreak()
    for epoch in [0, 0, 0, 2, 2, 1] { streak.add(.interrupted, AttemptReach(epoch: epoch)) }
    #expect(streak.count == 3)
    streak.add(.timedOut, AttemptReach(epoch: 2))
    #expect(streak.count == 0)
  }
}

@Suite("Trial commands") struct CommandTests {
  private let launch = TrialLaunch(
    trial: Trial(
      program: "p", parameters: ["b": .text("$(x); 'y'"), "a": .number(0.1)],
      settings: ["threads": .number(2)], seed: 7),
    folder: "/d", trialFile: "/d/{seed}.json", checkpointList: "/d/c.txt")

  @Test func `placeholders are filled once, and everything stays one argument`() {
    let command = TrialCommand(
      ["p", "--in={trial}", "{seed}{seed}", "{dir}/{other}", "{", "{checkpoints}", "{flags}"])
    #expect(
      command.arguments(for: launch) == [
        "p", "--in=/d/{seed}.json", "77", "/d/{other}", "{", "/d/c.txt", "--a", "0.1", "--b",
        "$(x); 'y'", "--threads", "2",
      ])
  }

  @Test func `a program's own path is taken word for word`() {
    let command = TrialCommand(["/{seed}/p", "{seed}"], startedBy: ["/{dir}/guard", "--"])
    #expect(command.arguments(for: launch) == ["/{dir}/guard", "--", "/{seed}/p", "7"])
    #expect(
      command.running("/{trial}").arguments(for: launch)
        == ["/{dir}/guard", "--", "/{trial}", "7"])
  }

  @Test func `our own program is asked to train the trial, and where its files go`() {
    #expect(
      TrialCommand(program: "/p").arguments(for: launch) == [
        "/p", "train", launch.trialFile, "--folder", "/d", "--checkpoints", "/d/c.txt",
      ])
  }
}

@Suite("Lines") struct LineTests {
  private func pieces(_ bytes: [UInt8], chunk: Int, limit: Int) -> (lines: [[UInt8]], all: [UInt8])
  {
    var splitter = LineSplitter(limit: limit)
    var lines: [[UInt8]] = []
    var all: [UInt8] = []
    func take(_ piece: LineSplitter.Piece) {
      switch piece {
      case .line(let line):
        lines.append(Array(line))
        all += line + [0x0A]
      case .fragment(let bytes): all += bytes
      }
    }
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      splitter.take(bytes[start..<min(start + chunk, bytes.count)], take)
    }
    splitter.finish(take)
    return (lines, all)
  }

  @Test(arguments: [1, 2, 3, 7, 100])
  func `only 0x0A ends a line, in whatever pieces it comes`(chunk: Int) {
    let text = "a\r\n\n{\u{2028}\u{85}\u{0}\nlonger than nine\nb\n\u{FFFD}"
    let (lines, all) = pieces(Array(text.utf8), chunk: chunk, limit: 9)
    #expect(
      lines.map { String(decoding: $0, as: UTF8.self) } == [
        "a\r", "", "{\u{2028}\u{85}\u{0}", "b", "\u{FFFD}",
      ])
    #expect(String(decoding: all, as: UTF8.self) == text + "\n")
  }

  @Test func `a line of just the limit is a line`() {
    let bytes = Array("123456789\n1234567890\n".utf8)
    for chunk in 1...bytes.count {
      #expect(pieces(bytes, chunk: chunk, limit: 9).lines == [Array("123456789".utf8)])
    }
  }
}

@Suite("Outcomes") struct OutcomeTests {
  private func read(
    _ exit: ProcessEnding.Exit, _ reason: ProcessEnding.StopReason? = nil,
    memoryKiller: Bool = false, _ closing: TrialEvent? = nil
  ) -> TrialOutcome {
    OutcomeReading(
      ending: ProcessEnding(exit, stopReason: reason, memoryKiller: memoryKiller),
      closing: closing, logTail: "last words\n  \n"
    ).outcome
  }

  @Test func `what was noted before a signal decides, whatever the signal`() {
    for exit in [ProcessEnding.Exit.signal(SIGKILL), .signal(SIGTERM), .status(75), .status(1)] {
      #expect(read(exit, .timedOut, .summary(values: [:])) == .timedOut)
      #expect(read(exit, .stalled) == .stalled)
      #expect(read(exit, .interrupted) == .interrupted)
    }
  }

  @Test func `a whole result is a result although a stop was asked for`() {
    #expect(read(.status(0), .timedOut, .summary(values: [:])) == .finished)
    #expect(read(.status(0), .interrupted) == .interrupted)
  }

  @Test func `the memory killer is told from a kill by hand`() {
    #expect(read(.signal(SIGKILL), memoryKiller: true) == .failed(.outOfMemory))
    #expect(read(.signal(SIGKILL)) == .failed(.signal("SIGKILL")))
    #expect(read(.signal(SIGSEGV), memoryKiller: true) == .failed(.signal("SIGSEGV")))
  }

  @Test func `a refusal carries the program's last words`() {
    #expect(read(.status(65)) == .failed(.invalid("last words")))
    #expect(read(.status(127)) == .failed(.cannotStart("last words")))
  }

  @Test func `only signals that somebody sent come from outside`() {
    #expect(Signals.cameFromOutside(read(.signal(SIGKILL))))
    #expect(Signals.cameFromOutside(read(.signal(SIGTERM))))
    #expect(!Signals.cameFromOutside(read(.signal(SIGSEGV))))
    #expect(!Signals.cameFromOutside(read(.status(1))))
    #expect(Signals.name(of: 40) == "40")
  }
}

@Suite("Processors") struct ProcessorTests {
  @Test func `hyperthreads of one core count once`() throws {
    let folder = try TemporaryFolder()
    for (processor, siblings) in [(0, "0,2"), (1, "1,3"), (2, "0,2"), (3, "1,3")] {
      try folder.write(siblings + "\n", to: "cpu\(processor)/topology/thread_siblings_list")
    }
    func usable(_ allowed: [Int], _ quota: Double?) -> Int {
      Processors.usable(allowed: allowed, topology: folder.url.path, quota)
    }
    #expect(usable([0, 1, 2, 3], nil) == 2)
    #expect(usable([0, 2], nil) == 1)
    #expect(usable([0, 1, 2, 3], 1.9) == 1)
    #expect(usable([0, 1, 2, 3], 0.5) == 1)
    #expect(usable([7, 8, 9], nil) == 3)
    #expect(usable([], nil) == 1)
    #expect(Processors.usable() >= 1)
  }

  @Test func `the kernel's lists of processors are read`() {
    #expect(Processors.list("\t0-3,8") == [0, 1, 2, 3, 8])
    #expect(Processors.list("5") == [5])
    #expect(Processors.list("") == [])
  }

  @Test func `quotas are read in both versions of control groups`() throws {
    let folder = try TemporaryFolder()
    try folder.write("150000 100000\n", to: "v2/cpu.max")
    try folder.write("max 100000\n", to: "free2/cpu.max")
    try folder.write("300000\n", to: "v1/cpu.cfs_quota_us")
    try folder.write("100000\n", to: "v1/cpu.cfs_period_us")
    try folder.write("-1\n", to: "free1/cpu.cfs_quota_us")
    try folder.write("100000\n", to: "free1/cpu.cfs_period_us")
    let quotas = ["v2", "free2", "v1", "free1", "none"].map {
      ControlGroup.processorQuota(in: folder.url.path + "/" + $0)
    }
    #expect(quotas == [1.5, nil, 3, nil, nil])
  }
}

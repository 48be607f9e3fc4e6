import Foundation
import Results
import TestSupport
import Testing
import Trials

@testable import Scheduling

@Suite("Sweep runner", .timeLimit(.minutes(1))) struct RunnerTests {
  let fixture: SweepFixture

  init() throws { fixture = try SweepFixture() }

  @Test func `all trials get their records, and a second run starts nothing`() async throws {
    let trials = SweepFixture.trials(5)
    let launcher = SweepFixture.launcher(SweepFixture.twoEpochs)
    let first = try await fixture.run(trials, launcher)
    #expect(first.ending.finished == 5)
    #expect(first.ending.exitStatus() == 0)
    let second = try await fixture.run(trials, launcher)
    #expect(second.events.isEmpty)
    #expect(second.ending.doneBefore == 5)
    #expect(second.ending.exitStatus() == 0)
    for trial in trials { #expect(try fixture.store.attempts(at: trial.id).count == 1) }
  }

  @Test func `a trial's events come in order`() async throws {
    let launcher = SweepFixture.launcher(SweepFixture.twoEpochs)
    let course = try await fixture.run(SweepFixture.trials(1), launcher)
    let words = course.events.map { event in
      switch event {
      case .began(_, let attempt): "began \(attempt)"
      case .announced(_, let epochs): "announced \(epochs)"
      case .progressed(_, let epoch, let values): "epoch \(epoch) loss \(values["loss"] ?? -1)"
      case .ended(_, let outcome, _, let record, let again):
        "\(outcome) \(record != nil) \(again)"
      default: "\(event)"
      }
    }
    #expect(
      words == [
        "began 1", "announced 2", "epoch 1 loss 0.5", "epoch 2 loss 0.25", "finished true false",
      ])
  }

  @Test func `a trial that fails stops no other, and waits to be asked for`() async throws {
    let trials = SweepFixture.trials(6)
    let script = "[ $2 = 2 ] && [ ! -e ../mended ] && exit 3; " + SweepFixture.twoEpochs
    let command = TrialCommand(
      ["/bin/sh", "-c", script, "sh", "{trial}", "{seed}"], folder: try inner())
    let launcher = LocalLauncher(command)
    let first = try await fixture.run(trials, launcher)
    #expect(first.ending.finished == 5)
    #expect(first.ending.failed == 1)
    #expect(first.ending.exitStatus() == 1)
    let second = try await fixture.run(trials, launcher)
    #expect(second.events.isEmpty)
    #expect(second.ending.exitStatus() == 1)
    #expect(try fixture.plan(trials).failed.map(\.outcome) == [.failed(.program(status: 3))])
    try fixture.folder.write("", to: "mended")
    let third = try await fixture.run(trials, launcher, retryFailed: true)
    #expect(third.began == [2])
    #expect(third.ending.exitStatus() == 0)
  }

  private func inner() throws -> String {
    try fixture.folder.write("", to: "inner/here").deletingLastPathComponent().path
  }

  @Test func `one at a time and two at a time give the same results`() async throws {
    let trials = SweepFixture.trials(4)
    let script = """
      echo '{"event":"metrics","epoch":1,"step":1,"values":{"loss":'$2',"time.epoch":'$$'}}'
      echo '{"event":"summary","values":{"loss":'$2'}}'
      """
    let other = try SweepFixture()
    for (fixture, parallel) in [(fixture, 1), (other, 2)] {
      let options = RunnerOptions(parallel: parallel, retries: 0)
      let course = try await fixture.run(trials, SweepFixture.launcher(script), options)
      #expect(course.ending.finished == 4)
    }
    for trial in trials {
      let pair = try [fixture, other].map { fixture in
        let record = try #require(try fixture.store.read([trial.id]).records[trial.id])
        let curves = try #require(try fixture.store.curves(of: record))
        return (record.summary, record.outcome, record.epochs, curves.columns["loss"])
      }
      #expect(pair[0] == pair[1])
    }
  }

  @Test func `a signal from outside is forgiven as often as allowed`() async throws {
    let script = """
      n=$(ls -d $3/../*/ | wc -l); [ $n -le 2 ] && kill -KILL $$

      """ + SweepFixture.twoEpochs
    let trials = SweepFixture.trials(1)
    let launcher = SweepFixture.launcher(script)
    let strict = try await fixture.run(trials, launcher, RunnerOptions(parallel: 1, retries: 0))
    #expect(strict.outcomes == [.failed(.signal("SIGKILL"))])
    let patient = try await fixture.run(
      trials, launcher, RunnerOptions(parallel: 1, retries: 1), retryFailed: true)
    #expect(patient.outcomes == [.failed(.signal("SIGKILL")), .finished])
    #expect(patient.ending.exitStatus() == 0)
  }

  @Test func `pending ends without progress are not repeated for ever`() async throws {
    let trials = SweepFixture.trials(1)
    let launcher = ScriptedLauncher { _ in ([], ProcessEnding(.status(75))) }
    let course = try await fixture.run(trials, launcher)
    #expect(course.outcomes == Array(repeating: .interrupted, count: SweepPlan.freeAttempts))
    #expect(course.ending.failed == 1)
    #expect(try fixture.plan(trials).toRun.isEmpty)
    #expect(try fixture.plan(trials, retryFailed: true).toRun == trials)
  }

  /// Fault F26.
  @Test func `failures in a row stop the sweep`() async throws {
    let launcher = ScriptedLauncher { trial in
      ([.summary(values: [:])], ProcessEnding(.status(trial.seed == 10 ? 0 : 1)))
    }
    let course = try await fixture.run(
      SweepFixture.trials(100), launcher, RunnerOptions(parallel: 1, retries: 0))
    // The result of seed 10 starts the count anew.
    #expect(course.outcomes.count == 31)
    #expect(course.ending.failed == 30)
    #expect(course.ending.left == 69)
    #expect(course.ending.exitStatus() == 6)
  }

  @Test func `a record that was damaged is moved away and made again`() async throws {
    let trials = SweepFixture.trials(1)
    _ = try await fixture.run(trials, ScriptedLauncher.good)
    let file = fixture.store.layout.recordFile(of: trials[0].id)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: file))
    let course = try await fixture.run(trials, ScriptedLauncher.good)
    #expect(course.ending.finished == 1)
    #expect(course.notes.count == 1)
    #expect(course.notes.first?.hasPrefix("\(file): the record does not ") == true)
    #expect(try fixture.store.isDone(trials[0].id))
  }
}

@Suite("Stopping a sweep", .timeLimit(.minutes(1))) struct StoppingTests {
  let fixture: SweepFixture

  init() throws { fixture = try SweepFixture() }

  /// Fault F4.
  @Test func `a gentle stop lets trials end by themselves`() async throws {
    let script = """
      trap 'echo saved > $3/saved; kill $!; exit 75' TERM
      echo '{"event":"started","epochs":9}'
      sleep 50 & wait
      """
    let course = try await fixture.run(
      SweepFixture.trials(5), SweepFixture.launcher(script, TrialLimits(grace: .seconds(20)))
    ) { runner, event in
      if case .announced = event { runner.stop(.gently) }
    }
    #expect(Set(course.outcomes) == [.interrupted])
    #expect(course.ending.left == 5)
    #expect(course.ending.exitStatus(stoppedBy: SIGINT) == 130)
    #expect(course.ending.exitStatus(stoppedBy: SIGTERM) == 143)
    let saved = FileManager.default.enumerator(atPath: fixture.store.layout.root)?.allObjects
    #expect(saved?.contains { "\($0)".hasSuffix("/saved") } == true)
  }

  /// Fault F5.
  @Test func `a stop at once waits for nobody`() async throws {
    let script = "trap '' TERM; echo '{\"event\":\"started\",\"epochs\":9}'; sleep 50; sleep 50"
    let course = try await fixture.run(
      SweepFixture.trials(3), SweepFixture.launcher(script, TrialLimits(grace: .seconds(40)))
    ) { runner, event in
      switch event {
      case .announced: runner.stop(.gently)
      case .stopping(.asked(.gently)): runner.stop(.atOnce)
      default: break
      }
    }
    // Far below the grace of 40 s, however busy the machine is.
    #expect(course.elapsed < .seconds(20))
    #expect(Set(course.outcomes) == [.interrupted])
    #expect(course.ending.left == 3)
  }

  @Test func `a trial that finishes in spite of a stop has its result`() async throws {
    let script = "trap '' TERM; echo '{\"event\":\"started\",\"epochs\":9}'; sleep 0.3; "
    let course = try await fixture.run(
      SweepFixture.trials(1),
      SweepFixture.launcher(script + SweepFixture.twoEpochs, TrialLimits(grace: .seconds(20)))
    ) { runner, event in
      if case .announced = event { runner.stop(.gently) }
    }
    #expect(course.outcomes == [.finished])
  }

  @Test func `when the time is up, what runs is stopped and what is left is told`() async throws {
    let options = RunnerOptions(parallel: 1, retries: 0, budget: .milliseconds(400))
    let course = try await fixture.run(
      SweepFixture.trials(2), SweepFixture.launcher("sleep 50"), options)
    #expect(course.outcomes == [.interrupted])
    #expect(course.ending.left == 2)
    // Nothing failed: the next start goes on (the sweep language, "Seeds").
    #expect(course.ending.exitStatus() == 0)
  }

  @Test func `a trial that would not end in time is not started`() async throws {
    let trials = SweepFixture.trials(2)
    var durations = DurationEstimate()
    durations.add(trials[0], seconds: 100)
    let runner = try fixture.runner(
      ScriptedLauncher.good, RunnerOptions(parallel: 1, budget: .seconds(50)))
    let ending = await runner.run(try fixture.plan(trials), durations: durations) { _ in }
    #expect(ending.left == 2)
    #expect(ending.exitStatus() == 0)
    guard case .noneEndsInTime(seconds: 50, shortest: 100, started: false) = ending.stop else {
      Issue.record("\(ending)")
      return
    }
  }

  @Test func `the rest that would not end in time is told of the time that is left`() async throws {
    let trials = [1.0, 1000].map {
      Trial(program: "script", parameters: ["a": .number($0)], seed: 0)
    }
    var durations = DurationEstimate()
    durations.add(trials[1], seconds: 100)
    durations.add(trials[0], seconds: 0)
    let runner = try fixture.runner(
      ScriptedLauncher.good, RunnerOptions(parallel: 1, budget: .seconds(50)))
    let ending = await runner.run(try fixture.plan(trials), durations: durations) { _ in }
    #expect(ending.finished == 1 && ending.left == 1)
    guard case .noneEndsInTime(let seconds, shortest: 100, started: true) = ending.stop else {
      Issue.record("\(ending)")
      return
    }
    #expect(seconds < 50)
  }

  @Test func `a trial that goes on needs only the rest of its time`() async throws {
    let trials = SweepFixture.trials(2)
    var durations = DurationEstimate()
    durations.add(trials[0], seconds: 120)
    let runner = try fixture.runner(
      ScriptedLauncher.good, RunnerOptions(parallel: 1, budget: .seconds(50)))
    let plan = SweepPlan(trials: trials, done: [], secondsKept: [trials[1].id: 80])
    let ending = await runner.run(plan, durations: durations) { _ in }
    #expect(ending.finished == 1)
    #expect(try fixture.store.isDone(trials[1].id))
  }

  /// Fault F9: nothing is started where nothing can be kept.
  @Test func `a trial's folder that cannot be made ends the sweep with 74`() async throws {
    let trial = SweepFixture.trials(1)[0]
    let place = "results/trials/\(trial.id.hex.prefix(2))"
    try fixture.folder.write("", to: place)
    let runner = try fixture.runner(ScriptedLauncher.good, RunnerOptions())
    let ending = await runner.run(SweepPlan(trials: [trial], done: [])) { event in
      if case .began = event { Issue.record("an attempt began") }
    }
    #expect(ending.exitStatus() == 74)
    #expect(ending.left == 1)
    guard case .storage(let error) = ending.stop else {
      Issue.record("\(ending)")
      return
    }
    #expect(
      error.description
        == "\(fixture.store.layout.folder(of: trial.id)): cannot make the folder: "
        + "Not a directory (ENOTDIR)")
  }

  /// Fault F37.
  @Test func `a trial's folder that vanishes under it ends the sweep with 74`() async throws {
    let course = try await fixture.run(
      SweepFixture.trials(1), SweepFixture.launcher("rm -r $3; " + SweepFixture.twoEpochs))
    #expect(course.ending.exitStatus() == 74)
    #expect(course.ending.left == 1)
  }
}

@Suite("Two sweeps", .timeLimit(.minutes(1))) struct TwoSweepsTests {
  /// Fault F10 for trials that two sweeps share.
  @Test func `each shared trial is made once, and both sweeps have it`() async throws {
    let fixture = try SweepFixture()
    let trials = SweepFixture.trials(6)
    let launcher = SweepFixture.launcher("sleep 0.1; " + SweepFixture.twoEpochs)
    let options = RunnerOptions(parallel: 2, retries: 0, lookInterval: .milliseconds(50))
    async let one = fixture.run(trials, launcher, options, sweep: "one")
    async let two = fixture.run(trials.reversed(), launcher, options, sweep: "two")
    for course in try await [one, two] {
      #expect(course.ending.finished + course.ending.doneBefore == 6)
      #expect(course.ending.exitStatus() == 0)
    }
    for trial in trials { #expect(try fixture.store.attempts(at: trial.id).count == 1) }
  }

  @Test func `a sweep has one scheduler`() throws {
    let fixture = try SweepFixture()
    let runner = try fixture.runner(ScriptedLauncher.good, RunnerOptions())
    #expect(throws: SweepLock.Held.self) {
      try fixture.runner(ScriptedLauncher.good, RunnerOptions())
    }
    withExtendedLifetime(runner) {}
  }
}

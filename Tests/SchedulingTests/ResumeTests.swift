import Foundation
import Results
import Synchronization
import TestSupport
import Testing
import Trials

@testable import Scheduling

/// Trials that are stopped and go on from their checkpoints, as real processes.
@Suite("Stopped trials", .timeLimit(.minutes(1))) struct ResumeTests {
  let fixture: SweepFixture
  let trials = SweepFixture.trials(1)

  init() throws { fixture = try SweepFixture() }

  /// Four epochs, a checkpoint after each; waits after the second while there is a file `hold`, and
  /// hears SIGTERM as the protocol says.
  private static let script = """
    from=0
    [ -s $4 ] && from=$(cat "$(head -n 1 $4)")
    trap 'exit 75' TERM
    echo '{"event":"started","epochs":4}'
    [ $from -gt 0 ] && echo '{"event":"resumed","epoch":'$from',"step":'${from}0'}'
    for epoch in 1 2 3 4; do
      [ $epoch -le $from ] && continue
      echo $epoch > $3/checkpoint-${epoch}0.safetensors
      echo '{"event":"metrics","epoch":'$epoch',"step":'${epoch}0',"values":{"loss":'$epoch'}}'
      while [ $epoch = 2 ] && [ -e hold ]; do sleep 0.02; done
    done
    echo '{"event":"summary","values":{}}'

    """

  private var launcher: LocalLauncher {
    LocalLauncher(
      TrialCommand(
        ["/bin/sh", "-c", Self.script, "sh", "{trial}", "{seed}", "{dir}", "{checkpoints}"],
        folder: fixture.folder.url.path), limits: TrialLimits(grace: .seconds(20)))
  }

  /// Expects the next run to go on after the second epoch, and to end with all four.
  private func expectResumption(attempts: Int) async throws {
    try FileManager.default.removeItem(at: fixture.folder.url.appending(path: "hold"))
    let course = try await fixture.run(trials, launcher)
    #expect(course.outcomes == [.finished])
    #expect(course.resumed == [2])
    let record = try #require(try fixture.store.read([trials[0].id]).records.values.first)
    #expect(record.provenance.attempts == attempts)
    #expect(record.provenance.resumedSteps == [20])
    #expect(try fixture.store.curves(of: record)?.columns["loss"] == [1, 2, 3, 4])
    #expect(try checkpoints() == [])
  }

  private func checkpoints() throws -> [String] {
    let files = FileManager.default.enumerator(atPath: fixture.store.layout.root)?.allObjects
    return (files ?? []).compactMap { ($0 as? String)?.split(separator: "/").last.map(String.init) }
      .filter { $0.hasPrefix("checkpoint-") }.sorted()
  }

  @Test func `one that ends with 75 after SIGTERM goes on from its checkpoint at the next run`()
    async throws
  {
    try fixture.folder.write("", to: "hold")
    let first = try await fixture.run(trials, launcher) { runner, event in
      if case .progressed(_, epoch: 2, _) = event { runner.stop(.gently) }
    }
    #expect(first.outcomes == [.interrupted])
    #expect(first.ending.left == 1)
    #expect(try fixture.plan(trials).toRun == trials)
    #expect(try checkpoints() == ["checkpoint-10.safetensors", "checkpoint-20.safetensors"])
    try await expectResumption(attempts: 2)
  }

  @Test func `when the time is up it is stopped gently, and goes on with the next run`()
    async throws
  {
    try fixture.folder.write("", to: "hold")
    // Long enough for a shell's two epochs on a busy machine.
    let options = RunnerOptions(parallel: 1, retries: 0, budget: .seconds(3))
    let first = try await fixture.run(trials, launcher, options)
    #expect(first.outcomes == [.interrupted])
    #expect(first.ending.exitStatus() == 0)
    try await expectResumption(attempts: 2)
  }

  @Test func `one that was killed goes on within the same run`() async throws {
    try fixture.folder.write("", to: "hold")
    let hold = fixture.folder.url.appending(path: "hold")
    let script = "echo $$ > pid\n" + Self.script
    let command = TrialCommand(
      ["/bin/sh", "-c", script, "sh", "{trial}", "{seed}", "{dir}", "{checkpoints}"],
      folder: fixture.folder.url.path)
    let pidFile = fixture.folder.url.appending(path: "pid")
    let isKilled = Atomic<Bool>(false)
    let course = try await fixture.run(
      trials, LocalLauncher(command), RunnerOptions(parallel: 1, retries: 1)
    ) { _, event in
      guard case .progressed(_, epoch: 2, _) = event, !isKilled.exchange(true, ordering: .relaxed),
        let text = try? String(contentsOf: pidFile, encoding: .utf8),
        let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
      else { return }
      kill(pid, SIGKILL)
      try? FileManager.default.removeItem(at: hold)
    }
    #expect(course.outcomes == [.failed(.signal("SIGKILL")), .finished])
    #expect(course.resumed == [2])
  }

  @Test func `checkpoints come every 60 s, unless the user or the sweep says otherwise`()
    async throws
  {
    func said(_ inherited: [String: String], _ sweep: [String: String] = [:]) async throws -> String
    {
      let fixture = try SweepFixture()
      let launcher = LocalLauncher(
        TrialCommand(
          ["/bin/sh", "-c", "echo $ORTHOSWEEP_CHECKPOINT_SECONDS"], environment: sweep),
        inherited: inherited)
      _ = try await fixture.run(trials, launcher)
      let attempt = try #require(try fixture.store.attempts(at: trials[0].id).first)
      return try String(contentsOfFile: attempt.folder + "/log.txt", encoding: .utf8)
    }
    #expect(try await said([:]) == "60\n")
    let name = "ORTHOSWEEP_CHECKPOINT_SECONDS"
    #expect(try await said([name: ""]) == "60\n")
    #expect(try await said([name: "5"]) == "5\n")
    #expect(try await said([name: "5"], [name: "7"]) == "7\n")
  }
}

extension Course {
  /// The epochs after which attempts went on, in order.
  fileprivate var resumed: [Int] {
    events.compactMap { event in
      guard case .resumed(_, let epoch) = event else { return nil }
      return epoch
    }
  }
}

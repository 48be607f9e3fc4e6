import Foundation
import Results
import Synchronization
import TestSupport
import Testing
import Trials

@testable import Scheduling

/// Real processes; each test has a limit, because what it checks is that nothing waits for ever.
@Suite("Trial processes", .timeLimit(.minutes(1))) struct ProcessTests {
  let fixture: SweepFixture
  let trial = SweepFixture.trials(1)

  init() throws { fixture = try SweepFixture() }

  private func outcome(
    _ script: String, _ limits: TrialLimits = SweepFixture.quick
  ) async throws -> TrialOutcome {
    let course = try await fixture.run(trial, SweepFixture.launcher(script, limits))
    return try #require(course.outcomes.first)
  }

  private func log(_ name: String = "log.txt") throws -> Data {
    let attempt = try #require(try fixture.store.attempts(at: trial[0].id).last)
    return try Data(contentsOf: URL(fileURLWithPath: attempt.folder + "/" + name))
  }

  static let endings: [(String, TrialOutcome)] = [
    (SweepFixture.twoEpochs, .finished),
    (
      #"echo '{"event":"diverged","step":12,"reason":"loss is nan"}'"#,
      .diverged(step: 12, reason: "loss is nan")
    ),
    (SweepFixture.twoEpochs + "exit 7", .failed(.program(status: 7))),
    (":", .failed(.brokenProtocol("ended with status 0 but without a summary"))),
    (
      "echo 'margin: -1 is not >= 0' >&2; echo; exit 65",
      .failed(.invalid("margin: -1 is not >= 0"))
    ),
    ("echo 'data: no such file'; exit 74", .failed(.inputOutput("data: no such file"))),
    ("exit 126", .failed(.cannotStart("exit status 126"))),
    ("kill -KILL $$", .failed(.signal("SIGKILL"))),
    ("kill -SEGV $$", .failed(.signal("SIGSEGV"))),
    ("kill -ILL $$", .failed(.signal("SIGILL"))),
    ("echo 'Fatal error: failed to allocate 8 bytes' >&2; kill -ABRT $$", .failed(.outOfMemory)),
    ("kill -ABRT $$", .failed(.signal("SIGABRT"))),
    ("exit 137", .failed(.program(status: 137))),
    ("printf '{\"event\":\"summary\",\"values\":{}}'", .finished),
    ("printf '{\"event\":\"summary\",\"values\":{}}\\r\\n'", .finished),
  ]

  @Test(arguments: endings)
  func `an ending is read as the table says`(script: String, expected: TrialOutcome) async throws {
    #expect(try await outcome("ulimit -c 0; " + script) == expected)
  }

  @Test func `a program that is not there cannot start`() async throws {
    let course = try await fixture.run(
      SweepFixture.trials(9), LocalLauncher(TrialCommand(program: "/nowhere/program")))
    // With two at a time, two may have tried before the first had failed.
    #expect((1...2).contains(course.outcomes.count))
    #expect(
      course.outcomes.first?.description
        == "failed: cannot start: /nowhere/program: No such file or directory")
    #expect(course.ending.exitStatus() == 6)
    #expect(course.ending.left + course.ending.failed == 9)
  }

  @Test func `a folder that is not there cannot be started in`() async throws {
    let command = TrialCommand(["/bin/true"], folder: "/nowhere")
    let course = try await fixture.run(trial, LocalLauncher(command))
    #expect(
      course.outcomes.map(\.description)
        == ["failed: cannot start: folder /nowhere: No such file or directory"])
  }

  /// Fault F20.
  @Test func `a trial that ignores SIGTERM is killed with its children`() async throws {
    let script = "trap '' TERM; echo $$ > $3/pid; sleep 50 & sleep 50"
    let limits = TrialLimits(grace: .milliseconds(200), timeout: .milliseconds(300))
    let course = try await fixture.run(trial, SweepFixture.launcher(script, limits))
    #expect(course.outcomes == [.timedOut])
    // Far below the sleepers' 50 s, however busy the machine is.
    #expect(course.elapsed < .seconds(25))
    let session = try #require(try fixture.notedProcesses().first)
    #expect(!hasLivingProcess(session: session))
  }

  /// Fault F19.
  @Test func `a silent trial has stalled, a talking one has not`() async throws {
    let limits = TrialLimits(grace: .milliseconds(200), stall: .milliseconds(600))
    #expect(try await outcome("echo hello; sleep 50", limits) == .stalled)
    let talking = "for i in 1 2 3 4 5; do echo $i; sleep 0.2; done; " + SweepFixture.twoEpochs
    #expect(
      try await fixture.run(
        SweepFixture.trials(2).suffix(1), SweepFixture.launcher(talking, limits)
      ).outcomes == [.finished])
  }

  /// Fault F21: the ending is the process's, not that of whoever holds its output.
  @Test func `a grandchild that keeps the output open holds nothing up`() async throws {
    let script = "echo $$ > $3/pid; sleep 50 & " + SweepFixture.twoEpochs
    let course = try await fixture.run(trial, SweepFixture.launcher(script))
    #expect(course.outcomes == [.finished])
    // Far below the sleepers' 50 s, however busy the machine is.
    #expect(course.elapsed < .seconds(25))
    let session = try #require(try fixture.notedProcesses().first)
    #expect(!hasLivingProcess(session: session))
  }

  /// Fault F23.
  @Test func `100 MB without a line feed are capped, and the trial goes on`() async throws {
    let script = "head -c 100000000 /dev/zero | tr '\\0' x; echo; " + SweepFixture.twoEpochs
    let options = RunnerOptions(parallel: 1, retries: 0, logLimit: 1 << 20)
    let course = try await fixture.run(trial, SweepFixture.launcher(script), options)
    #expect(course.outcomes == [.finished])
    let kept = try log()
    let note = "\n[orthosweep: \(100_000_001 - (1 << 20)) bytes left out here]\n"
    #expect(kept.count == (1 << 20) + note.utf8.count)
    #expect(kept.last == UInt8(ascii: "\n"))
  }

  @Test func `bytes that are no text go to the log as they are`() async throws {
    let script = #"printf 'a\377b\n{\000\n{"event":\n\033[1mz\342\200\250{\r\n'; "#
    #expect(try await outcome(script + SweepFixture.twoEpochs) == .finished)
    let expected =
      Array("a".utf8) + [0xFF] + Array("b\n{\u{0}\n{\"event\":\n\u{1B}[1mz\u{2028}{\r\n".utf8)
    #expect(try Array(log()) == expected)
    #expect(try log("events.jsonl").split(separator: 0x0A).count == 4)
  }

  @Test func `a line that is longer than 64 KiB is no event`() async throws {
    let script = """
      printf '{"event":"summary","values":{},"x":"'; head -c 70000 /dev/zero | tr '\\0' x; echo '"}'
      """
    #expect(
      try await outcome(script)
        == .failed(.brokenProtocol("ended with status 0 but without a summary")))
    #expect(try log().count > 70000)
  }

  @Test func `standard input is a life line that stays open`() async throws {
    let limits = TrialLimits(grace: .milliseconds(200), timeout: .milliseconds(400))
    #expect(try await outcome("echo $ORTHOSWEEP_LIFELINE; read line", limits) == .timedOut)
    #expect(try log() == Data("1\n".utf8))
  }

  @Test func `a trial has one thread, no descriptors of ours and a session of its own`()
    async throws
  {
    // Descriptor 3 is the folder that ls lists.
    let script = """
      echo $OPENBLAS_NUM_THREADS; ls /proc/self/fd | tr '\\n' ' '
      [ $(cut -d' ' -f6 /proc/$$/stat) = $$ ] && echo session
      """ + "\n"
    #expect(try await outcome(script + SweepFixture.twoEpochs) == .finished)
    let said = try String(decoding: log(), as: UTF8.self)
    #expect(said == "1\n0 1 2 3 session\n")
  }

  @Test func `what a process used is in its record`() async throws {
    let script = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; " + SweepFixture.twoEpochs
    #expect(try await outcome(script) == .finished)
    let record = try #require(try fixture.store.read([trial[0].id]).records[trial[0].id])
    #expect(record.provenance.processorSeconds > 0)
    #expect(record.provenance.seconds >= record.provenance.processorSeconds * 0.5)
    #expect(record.provenance.peakMemoryBytes > 100_000)
  }

  /// Faults F7 and F18: limits count the time in which we could watch.
  @Test func `a clock that jumps ends no trial`() async throws {
    let limits = TrialLimits(timeout: .seconds(30), stall: .seconds(20))
    let launcher = LocalLauncher(
      TrialCommand(["/bin/sh", "-c", "sleep 0.3; " + SweepFixture.twoEpochs]), limits: limits,
      clock: JumpingClock())
    #expect(try await fixture.run(trial, launcher).outcomes == [.finished])
  }
}

/// A clock that is three days further each time somebody looks.
struct JumpingClock: Clock {
  private let base = SuspendingClock()
  private let looks = Looks()

  private final class Looks: Sendable {
    let count = Atomic<Int>(0)
  }

  var now: SuspendingClock.Instant {
    let look = looks.count.add(1, ordering: .relaxed).newValue
    // Few jumps, so that the seconds which each may count for stay below the limits of the test.
    return base.now.advanced(by: .seconds(259_200 * min(look, 5)))
  }

  var minimumResolution: Duration { base.minimumResolution }

  func sleep(until deadline: SuspendingClock.Instant, tolerance: Duration?) async throws {
    try await base.sleep(until: deadline, tolerance: tolerance)
  }
}

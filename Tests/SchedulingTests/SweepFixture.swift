import Foundation
import Results
import Synchronization
import TestSupport
import Trials

@testable import Scheduling

/// A results folder of its own, and sweeps of shell scripts in it: real processes, real files.
///
/// A script's arguments: `$1` the trial's file, `$2` the seed, `$3` the attempt's folder.
struct SweepFixture {
  let folder: TemporaryFolder
  let store: ResultStore
  let build = ProgramBuild(
    program: .init(name: "script", version: "1", engine: 1),
    metrics: [MetricDescription("loss", about: "", better: .min)], checksum: "none")
  let surroundings = Surroundings(
    orthosweepVersion: "1", host: "here", processor: "any", gitCommit: nil)

  init() throws {
    folder = try TemporaryFolder()
    store = ResultStore(ResultLayout(root: folder.url.path + "/results"))
  }

  /// The lines that a good trial prints.
  static let twoEpochs = """
    echo '{"event":"started","epochs":2}'
    echo '{"event":"metrics","epoch":1,"step":10,"values":{"loss":0.5,"time.epoch":1}}'
    echo '{"event":"metrics","epoch":2,"step":20,"values":{"loss":0.25,"time.epoch":1}}'
    echo '{"event":"summary","values":{"loss":0.25}}'

    """

  static func trials(_ count: Int) -> [Trial] {
    (0..<count).map { Trial(program: "script", parameters: ["a": .number(1)], seed: $0) }
  }

  static func launcher(_ script: String, _ limits: TrialLimits = quick) -> LocalLauncher {
    LocalLauncher(
      TrialCommand(["/bin/sh", "-c", script, "sh", "{trial}", "{seed}", "{dir}"]), limits: limits)
  }

  /// Short enough for tests, long enough for a shell on a busy machine.
  static let quick = TrialLimits(grace: .milliseconds(300))

  func plan(_ trials: [Trial], retryFailed: Bool = false) throws -> SweepPlan {
    try SweepPlan(
      trials: trials, reading: store.read(trials.map(\.id)), store: store,
      retryFailed: retryFailed)
  }

  func runner(
    _ launcher: any TrialLauncher, _ options: RunnerOptions, sweep: String = "tested"
  ) throws -> SweepRunner {
    SweepRunner(
      lock: try SweepLock(sweep: sweep, in: store.layout), store: store, launcher: launcher,
      build: build, surroundings: surroundings, options: options)
  }

  /// Runs trials to the end; `react` may stop the runner when it sees an event.
  func run(
    _ trials: [Trial], _ launcher: any TrialLauncher,
    _ options: RunnerOptions = RunnerOptions(parallel: 2, retries: 0), sweep: String = "tested",
    retryFailed: Bool = false,
    react: @escaping @Sendable (SweepRunner, SweepEvent) -> Void = { _, _ in }
  ) async throws -> Course {
    let runner = try runner(launcher, options, sweep: sweep)
    let seen = Seen()
    let plan = try plan(trials, retryFailed: retryFailed)
    return await withTaskExecutorPreference(OwnThreads.shared) {
      let watch = Stopwatch(SuspendingClock())
      let ending = await runner.run(plan) { event in
        seen.events.withLock { $0.append(event) }
        react(runner, event)
      }
      return Course(
        ending: ending, events: seen.events.withLock { $0 }, elapsed: watch.elapsed)
    }
  }

  /// Threads beside those that tests share, which other tests may hold for half a minute: what is
  /// timed here does not wait for them.
  private final class OwnThreads: TaskExecutor {
    static let shared = OwnThreads()
    private let queue = DispatchQueue(label: "sweeps under test", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  private final class Seen: Sendable {
    let events = Mutex<[SweepEvent]>([])
  }

  /// The process that a script noted in `pid` in its attempt's folder.
  func notedProcesses() throws -> [pid_t] {
    let files = FileManager.default.enumerator(atPath: store.layout.root)
    return try (files?.allObjects ?? []).compactMap { file in
      guard let name = file as? String, name.hasSuffix("/pid") else { return nil }
      let text = try String(contentsOfFile: store.layout.root + "/" + name, encoding: .utf8)
      return pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }
}

/// What happened in a run.
struct Course {
  let ending: SweepEnding
  let events: [SweepEvent]
  /// From its start to its end.
  let elapsed: Duration

  /// How the attempts ended, in order.
  var outcomes: [TrialOutcome] {
    events.compactMap { event in
      guard case .ended(_, let outcome, _, _, _) = event else { return nil }
      return outcome
    }
  }

  /// The seeds in the order in which attempts began.
  var began: [Int] {
    events.compactMap { event in
      guard case .began(let trial, _) = event else { return nil }
      return trial.seed
    }
  }

  var notes: [String] {
    events.compactMap { event in
      guard case .note(let text) = event else { return nil }
      return text
    }
  }
}

/// Whether a session has a living process; the dead that nobody has reaped yet do not count.
func hasLivingProcess(session: pid_t) -> Bool {
  let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return processes.contains { name in
    guard pid_t(name) != nil,
      let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return false }
    // After the name: state, parent, group, session (proc(5)).
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 3 && fields[0] != "Z" && fields[3] == "\(session)"
  }
}

/// Trials that end as a list says, without any process.
struct ScriptedLauncher: TrialLauncher {
  /// What each attempt at a trial with this seed prints and how it ends, in order; the last stays.
  let attempts: @Sendable (Trial) -> ([TrialEvent], ProcessEnding)

  func attempt(
    _ launch: TrialLaunch, stop: StopLine, output: (TrialOutput) -> Void
  ) -> ProcessEnding {
    let (events, ending) = attempts(launch.trial)
    for event in events {
      let line = (try? TrialJSON.line(event)) ?? Data()
      output(.event(event, line: [UInt8](line)[...]))
    }
    return ending
  }

  static let good = ScriptedLauncher { _ in
    ([.started(epochs: 1), .summary(values: ["loss": 1])], ProcessEnding(.status(0)))
  }
}

public import Results
import Trials

/// What a runner may do.
public struct RunnerOptions: Sendable {
  /// Trials at once.
  public var parallel: Int
  /// Starts again, within one run, after a signal from outside.
  public var retries: Int
  /// The time after which trials are stopped (`--for`); nil: none.
  public var budget: Duration?
  /// Failures in a row, without one result, that stop the sweep.
  public var breaker: Int
  /// How much memory there is, and what trials say that they need of it.
  public var memory: MemoryBudget
  /// The largest log of an attempt, in bytes.
  public var logLimit: Int
  /// How often trials of other sweeps are looked at.
  public var lookInterval: Duration

  /// Options; what is not said is house.md's.
  public init(
    parallel: Int = Processors.usable(), retries: Int = 2, budget: Duration? = nil,
    breaker: Int = 20, memory: MemoryBudget = MemoryBudget(), logLimit: Int = 64 << 20,
    lookInterval: Duration = .seconds(1)
  ) {
    self.parallel = max(parallel, 1)
    self.retries = retries
    self.budget = budget
    self.breaker = breaker
    self.memory = memory
    self.logLimit = logLimit
    self.lookInterval = lookInterval
  }
}

/// Runs the trials of a plan, so many at once, until all have been run or it is stopped.
///
/// One task owns all state (``SweepLoop``); the threads that watch trials, the timers and
/// ``stop(_:)`` only send it messages.
public struct SweepRunner: Sendable {
  private let lock: SweepLock
  private let thread: AttemptThread
  private let options: RunnerOptions
  private let clock: any Clock<Duration>
  private let messages: AsyncStream<RunnerMessage>
  private let send: @Sendable (RunnerMessage) -> Void

  /// A runner for one sweep.
  /// - Parameters:
  ///   - lock: Shows that no other scheduler runs the sweep; held as long as the runner lives.
  ///   - store: Where results go.
  ///   - launcher: Starts the attempts.
  ///   - build: The trial program.
  ///   - surroundings: For provenance.
  ///   - options: What the runner may do.
  ///   - clock: Measures ``RunnerOptions/budget`` and durations.
  public init(
    lock: SweepLock, store: ResultStore, launcher: any TrialLauncher, build: ProgramBuild,
    surroundings: Surroundings, options: RunnerOptions = RunnerOptions(),
    clock: any Clock<Duration> = SuspendingClock()
  ) {
    let (stream, continuation) = AsyncStream.makeStream(of: RunnerMessage.self)
    let send: @Sendable (RunnerMessage) -> Void = { continuation.yield($0) }
    self.lock = lock
    self.options = options
    self.clock = clock
    self.send = send
    messages = stream
    thread = AttemptThread(
      store: store, launcher: launcher, build: build, surroundings: surroundings,
      logLimit: options.logLimit, send: send)
  }

  /// Stops the sweep, from any thread: no trial is started any more, and those that run are ended.
  public func stop(_ urgency: Urgency) { send(.stop(urgency)) }

  /// Runs the plan; call once.
  /// - Parameters:
  ///   - plan: What is to be run.
  ///   - durations: How long trials took before; needed only with a budget.
  ///   - emit: Gets what happens, in order, on the runner's task; should be quick.
  /// - Returns: How it ended. It does not throw: what goes wrong is part of the ending.
  public func run(
    _ plan: SweepPlan, durations: DurationEstimate = DurationEstimate(),
    emit: @escaping @Sendable (SweepEvent) -> Void
  ) async -> SweepEnding {
    var loop = SweepLoop(
      plan: plan, options: options, thread: thread, durations: durations,
      stopwatch: watch(clock), emit: emit)
    let timer = timer(options.budget, .timeIsUp)
    loop.fill()
    var lookAgain: Task<Void, Never>?
    if !loop.isOver {
      for await message in messages {
        loop.take(message)
        loop.fill()
        if loop.isOver { break }
        if case .lookAgain = message { lookAgain = nil }
        if loop.isOnlyWaiting, lookAgain == nil {
          lookAgain = self.timer(options.lookInterval, .lookAgain)
        }
      }
    }
    timer?.cancel()
    lookAgain?.cancel()
    return loop.ending
  }

  private func timer(_ duration: Duration?, _ message: RunnerMessage) -> Task<Void, Never>? {
    guard let duration else { return nil }
    return Task {
      guard (try? await clock.sleep(for: duration)) != nil else { return }
      send(message)
    }
  }

  private func watch(_ clock: some Clock<Duration>) -> Stopwatch { Stopwatch(clock) }
}

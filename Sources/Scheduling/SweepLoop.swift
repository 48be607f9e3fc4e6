import Results
import Trials

/// The state of a running sweep, and what each message does to it; owned by one task.
struct SweepLoop {
  private struct Running {
    let trial: Trial
    let stop: StopLine
  }

  private let options: RunnerOptions
  private let thread: AttemptThread
  private let stopwatch: Stopwatch
  private let emit: @Sendable (SweepEvent) -> Void
  private var durations: DurationEstimate
  private let plan: SweepPlan
  private var queue: [Trial]
  private var running: [TrialID: Running] = [:]
  /// Trials that another sweep has claimed.
  private var elsewhere: [Trial] = []
  private var saidWaiting = 0
  private var hasStarted = false
  private var retriesLeft: [TrialID: Int] = [:]
  private var streaks: [TrialID: PendingStreak] = [:]
  private var failuresInARow = 0
  private var result: SweepEnding
  private var openTrials: Int

  init(
    plan: SweepPlan, options: RunnerOptions, thread: AttemptThread, durations: DurationEstimate,
    stopwatch: Stopwatch, emit: @escaping @Sendable (SweepEvent) -> Void
  ) {
    self.options = options
    self.thread = thread
    self.durations = durations
    self.stopwatch = stopwatch
    self.emit = emit
    self.plan = plan
    queue = plan.toRun
    openTrials = plan.toRun.count
    result = SweepEnding()
    result.doneBefore = plan.done.count
    result.failed = plan.failed.count
  }

  /// Whether nothing runs and nothing more will.
  var isOver: Bool {
    running.isEmpty && (result.stop != nil || (queue.isEmpty && elsewhere.isEmpty))
  }

  /// Whether only other sweeps' trials are left.
  var isOnlyWaiting: Bool { running.isEmpty && queue.isEmpty && !elsewhere.isEmpty }

  /// The ending, once ``isOver``.
  var ending: SweepEnding {
    var ending = result
    ending.left = openTrials
    return ending
  }

  /// Starts trials until as many run as may.
  mutating func fill() {
    while result.stop == nil, running.count < options.parallel, let index = nextIndex() {
      let trial = queue.remove(at: index)
      do {
        try start(trial)
      } catch {
        queue.insert(trial, at: 0)
        take(.storage(error))
      }
    }
    if isOnlyWaiting, result.stop == nil, elsewhere.count != saidWaiting {
      saidWaiting = elsewhere.count
      emit(.waiting(trials: elsewhere.count))
    }
  }

  /// Does what a message asks for.
  mutating func take(_ message: RunnerMessage) {
    switch message {
    case .began(let id, let attempt):
      if let trial = running[id]?.trial { emit(.began(trial, attempt: attempt)) }
    case .event(let id, let event):
      if let trial = running[id]?.trial { show(trial, event) }
    case .ended(let id, let report): end(id, report)
    case .storage(let error): stop(Self.stop(for: error), .gently)
    case .stop(let urgency): stop(.asked(urgency), urgency)
    case .timeIsUp: stop(.timeIsUp, .gently)
    case .lookAgain:
      queue += elsewhere
      elsewhere = []
    }
  }
}

// MARK: - Starting

extension SweepLoop {
  /// The first trial that has room in memory and is expected to end in time.
  ///
  /// A trial that needs less may so begin before one that waits for memory.
  private mutating func nextIndex() -> Int? {
    guard let budget = options.budget else { return queue.firstIndex(where: hasRoom) }
    let left = (budget - stopwatch.elapsed).inSeconds
    var shortest = Double.infinity
    for (index, trial) in queue.enumerated() {
      let seconds = plan.roughSeconds(for: trial, durations) ?? 0
      if seconds <= left, hasRoom(trial) { return index }
      shortest = min(shortest, seconds)
    }
    guard running.isEmpty, !queue.isEmpty else { return nil }
    // Before the first, people are told of the time as they gave it.
    let within = hasStarted ? left : budget.inSeconds
    stop(
      left > 0
        ? .noneEndsInTime(seconds: within, shortest: shortest, started: hasStarted) : .timeIsUp,
      .gently)
    return nil
  }

  private func hasRoom(_ trial: Trial) -> Bool {
    options.memory.hasRoom(for: trial.id, beside: running.keys)
  }

  private mutating func start(_ trial: Trial) throws {
    guard let claim = try thread.store.claim(trial) else {
      elsewhere.append(trial)
      return
    }
    // Between plan and claim another sweep may have finished it.
    let reading = try thread.store.read([trial.id])
    for damage in reading.damaged {
      let moved = try thread.store.quarantine(damage).joined(separator: ", ")
      emit(.note("\(damage); moved to \(moved), and the trial is run again"))
    }
    if let record = reading.records[trial.id] {
      openTrials -= 1
      count(record.outcome)
      emit(.finishedElsewhere(trial))
      return
    }
    let stop = try StopLine()
    running[trial.id] = Running(trial: trial, stop: stop)
    hasStarted = true
    thread.start(claim, stop)
  }

  /// Starts nothing more; ends what runs, except after failures, where it may go on.
  private mutating func stop(_ reason: SweepEnding.Stop, _ urgency: Urgency?) {
    if result.stop == nil {
      result.stop = reason
      emit(.stopping(reason))
    } else if case .asked(.atOnce) = reason {
      result.stop = reason
      emit(.stopping(reason))
    }
    guard let urgency else { return }
    for trial in running.values { trial.stop.stop(urgency) }
  }

  private static func stop(for error: any Error) -> SweepEnding.Stop {
    switch error {
    case let error as StorageError: .storage(error)
    case let error as ResultStore.NewerFormat: .newerFormat(error)
    case let error as PipeEnd.Failure:
      .storage(StorageError(path: "a pipe", action: "open", code: error.code))
    default: .defect("\(error)")
    }
  }
}

// MARK: - Ending

extension SweepLoop {
  private mutating func end(_ id: TrialID, _ report: AttemptReport) {
    guard let trial = running.removeValue(forKey: id)?.trial else { return }
    let again = isTriedAgain(id, report)
    for note in report.notes { emit(.note(note)) }
    emit(
      .ended(
        trial, report.outcome, seconds: report.seconds, record: report.record, again: again))
    if report.outcome.isResult {
      openTrials -= 1
      count(report.outcome)
      durations.add(
        trial, seconds: report.record?.provenance.seconds ?? report.seconds,
        isWhole: report.outcome == .finished)
      failuresInARow = 0
    } else if again {
      queue.append(trial)
    } else if report.outcome.isFailure || result.stop == nil {
      openTrials -= 1
      result.failed += 1
    }
    if report.outcome.isFailure { trip(report.outcome) }
  }

  private mutating func count(_ outcome: TrialOutcome) {
    if outcome == .finished { result.finished += 1 } else { result.diverged += 1 }
  }

  /// Signals from outside are forgiven so many times, pending ends as long as there is progress.
  private mutating func isTriedAgain(_ id: TrialID, _ report: AttemptReport) -> Bool {
    guard result.stop == nil else { return false }
    if report.outcome.isPending {
      streaks[id, default: PendingStreak()].add(report.outcome, report.reach)
      return (streaks[id]?.count ?? 0) < SweepPlan.freeAttempts
    }
    guard Signals.cameFromOutside(report.outcome) else { return false }
    let left = retriesLeft[id] ?? options.retries
    retriesLeft[id] = left - 1
    return left > 0
  }

  private mutating func trip(_ outcome: TrialOutcome) {
    if case .failed(.cannotStart(let why)) = outcome {
      stop(.cannotStart(why), nil)
      return
    }
    failuresInARow += 1
    if failuresInARow >= options.breaker { stop(.breaker(failures: failuresInARow), nil) }
  }

  private func show(_ trial: Trial, _ event: TrialEvent) {
    switch event {
    case .started(let epochs, _): emit(.announced(trial, epochs: epochs))
    case .resumed(let epoch, _): emit(.resumed(trial, epoch: epoch))
    case .metrics(let epoch, _, let values):
      emit(.progressed(trial, epoch: epoch, values: values))
    case .artifact, .summary, .diverged: break
    }
  }
}

public import Results
public import Trials

/// Which trials of a sweep are done and which are to be run, in which order: a plain value, made
/// from what the store says.
public struct SweepPlan: Sendable {
  /// Attempts in a row that may end pending without progress before a trial counts as failed.
  public static let freeAttempts = 10

  /// A trial that is neither done nor to be run.
  public struct Failed: Sendable {
    /// The trial.
    public let trial: Trial
    /// How its last attempt ended.
    public let outcome: TrialOutcome
  }

  /// All trials, each once, as the grid has them.
  public let trials: [Trial]
  /// Those that have a record.
  public let done: [Trial]
  /// Those that failed and wait for `--failed`.
  public let failed: [Failed]
  /// Those that are to be run, first things first.
  public let toRun: [Trial]
  /// The seconds that earlier attempts took of trials that go on from a checkpoint.
  public let secondsKept: [TrialID: Double]

  /// A plan from the store's answers.
  ///
  /// Order: the first seed of every cell, then the second, and so on, so that a table fills with
  /// all its cells early; within a seed the longest first, so that the last one to end is short;
  /// then as given. A trial of unknown duration counts as long.
  /// - Parameters:
  ///   - trials: The sweep's trials; a trial that is there twice counts once.
  ///   - done: The trials that have a record.
  ///   - attempts: The earlier attempts, oldest first, at trials that have none.
  ///   - retryFailed: Whether failed ones are tried again (`--failed`).
  ///   - secondsKept: The seconds of work that trials need not repeat.
  ///   - seconds: The expected duration of a trial, where one is known.
  public init(
    trials: [Trial], done: Set<TrialID>, attempts: [TrialID: [PastAttempt]] = [:],
    retryFailed: Bool = false, secondsKept: [TrialID: Double] = [:],
    seconds: (Trial) -> Double? = { _ in nil }
  ) {
    var seen: Set<TrialID> = []
    self.trials = trials.filter { seen.insert($0.id).inserted }
    self.done = self.trials.filter { done.contains($0.id) }
    var failed: [Failed] = []
    var toRun: [Trial] = []
    for trial in self.trials where !done.contains(trial.id) {
      let outcome = retryFailed ? nil : Self.failure(attempts[trial.id] ?? [])
      if let outcome {
        failed.append(Failed(trial: trial, outcome: outcome))
      } else {
        toRun.append(trial)
      }
    }
    self.failed = failed
    self.secondsKept = secondsKept
    self.toRun = Self.ordered(toRun, seconds)
  }

  /// A plan from a store: reads the attempts of all trials that are not done.
  /// - Throws: `StorageError` if the store cannot be read.
  public init(
    trials: [Trial], reading: ResultStore.Reading, store: ResultStore,
    durations: DurationEstimate = DurationEstimate(), retryFailed: Bool = false
  ) throws {
    var attempts: [TrialID: [PastAttempt]] = [:]
    var secondsKept: [TrialID: Double] = [:]
    for trial in trials where reading.records[trial.id] == nil {
      let earlier = try store.attempts(at: trial.id)
      if earlier.isEmpty { continue }
      attempts[trial.id] = earlier
      secondsKept[trial.id] = try store.secondsKept(of: earlier)
    }
    self.init(
      trials: trials, done: Set(reading.records.keys), attempts: attempts,
      retryFailed: retryFailed, secondsKept: secondsKept, seconds: { durations.seconds(for: $0) })
  }

  /// How long a trial to be run will take, roughly: what is left of it after its last checkpoint.
  public func roughSeconds(for trial: Trial, _ durations: DurationEstimate) -> Double? {
    durations.roughSeconds(for: trial).map { max($0 - (secondsKept[trial.id] ?? 0), 0) }
  }

  /// How the trial failed, if its earlier attempts forbid another without being asked for.
  private static func failure(_ attempts: [PastAttempt]) -> TrialOutcome? {
    guard let last = attempts.last else { return nil }
    if last.outcome.isFailure { return last.outcome }
    var streak = PendingStreak()
    for attempt in attempts { streak.add(attempt.outcome, attempt.reach) }
    return streak.count >= freeAttempts ? last.outcome : nil
  }

  private static func ordered(_ trials: [Trial], _ seconds: (Trial) -> Double?) -> [Trial] {
    var ranks: [Int: Int] = [:]
    for trial in trials where ranks[trial.seed] == nil { ranks[trial.seed] = ranks.count }
    let keyed = trials.enumerated().map { index, trial in
      (rank: ranks[trial.seed] ?? 0, cost: -(seconds(trial) ?? .infinity), index: index, trial)
    }
    return keyed.sorted { ($0.rank, $0.cost, $0.index) < ($1.rank, $1.cost, $1.index) }.map(\.3)
  }
}

/// Attempts in a row that ended pending and got no further than those before them.
struct PendingStreak: Sendable {
  private(set) var count = 0
  private var furthest = AttemptReach()

  /// Counts the next attempt, which came so far.
  mutating func add(_ outcome: TrialOutcome, _ reach: AttemptReach) {
    if !outcome.isPending {
      count = 0
    } else if reach.isBeyond(furthest) {
      count = 1
    } else {
      count += 1
    }
    furthest = furthest.joined(with: reach)
  }
}

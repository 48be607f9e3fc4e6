import Reports
import Results
import Sweeps
import Trials

/// All that is known of one trial: what it is, how it went, and how to repeat it.
struct TrialAccount: Encodable {
  /// One parameter and where its value came from; nil where no sweep was named.
  struct Parameter: Encodable {
    let name: String
    let value: ParameterValue
    let alias: String?
    let source: String?
  }

  /// One start of its process.
  struct Attempt: Encodable {
    let number: Int
    let outcome: String
    let epoch: Int
    let started: String?
    let host: String?
    let engine: Int?
    let seconds: Double?
    let log: String
  }

  /// One epoch of its curves.
  struct Epoch: Encodable {
    let epoch: Int
    let step: Int
    let values: [String: Double]
  }

  let id: TrialID
  /// What tells it from the others of its sweep.
  let label: String?
  /// The sweeps whose reports list it.
  let sweeps: [String]
  let program: String
  let seed: Int
  let folder: String
  let outcome: String
  let epochs: Int
  let parameters: [Parameter]
  let last: [String: Double]
  let best: [String: TrialRecord.Best]
  let summary: [String: Double]
  /// The last epochs, oldest first.
  let lastEpochs: [Epoch]
  /// The iterations before a divergence, oldest first.
  let lastIterations: [[String: Double]]
  let attempts: [Attempt]
  /// The last lines of the last attempt's log.
  let log: [String]
  let artifacts: [String]
  let provenance: Provenance?
  /// What starts it by hand, a shell's line each.
  let byHand: [String]
}

extension TrialAccount {
  /// What a person is shown of curves and logs.
  private static let epochsShown = 5
  private static let logLines = 10

  /// Reads what the store knows of a trial.
  /// - Parameters:
  ///   - trial: The trial.
  ///   - label: What tells it from the others of its sweep.
  ///   - sources: Its parameters with where they came from; nil where no sweep was named.
  ///   - store: Where results are.
  ///   - isScheduled: Whether somebody runs the sweep, so that an attempt without an end goes on.
  ///   - launch: How it is started.
  /// - Throws: What keeps the store from being read.
  init(
    _ trial: Trial, label: String?, sources: [SourcedValue]?, store: ResultStore,
    isScheduled: Bool, launch: LaunchByHand
  ) throws {
    let attempts = try store.attempts(at: trial.id)
    let reading = try store.read([trial.id])
    let record = reading.records[trial.id]
    let curves = try store.knownCurves(of: record, attempts)
    id = trial.id
    self.label = label
    sweeps = try store.sweeps(listing: trial.id)
    program = trial.program
    seed = trial.seed
    folder = store.layout.folder(of: trial.id)
    outcome = Self.state(record, attempts, isScheduled, reading.damaged.first)
    epochs = record?.epochs ?? curves.epochs.last ?? 0
    parameters = Self.parameters(trial, sources)
    last = record?.last ?? curves.last
    best = record?.best ?? [:]
    summary = record?.summary ?? [:]
    lastEpochs = Self.tail(of: curves)
    lastIterations = try attempts.last.map { try store.lastIterations(of: $0) } ?? []
    self.attempts = attempts.map { attempt in
      // The attempt that gave the result has no ending of its own.
      let isResult = record != nil && attempt.number == attempts.last?.number && !attempt.hasEnded
      let outcome = isResult ? record?.outcome : attempt.outcome
      let isRunning = record == nil && attempt.isRunning(ifScheduled: isScheduled)
      return Attempt(
        number: attempt.number, outcome: isRunning ? "running" : outcome.map { "\($0)" } ?? "",
        epoch: attempt.reach.epoch, started: attempt.started, host: attempt.host,
        engine: attempt.engine, seconds: attempt.usage?.seconds, log: attempt.logFile)
    }
    log = try attempts.last.map { try store.logTail(of: $0, lines: Self.logLines) } ?? []
    artifacts = (record?.artifacts.keys.sorted() ?? []).map {
      store.layout.artifactsFolder(of: trial.id) + "/" + $0
    }
    provenance = record?.provenance
    byHand = launch.lines(for: trial, attempts, in: store)
  }

  private static func state(
    _ record: TrialRecord?, _ attempts: [PastAttempt], _ isScheduled: Bool,
    _ damage: ResultStore.Damage?
  ) -> String {
    if let record { return "\(record.outcome)" }
    if let damage { return "damaged, to be run again: \(damage)" }
    guard let last = attempts.last else { return "not run" }
    return last.isRunning(ifScheduled: isScheduled) ? "running" : "\(last.outcome)"
  }

  private static func parameters(_ trial: Trial, _ sources: [SourcedValue]?) -> [Parameter] {
    if let sources {
      return sources.map {
        Parameter(
          name: $0.name, value: $0.value.value, alias: $0.value.alias, source: "\($0.source)")
      }
    }
    return trial.parameters.merging(trial.settings) { own, _ in own }.sorted { $0.key < $1.key }
      .map { Parameter(name: $0.key, value: $0.value, alias: nil, source: nil) }
  }

  private static func tail(of curves: Curves) -> [Epoch] {
    curves.epochs.indices.suffix(epochsShown).map { place in
      Epoch(
        epoch: curves.epochs[place], step: curves.steps[place],
        values: curves.columns.mapValues { $0[place] }.filter { !$0.value.isNaN })
    }
  }
}

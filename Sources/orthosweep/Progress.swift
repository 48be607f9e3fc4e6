import Trials

/// How far a running sweep is, counted in epochs, as its live line tells it.
struct Progress {
  /// One trial whose process runs.
  private struct Running {
    let label: String
    var epoch = 0
    var epochs: Int?
    /// The epochs that an earlier attempt did: no part of this start's work.
    var before = 0

    var done: Int { max(0, epoch - before) }
    var work: Int? { epochs.map { max(0, $0 - before) } }
  }

  private let waiting: Int
  private let doneBefore: Int
  private var running: [TrialID: Running] = [:]
  private var order: [TrialID] = []
  private var results = 0
  private var failures = 0
  private var endedEpochs: [Int] = []
  private var endedWork = 0

  /// A sweep of which `done` trials have results and `waiting` are to be run.
  init(done: Int, waiting: Int) {
    doneBefore = done
    self.waiting = waiting
  }

  mutating func start(_ trial: TrialID, label: String) {
    if running.updateValue(Running(label: label), forKey: trial) == nil { order.append(trial) }
  }

  mutating func advance(_ trial: TrialID, epoch: Int, of epochs: Int?) {
    running[trial]?.epoch = epoch
    if let epochs { running[trial]?.epochs = epochs }
  }

  /// A trial goes on from an earlier attempt.
  mutating func resume(_ trial: TrialID, epoch: Int) {
    running[trial]?.before = epoch
    running[trial]?.epoch = epoch
  }

  mutating func end(_ trial: TrialID, _ outcome: TrialOutcome) {
    guard let ended = running.removeValue(forKey: trial) else { return }
    order.removeAll { $0 == trial }
    if outcome.isPending { return }
    endedEpochs.append(ended.epochs ?? ended.epoch)
    endedWork += ended.work ?? ended.done
    if outcome.isResult { results += 1 } else { failures += 1 }
  }

  /// The share of this start's work that is done, 0 to 1; a trial not yet started counts as many
  /// epochs as those known do on average.
  var fraction: Double {
    guard waiting > 0 else { return 1 }
    let open = order.compactMap { running[$0] }
    let lengths = endedEpochs + open.compactMap(\.epochs)
    let mean = lengths.isEmpty ? 1 : max(1, Double(lengths.reduce(0, +)) / Double(lengths.count))
    let unknown = Double(max(0, waiting - lengths.count)) * mean
    let total = Double(endedWork + open.compactMap(\.work).reduce(0, +)) + unknown
    let done = Double(endedWork + open.map(\.done).reduce(0, +))
    return total > 0 ? min(1, done / total) : 0
  }

  /// The live line, at most `columns` wide.
  func line(elapsed seconds: Double, columns: Int) -> String {
    var parts = ["\(doneBefore + results)/\(doneBefore + waiting) done"]
    if failures > 0 { parts.append("\(failures) failed") }
    let share = fraction
    parts.append("\(Int((share * 100).rounded(.down))) %")
    if share > 0.005 && share < 1 {
      parts.append(SpokenTime.of(seconds: seconds * (1 - share) / share) + " left")
    }
    let open = order.compactMap { running[$0] }.map { trial in
      "\(trial.label) \(trial.epoch)" + (trial.epochs.map { "/\($0)" } ?? "")
    }
    let line = (parts + ["running: " + open.joined(separator: " | ")]).joined(separator: " · ")
    guard line.count > columns else { return line }
    return line.prefix(max(1, columns - 1)) + "…"
  }
}

/// Durations as people say them.
enum SpokenTime {
  /// Two units at most: `8 s`, `4 min 10 s`, `3 h 5 min`, `2 d 4 h`.
  static func of(seconds: Double) -> String {
    guard seconds.isFinite else { return "unknown" }
    let whole = Int(seconds.rounded())
    if seconds < 10 && Double(whole) != seconds {
      return String(Int((seconds * 10).rounded()) / 10) + "."
        + String(Int((seconds * 10).rounded()) % 10) + " s"
    }
    let units = [(86400, "d"), (3600, "h"), (60, "min"), (1, "s")]
    var rest = whole
    var words: [String] = []
    for (size, name) in units {
      if rest >= size { words.append("\(rest / size) \(name)") }
      if !words.isEmpty && (words.count == 2 || rest < size) { break }
      rest %= size
    }
    return words.isEmpty ? "0 s" : words.joined(separator: " ")
  }
}

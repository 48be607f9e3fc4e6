import Foundation
import Reports
import Results
import Scheduling
import Synchronization
import Trials

/// Shows a running sweep on standard error: a line for each ending and, on a terminal, one live
/// line below them.
final class ProgressDisplay: Sendable {
  private struct State {
    var progress: Progress
    var liveLine = ""
  }

  private let state: Mutex<State>
  private let labels: [TrialID: String]
  private let headline: Headline?
  private let terminal: Terminal
  private let start = ContinuousClock.now
  private let ticks: Mutex<Task<Void, Never>?> = Mutex(nil)

  /// The metric whose value an ending's line tells.
  struct Headline: Sendable {
    let metric: MetricDescription
    let at: MetricDescription.Moment
  }

  /// A display of a sweep of which `done` trials have results and `waiting` are to be run.
  init(
    done: Int, waiting: Int, labels: [TrialID: String], headline: Headline?,
    terminal: Terminal = .error
  ) {
    state = Mutex(State(progress: Progress(done: done, waiting: waiting)))
    self.labels = labels
    self.headline = headline
    self.terminal = terminal
    guard terminal.isInteractive else { return }
    // The time left changes although nothing happens.
    let redrawing = Task { [self] in
      while (try? await Task.sleep(for: .seconds(1))) != nil { state.withLock { redraw(&$0) } }
    }
    ticks.withLock { $0 = redrawing }
  }

  /// Takes the next event of the runner.
  func show(_ event: SweepEvent) {
    state.withLock { state in
      switch event {
      case .began(let trial, _): state.progress.start(trial.id, label: label(trial))
      case .announced(let trial, let epochs):
        state.progress.advance(trial.id, epoch: 0, of: epochs)
      case .resumed(let trial, let epoch): state.progress.resume(trial.id, epoch: epoch)
      case .progressed(let trial, let epoch, _):
        state.progress.advance(trial.id, epoch: epoch, of: nil)
      case .ended(let trial, let outcome, let seconds, let record, let again):
        if !again { state.progress.end(trial.id, outcome) }
        say(ending(trial, outcome, seconds, record, again), &state)
      case .finishedElsewhere(let trial): say("done by another sweep: \(label(trial))", &state)
      case .waiting(let count):
        say("\(Count.of(count, "trial")) run by another sweep; waiting for the results", &state)
      case .note(let sentence): say(sentence, &state)
      case .stopping(let stop): say(Self.reason(stop), &state)
      }
      redraw(&state)
    }
  }

  /// Removes the live line; nothing is drawn after this.
  func finish() {
    ticks.withLock { $0?.cancel() }
    state.withLock { state in
      clear(&state)
    }
  }

  private func label(_ trial: Trial) -> String { labels[trial.id] ?? trial.id.short }

  private func ending(
    _ trial: Trial, _ outcome: TrialOutcome, _ seconds: Double, _ record: TrialRecord?,
    _ again: Bool
  ) -> String {
    var parts = ["\(outcome): \(label(trial))", SpokenTime.of(seconds: seconds)]
    if let record, outcome == .finished, let headline { parts.append(headline.text(record)) }
    parts.append(trial.id.short)
    if again { parts.append("will be started again") }
    return parts.filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private static func reason(_ stop: SweepEnding.Stop) -> String {
    switch stop {
    case .asked(.gently): "stopping: trials are told to end; press again to kill them"
    case .asked(.atOnce): "stopping at once"
    case .timeIsUp: "stopping: the time given is over"
    case .noneEndsInTime(let seconds, let shortest, let started):
      (started ? "stopping: no other trial" : "no trial") + " is expected to end within "
        + "\(SpokenTime.of(seconds: seconds)); the shortest takes about "
        + SpokenTime.of(seconds: shortest)
    case .breaker(let failures): "stopping: \(failures) trials failed in a row"
    case .cannotStart(let why): "stopping: the trial program cannot be started: \(why)"
    case .storage(let error): "stopping: \(error)"
    case .newerFormat(let format): "stopping: \(format)"
    case .defect(let what): "stopping: a defect of orthosweep: \(what)"
    }
  }

  private func say(_ line: String, _ state: inout State) {
    clear(&state)
    terminal.write(line + "\n")
  }

  private func clear(_ state: inout State) {
    guard !state.liveLine.isEmpty else { return }
    terminal.eraseLine()
    state.liveLine = ""
  }

  private func redraw(_ state: inout State) {
    guard terminal.isInteractive else { return }
    let elapsed = ContinuousClock.now - start
    let seconds = Double(elapsed.components.seconds)
    let line = state.progress.line(elapsed: seconds, columns: terminal.columns - 1)
    guard line != state.liveLine else { return }
    terminal.eraseLine()
    terminal.write(line)
    state.liveLine = line
  }
}

extension ProgressDisplay.Headline {
  /// The metric of a quantity; nil where it is not one value of a curve.
  init?(_ quantity: Quantity, _ program: ProgramDescription) {
    switch quantity {
    case .epochsTo: return nil
    case .best(let name):
      guard let metric = program.metric(name) else { return nil }
      self.init(metric: metric, at: .best)
    case .metric(let name):
      if let metric = program.metric(name) {
        self.init(metric: metric, at: .last)
        return
      }
      // A short name may stand for another metric in each task: only a single one can be told.
      let named = program.metrics.flatMap { metric in
        metric.headlines.filter { $0.name == name }.map { (metric: metric, at: $0.at) }
      }
      guard named.count == 1 else { return nil }
      self.init(metric: named[0].metric, at: named[0].at)
    }
  }

  /// The value in its unit, as `train.accuracy 99.2 %`; empty if the record has none.
  func text(_ record: TrialRecord) -> String {
    let name = metric.name
    let value = at == .best ? record.best[name]?.value : record.last[name] ?? record.summary[name]
    guard let value else { return "" }
    let isShare = metric.unit == "%"
    let shown = String(format: isShare ? "%.2f" : "%.4g", isShare ? value * 100 : value)
    let unit = metric.unit.isEmpty ? "" : " " + metric.unit
    return (at == .best ? "best " : "") + name + " " + shown + unit
  }
}

/// Counted nouns.
enum Count {
  /// `1 trial`, `2 trials`.
  static func of(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

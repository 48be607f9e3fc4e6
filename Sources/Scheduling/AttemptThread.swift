import Foundation
import Results
import Trials

/// What the runner's loop is told.
enum RunnerMessage: Sendable {
  case began(TrialID, attempt: Int)
  case event(TrialID, TrialEvent)
  case ended(TrialID, AttemptReport)
  case storage(any Error & Sendable)
  case stop(Urgency)
  case timeIsUp
  case lookAgain
}

/// How one attempt ended, for the loop.
struct AttemptReport: Sendable {
  var outcome: TrialOutcome
  var seconds = 0.0
  var reach = AttemptReach()
  var record: TrialRecord?
  var notes: [String] = []
}

/// One attempt from its folder to its record, on a thread of its own: nothing that one trial does
/// to the disk or to its pipes holds up another.
struct AttemptThread: Sendable {
  let store: ResultStore
  let launcher: any TrialLauncher
  let build: ProgramBuild
  let surroundings: Surroundings
  let logLimit: Int
  let send: @Sendable (RunnerMessage) -> Void

  /// Starts the thread; its last message is `ended`.
  func start(_ claim: TrialClaim, _ stop: StopLine) {
    Thread.detachNewThread {
      var report = AttemptReport(outcome: .interrupted)
      do {
        report = try attempt(claim, stop)
      } catch {
        send(.storage(error))
      }
      // Before the loop hears of the end: it may want to start the trial again at once.
      claim.release()
      send(.ended(claim.trial.id, report))
    }
  }

  private func attempt(_ claim: TrialClaim, _ stop: StopLine) throws -> AttemptReport {
    let trial = claim.trial
    let journal = try store.begin(
      claim, build: build, surroundings: surroundings, logLimit: logLimit)
    send(.began(trial.id, attempt: journal.number))
    let launch = TrialLaunch(
      trial: trial, folder: journal.folder, trialFile: journal.trialFile,
      checkpointList: journal.checkpointList)
    var failure: StorageError?
    var reach = AttemptReach()
    let ending = launcher.attempt(launch, stop: stop) { output in
      // After a failed write the pipes are still drained: the trial shall end by its own signal.
      if failure != nil { return }
      do throws(StorageError) {
        try keep(output, journal)
      } catch {
        failure = error
        send(.storage(error))
      }
      guard case .event(let event, _) = output else { return }
      reach.take(event)
      send(.event(trial.id, event))
    }
    if let failure { throw failure }
    try journal.closeLog()
    let reading = OutcomeReading(
      ending: ending, closing: journal.closing,
      logTail: String(decoding: journal.logTail(1 << 16), as: UTF8.self))
    let result = try journal.end(reading.outcome, usage: ending.usage)
    return AttemptReport(
      outcome: result.outcome, seconds: ending.usage.seconds, reach: reach,
      record: result.record, notes: result.notes)
  }

  private func keep(
    _ output: TrialOutput, _ journal: AttemptJournal
  ) throws(StorageError) {
    switch output {
    case .event(let event, let line): try journal.append(event, line: line)
    case .log(let bytes): try journal.append(log: bytes)
    }
  }
}

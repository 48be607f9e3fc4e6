import Foundation
import Glibc
public import Trials

/// What became of an attempt.
public struct AttemptResult: Sendable {
  /// How the attempt counts: as it was told, or failed because an artifact was missing.
  public let outcome: TrialOutcome
  /// The record that was written; nil if the attempt gave no result or another was first.
  public let record: TrialRecord?
  /// What people should know besides, each a sentence.
  public let notes: [String]
}

extension AttemptJournal {
  /// Ends the attempt: a result is committed, any other ending is noted.
  ///
  /// A commit writes the curves, moves the artifacts, links `record.json`, and then removes the
  /// trial's checkpoints; without a result the newest ones stay. The first valid record of a trial
  /// stays for ever. Cost: about 1.5 ms on a local ext4.
  /// - Throws: ``StorageError``; then the attempt counts as interrupted.
  public func end(_ outcome: TrialOutcome, usage: AttemptUsage) throws -> AttemptResult {
    guard outcome.isResult else { return try endWithoutResult(outcome, usage) }
    let lineage = try AttemptLineage(
      of: past(outcome, usage, AttemptReach()), earlier: earlier, in: store)
    let curves = lineage.curves
    var notes = notes(on: lineage, curves)
    var record: TrialRecord?
    if try !store.isDone(claim.trial.id) {
      do {
        record = try commit(outcome, lineage, curves)
      } catch let refusal as Artifact.Refusal {
        return try endWithoutResult(.failed(.brokenProtocol(refusal.description)), usage)
      }
    }
    if record == nil {
      notes.append(
        "trial \(claim.trial.id): another attempt committed its result first; that one stays")
    }
    store.removeCheckpoints(of: claim.trial.id)
    return AttemptResult(outcome: outcome, record: record, notes: notes)
  }

  /// Writes all that a result is made of, the record last.
  /// - Returns: The record; nil if another one was there first.
  private func commit(
    _ outcome: TrialOutcome, _ lineage: AttemptLineage, _ curves: Curves
  ) throws -> TrialRecord? {
    let layout = store.layout
    let artifacts = try keepArtifacts(of: lineage)
    let file = curves.epochs.isEmpty ? nil : try curves.serialized()
    if let file {
      try AtomicFile.write(file, to: layout.curvesFile(of: claim.trial.id), durable: .bytes)
    }
    let record = record(
      outcome, lineage, curves, artifacts, curvesChecksum: file.map { SHA256.hexDigest(of: $0) })
    let isFirst = try AtomicFile.writeFirst(
      RecordFile.serialized(record), to: layout.recordFile(of: claim.trial.id),
      temporaryIn: folder)
    return isFirst ? record : nil
  }

  private func notes(on lineage: AttemptLineage, _ curves: Curves) -> [String] {
    var notes: [String] = []
    let badLines = lineage.parts.last?.log.badLines ?? 0
    if badLines > 0 {
      notes.append("\(folder)/events.jsonl: \(badLines) lines are no events; left out")
    }
    for epoch in lineage.lostEpochs(from: curves) {
      notes.append(
        "trial \(claim.trial.id): it went on after epoch \(epoch), whose metrics are lost with an "
          + "earlier attempt; its curves lack them")
    }
    return notes
  }

  /// This attempt as later ones see it.
  private func past(
    _ outcome: TrialOutcome, _ usage: AttemptUsage, _ reach: AttemptReach
  ) -> PastAttempt {
    PastAttempt(
      number: number, folder: folder, outcome: outcome, reach: reach, hasEnded: true,
      usage: usage, start: start)
  }

  private func endWithoutResult(
    _ outcome: TrialOutcome, _ usage: AttemptUsage
  ) throws -> AttemptResult {
    let past = past(outcome, usage, try store.events(in: folder).reach)
    let ending = AttemptEnding(
      outcome: outcome, ended: Timestamp.now(), epoch: past.reach.epoch, step: past.reach.step,
      usage: usage)
    try AtomicFile.write(TrialJSON.pretty(ending), to: folder + "/ending.json", durable: .none)
    store.pruneCheckpoints(of: earlier + [past])
    return AttemptResult(outcome: outcome, record: nil, notes: [])
  }

  /// Moves the artifacts that the last attempt named to the trial's folder, and removes what an
  /// interrupted commit of an earlier one left there.
  /// - Returns: Their checksums, by file name.
  private func keepArtifacts(of lineage: AttemptLineage) throws -> [String: String] {
    let named = (lineage.parts.last?.log.events ?? []).compactMap { event -> String? in
      guard case .artifact(_, let file) = event else { return nil }
      return file
    }
    let sources = lineage.parts.reversed().map(\.attempt.folder)
    let kept = store.layout.artifactsFolder(of: claim.trial.id)
    var checksums: [String: String] = [:]
    for file in Set(named).sorted() {
      checksums[file] = try Artifact(file: file, in: sources).keep(in: kept)
    }
    for file in try Folder.names(in: kept) where checksums[file] == nil {
      unlink(kept + "/" + file)
    }
    return checksums
  }

  private func record(
    _ outcome: TrialOutcome, _ lineage: AttemptLineage, _ curves: Curves,
    _ artifacts: [String: String], curvesChecksum: String?
  ) -> TrialRecord {
    var best: [String: TrialRecord.Best] = [:]
    for metric in build.metrics {
      guard let better = metric.better else { continue }
      best[metric.name] = curves.best(of: metric.name, better)
    }
    var summary: [String: Double] = [:]
    for case .summary(let values) in lineage.parts.last?.log.events ?? [] { summary = values }
    return TrialRecord(
      trial: claim.trial, outcome: outcome, epochs: curves.epochs.last ?? 0,
      last: curves.last, best: best, summary: summary, curvesChecksum: curvesChecksum,
      artifacts: artifacts, provenance: provenance(lineage))
  }

  private func provenance(_ lineage: AttemptLineage) -> Provenance {
    let usage = lineage.usage
    return Provenance(
      programVersion: build.program.version, engine: build.program.engine,
      programChecksum: build.checksum, orthosweepVersion: surroundings.orthosweepVersion,
      gitCommit: surroundings.gitCommit, host: surroundings.host,
      processor: surroundings.processor, libraries: libraries,
      started: lineage.parts.first?.attempt.start?.started ?? start.started,
      ended: Timestamp.now(), seconds: usage.seconds, processorSeconds: usage.processorSeconds,
      peakMemoryBytes: usage.peakMemoryBytes, attempts: number,
      resumedSteps: lineage.resumedSteps)
  }
}

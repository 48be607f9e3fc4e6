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
  /// A commit writes the curves, moves the artifacts, and links `record.json` last. The first
  /// valid record of a trial stays for ever. Cost: about 1.5 ms on a local ext4.
  /// - Throws: ``StorageError``; then the attempt counts as interrupted.
  public func end(_ outcome: TrialOutcome, usage: AttemptUsage) throws -> AttemptResult {
    guard outcome.isResult else {
      return try endWithoutResult(outcome, usage, epoch: store.events(in: folder).lastEpoch)
    }
    let said = try merged()
    var notes: [String] = []
    if said.badLines > 0 {
      notes.append("\(folder)/events.jsonl: \(said.badLines) lines are no events; left out")
    }
    if try store.isDone(claim.trial.id) {
      return AttemptResult(outcome: outcome, record: nil, notes: notes + [alreadyThere])
    }
    let artifacts: [String: String]
    do {
      artifacts = try keepArtifacts(said.artifacts)
    } catch let refusal as Artifact.Refusal {
      let failure = TrialOutcome.failed(.brokenProtocol(refusal.description))
      return try endWithoutResult(failure, usage, epoch: said.curves.epochs.last ?? 0)
    }
    let curves = said.curves.epochs.isEmpty ? nil : try said.curves.serialized()
    let layout = store.layout
    if let curves {
      try AtomicFile.write(curves, to: layout.curvesFile(of: claim.trial.id), durable: .bytes)
    }
    let record = record(
      outcome, usage, said, artifacts, curvesChecksum: curves.map { SHA256.hexDigest(of: $0) })
    let isFirst = try AtomicFile.writeFirst(
      RecordFile.serialized(record), to: layout.recordFile(of: claim.trial.id),
      temporaryIn: folder)
    if !isFirst { notes.append(alreadyThere) }
    return AttemptResult(outcome: outcome, record: isFirst ? record : nil, notes: notes)
  }

  private var alreadyThere: String {
    "trial \(claim.trial.id): another attempt committed its result first; that one stays"
  }

  private func endWithoutResult(
    _ outcome: TrialOutcome, _ usage: AttemptUsage, epoch: Int
  ) throws -> AttemptResult {
    let ending = AttemptEnding(
      outcome: outcome, ended: Timestamp.now(), epoch: epoch, usage: usage)
    try AtomicFile.write(TrialJSON.pretty(ending), to: folder + "/ending.json", durable: .none)
    return AttemptResult(outcome: outcome, record: nil, notes: [])
  }

  /// What all attempts of this engine said; where they say the same, the later one counts.
  private struct Said {
    var curves = Curves()
    var artifacts: [String: String] = [:]
    var summary: [String: Double] = [:]
    var badLines = 0
  }

  private func merged() throws -> Said {
    var said = Said()
    let sameEngine = earlier.filter { $0.start?.engine == build.program.engine }
    for folder in sameEngine.map(\.folder) + [folder] {
      let log = try store.events(in: folder)
      if folder == self.folder { said.badLines = log.badLines }
      for event in log.events {
        switch event {
        case .metrics(let epoch, let step, let values):
          said.curves.append(epoch: epoch, step: step, values: values)
        case .artifact(_, let file): said.artifacts[file] = folder
        case .summary(let values): said.summary = values
        case .started, .diverged: break
        }
      }
    }
    return said
  }

  /// Moves the artifacts to the trial's folder.
  /// - Returns: Their checksums, by file name.
  private func keepArtifacts(_ sources: [String: String]) throws -> [String: String] {
    var checksums: [String: String] = [:]
    for (file, source) in sources.sorted(by: { $0.key < $1.key }) {
      let artifact = try Artifact(file: file, in: source)
      checksums[file] = try artifact.keep(
        in: store.layout.artifactsFolder(of: claim.trial.id))
    }
    return checksums
  }

  private func record(
    _ outcome: TrialOutcome, _ usage: AttemptUsage, _ said: Said, _ artifacts: [String: String],
    curvesChecksum: String?
  ) -> TrialRecord {
    var best: [String: TrialRecord.Best] = [:]
    for metric in build.metrics {
      guard let better = metric.better else { continue }
      best[metric.name] = said.curves.best(of: metric.name, better)
    }
    return TrialRecord(
      trial: claim.trial, outcome: outcome, epochs: said.curves.epochs.last ?? 0,
      last: said.curves.last, best: best, summary: said.summary, curvesChecksum: curvesChecksum,
      artifacts: artifacts, provenance: provenance(usage))
  }

  private func provenance(_ usage: AttemptUsage) -> Provenance {
    let usages = earlier.compactMap(\.usage) + [usage]
    return Provenance(
      programVersion: build.program.version, engine: build.program.engine,
      programChecksum: build.checksum, orthosweepVersion: surroundings.orthosweepVersion,
      gitCommit: surroundings.gitCommit, host: surroundings.host,
      processor: surroundings.processor, libraries: libraries,
      started: earlier.first?.start?.started ?? start.started, ended: Timestamp.now(),
      seconds: usages.reduce(0) { $0 + $1.seconds },
      processorSeconds: usages.reduce(0) { $0 + $1.processorSeconds },
      peakMemoryBytes: usages.map(\.peakMemoryBytes).max() ?? 0, attempts: number)
  }
}

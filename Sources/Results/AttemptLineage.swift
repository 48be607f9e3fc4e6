import Foundation
import Trials

/// The attempts that a result comes from: the last one, the one whose checkpoint it went on from,
/// and so on back to one that began at the start.
///
/// What other attempts said has no part in the result.
struct AttemptLineage {
  /// One of the attempts, and what it said.
  struct Part {
    let attempt: PastAttempt
    let log: EventLog
  }

  /// Oldest first; never empty.
  let parts: [Part]

  /// Finds the attempts that `last` comes from among the `earlier` ones, oldest first.
  init(of last: PastAttempt, earlier: [PastAttempt], in store: ResultStore) throws {
    var parts = [Part(attempt: last, log: try store.events(in: last.folder))]
    var rest = earlier.filter { $0.start != nil && $0.start?.engine == last.start?.engine }[...]
    while let resumption = parts[0].log.resumption,
      let place = try Self.origin(of: parts[0].attempt, resumption, among: rest)
    {
      parts.insert(Part(attempt: rest[place], log: try store.events(in: rest[place].folder)), at: 0)
      rest = rest[..<place]
    }
    self.parts = parts
  }

  /// The metrics, each epoch's from the latest attempt that has it; of an attempt that another went
  /// on from, only the epochs up to there.
  var curves: Curves {
    var kept: [EventLog.Metrics] = []
    for part in parts {
      let end = part.log.resumption?.epoch ?? 0
      kept = kept.filter { $0.epoch <= end } + part.log.metrics
    }
    return kept.reduce(into: Curves()) {
      $0.append(epoch: $1.epoch, step: $1.step, values: $1.values)
    }
  }

  /// The iterations after which one went on from another; nil if the last began at the start.
  var resumedSteps: [Int]? {
    let steps = parts.compactMap { $0.log.resumption?.step }
    return steps.isEmpty ? nil : steps
  }

  /// What is known of what they used, those whose end nobody noted included.
  var usage: AttemptUsage {
    let usages = parts.compactMap(\.attempt.usage)
    return AttemptUsage(
      seconds: usages.reduce(0) { $0 + $1.seconds },
      processorSeconds: usages.reduce(0) { $0 + $1.processorSeconds },
      peakMemoryBytes: usages.map(\.peakMemoryBytes).max() ?? 0)
  }

  /// Epochs after which one went on and whose metrics are nowhere: their writer was killed too
  /// early, or their attempt's folder is gone.
  func lostEpochs(from curves: Curves) -> [Int] {
    parts.compactMap { $0.log.resumption?.epoch }
      .filter { $0 > 0 && !curves.epochs.contains($0) }
  }

  /// The attempt whose checkpoint an attempt went on from: the first on its list with that step.
  private static func origin(
    of attempt: PastAttempt, _ resumption: EventLog.Resumption,
    among earlier: ArraySlice<PastAttempt>
  ) throws(StorageError) -> Int? {
    let list = try AtomicFile.read(attempt.folder + "/checkpoints.txt") ?? Data()
    for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
      let path = line.split(separator: "/")
      guard path.count > 1, path.last == Checkpoint.name(step: resumption.step)[...] else {
        continue
      }
      // By the folder's name alone: the results may have been moved.
      let place = earlier.lastIndex { $0.folder.split(separator: "/").last == path.dropLast().last }
      if let place { return place }
    }
    // A program that counts its checkpoints in another way.
    return earlier.lastIndex { $0.reach.epoch >= resumption.epoch } ?? earlier.indices.last
  }
}

import Glibc
import Trials

/// A checkpoint that an attempt left in its folder: `checkpoint-<step>.safetensors`.
///
/// The trial program writes it, under its name and something more until it is whole, and reads it;
/// the store only lists, keeps and removes.
struct Checkpoint: Sendable, Equatable {
  /// How many of an engine's are kept while their trial has no result: the newest, and the one
  /// before it in case the newest is damaged.
  static let kept = 2

  /// The iterations behind it.
  let step: Int
  /// The file.
  let path: String

  /// The name of the checkpoint after so many iterations.
  static func name(step: Int) -> String { "checkpoint-\(step).safetensors" }

  /// The whole ones in an attempt's folder, newest first.
  static func all(in folder: String) throws(StorageError) -> [Checkpoint] {
    var found: [Checkpoint] = []
    for name in try Folder.names(in: folder) {
      guard let step = step(ofName: name), name == Self.name(step: step) else { continue }
      found.append(Checkpoint(step: step, path: folder + "/" + name))
    }
    return found.sorted { $0.step > $1.step }
  }

  /// Those in an attempt's folder whose writer was stopped before they had their names.
  static func torn(in folder: String) throws(StorageError) -> [String] {
    try Folder.names(in: folder).filter { name in
      step(ofName: name).map { name.hasPrefix(Self.name(step: $0) + ".") } ?? false
    }.map { folder + "/" + $0 }
  }

  private static func step(ofName name: String) -> Int? {
    guard name.hasPrefix("checkpoint-") else { return nil }
    return Int(name.dropFirst("checkpoint-".count).prefix { $0.isASCII && $0.isNumber })
  }
}

extension ResultStore {
  /// The checkpoints of one engine, newest first: another engine may go elsewhere from there.
  ///
  /// Those of a later attempt come first, even with fewer iterations: an attempt that began anew
  /// did not take the earlier ones.
  func checkpoints(
    of attempts: [PastAttempt], engine: Int
  ) throws(StorageError) -> [Checkpoint] {
    var found: [Checkpoint] = []
    for attempt in attempts.reversed() where attempt.start?.engine == engine {
      found += try Checkpoint.all(in: attempt.folder)
    }
    return found
  }

  /// The seconds that attempts took whose work the next one need not repeat; 0 if none left a
  /// checkpoint.
  public func secondsKept(of attempts: [PastAttempt]) throws(StorageError) -> Double {
    for attempt in attempts where try !Checkpoint.all(in: attempt.folder).isEmpty {
      return attempts.reduce(0) { $0 + ($1.usage?.seconds ?? 0) }
    }
    return 0
  }

  /// Removes, of attempts that have ended, all checkpoints but the newest of each engine, and those
  /// that are torn; what cannot be removed costs only its space.
  func pruneCheckpoints(of attempts: [PastAttempt]) {
    for engine in Set(attempts.compactMap { $0.start?.engine }) {
      let found = (try? checkpoints(of: attempts, engine: engine)) ?? []
      for checkpoint in found.dropFirst(Checkpoint.kept) { unlink(checkpoint.path) }
    }
    for attempt in attempts {
      for path in (try? Checkpoint.torn(in: attempt.folder)) ?? [] { unlink(path) }
    }
  }

  /// Removes all checkpoints of a trial that has its record; what cannot be removed costs only its
  /// space.
  func removeCheckpoints(of id: TrialID) {
    let attempts = layout.attemptsFolder(of: id)
    for name in (try? Folder.names(in: attempts)) ?? [] {
      let folder = attempts + "/" + name
      for checkpoint in (try? Checkpoint.all(in: folder)) ?? [] { unlink(checkpoint.path) }
      for path in (try? Checkpoint.torn(in: folder)) ?? [] { unlink(path) }
    }
  }
}

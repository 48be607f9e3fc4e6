import Foundation
import Glibc
public import Trials

/// How an attempt began: `start.json`, written before the process starts.
struct AttemptStart: Codable, Sendable, Equatable {
  var format = 1
  /// ISO 8601, UTC.
  let started: String
  let host: String
  let engine: Int
  let programVersion: String
  let programChecksum: String
  /// Why there is this attempt, as `after: interrupted`; nil for the first.
  let reason: String?
}

/// What an attempt used.
public struct AttemptUsage: Sendable, Equatable, Codable {
  /// Wall-clock seconds.
  public let seconds: Double
  /// Processor seconds, user and system.
  public let processorSeconds: Double
  /// The largest resident memory, in bytes.
  public let peakMemoryBytes: Int

  /// Usage from its parts.
  public init(seconds: Double, processorSeconds: Double, peakMemoryBytes: Int) {
    self.seconds = seconds
    self.processorSeconds = processorSeconds
    self.peakMemoryBytes = peakMemoryBytes
  }
}

/// How an attempt ended that gave no result: `ending.json`.
struct AttemptEnding: Codable, Sendable, Equatable {
  var format = 1
  let outcome: TrialOutcome
  /// ISO 8601, UTC.
  let ended: String
  /// The last epoch whose metrics came, or after which it went on.
  let epoch: Int
  /// The iterations that were known then.
  let step: Int?
  let usage: AttemptUsage
}

/// An earlier attempt at a trial, as its folder tells.
public struct PastAttempt: Sendable {
  /// Counted from 1.
  public let number: Int
  /// The attempt's folder.
  public let folder: String
  /// How it ended; interrupted if nothing says so: its scheduler was gone before it ended.
  public let outcome: TrialOutcome
  /// How far it came.
  public let reach: AttemptReach
  /// Whether its end was noted; if not, it still goes on, or its scheduler is gone.
  public let hasEnded: Bool
  /// What it used; where nobody noted its end, the time until its last event, and nothing more.
  public let usage: AttemptUsage?
  let start: AttemptStart?

  /// Whether it goes on, given whether somebody runs the sweep: without an end and without a
  /// scheduler it was interrupted.
  public func isRunning(ifScheduled isScheduled: Bool) -> Bool { isScheduled && !hasEnded }

  /// When it began: ISO 8601, UTC; nil if that file is damaged.
  public var started: String? { start?.started }
  /// The host that it ran on.
  public var host: String? { start?.host }
  /// The engine of the program that it was.
  public var engine: Int? { start?.engine }
  /// What it printed besides events.
  public var logFile: String { folder + "/log.txt" }
  /// The trial's file as the program got it, settings included.
  public var trialFile: String { folder + "/trial.json" }
}

extension ResultStore {
  /// The attempts at a trial, oldest first.
  /// - Throws: ``StorageError`` if a file is there but cannot be read.
  public func attempts(at id: TrialID) throws -> [PastAttempt] {
    let attempts = layout.attemptsFolder(of: id)
    var found: [PastAttempt] = []
    for name in try Folder.names(in: attempts) {
      guard let number = Self.number(of: name) else { continue }
      let folder = attempts + "/" + name
      let ending = try json(AttemptEnding.self, folder + "/ending.json")
      let told = ending.map { AttemptReach(epoch: $0.epoch, step: $0.step ?? 0) }
      found.append(
        PastAttempt(
          number: number, folder: folder, outcome: ending?.outcome ?? .interrupted,
          reach: try told ?? events(in: folder).reach, hasEnded: ending != nil,
          usage: ending?.usage ?? Self.usageUntilLastEvent(in: folder),
          start: try json(AttemptStart.self, folder + "/start.json")))
    }
    return found.sorted { ($0.number, $0.folder) < ($1.number, $1.folder) }
  }

  /// The events that an attempt's folder holds.
  func events(in folder: String) throws(StorageError) -> EventLog {
    EventLog(try AtomicFile.read(folder + "/events.jsonl") ?? Data())
  }

  /// By the files' own times, as the one who would have measured it was killed.
  private static func usageUntilLastEvent(in folder: String) -> AttemptUsage? {
    func changed(_ name: String) -> Double? {
      var status = stat()
      guard stat(folder + "/" + name, &status) == 0 else { return nil }
      return Double(status.st_mtim.tv_sec) + 1e-9 * Double(status.st_mtim.tv_nsec)
    }
    guard let start = changed("start.json"), let last = changed("events.jsonl") else { return nil }
    return AttemptUsage(seconds: max(last - start, 0), processorSeconds: 0, peakMemoryBytes: 0)
  }

  /// A damaged file counts as none: it tells about an attempt that has no result anyway.
  private func json<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value? {
    try AtomicFile.read(path).flatMap { try? TrialJSON.read(type, from: $0) }
  }

  static func number(of folderName: String) -> Int? {
    folderName.split(separator: "-", maxSplits: 1).first.flatMap { Int($0) }
  }
}

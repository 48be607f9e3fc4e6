public import Foundation
import Glibc
public import Trials

/// One attempt's folder while it is being written; owned by the thread that watches the process.
///
/// Everything is written at once and nothing is synced: what a killed scheduler leaves is what it
/// had, and a power cut costs at most the attempt.
public final class AttemptJournal {
  /// The claim that this attempt stands on.
  public let claim: TrialClaim
  /// Counted from 1.
  public let number: Int
  /// The attempt's folder, to which the program may write.
  public let folder: String
  /// The earlier attempts, oldest first.
  public let earlier: [PastAttempt]
  let store: ResultStore
  let build: ProgramBuild
  let surroundings: Surroundings
  let start: AttemptStart
  private let events: OpenFile
  private var log: CappedLog
  /// The summary or the divergence, once it came.
  public private(set) var closing: TrialEvent?
  /// The numeric libraries that the program named.
  private(set) var libraries: [String: String] = [:]

  /// The trial's file as the program gets it, settings included.
  public var trialFile: String { folder + "/trial.json" }
  /// Lists the earlier checkpoints of the same engine, newest first, a path a line.
  public var checkpointList: String { folder + "/checkpoints.txt" }

  init(
    _ store: ResultStore, _ claim: TrialClaim, folder: String, number: Int,
    earlier: [PastAttempt], build: ProgramBuild, surroundings: Surroundings, logLimit: Int
  ) throws {
    self.store = store
    self.claim = claim
    self.number = number
    self.folder = folder
    self.earlier = earlier
    self.build = build
    self.surroundings = surroundings
    start = AttemptStart(
      started: Timestamp.now(), host: surroundings.host, engine: build.program.engine,
      programVersion: build.program.version, programChecksum: build.checksum,
      reason: earlier.last.map { "after: \($0.outcome)" })
    events = try OpenFile(folder + "/events.jsonl", O_WRONLY | O_CREAT | O_EXCL | O_APPEND)
    log = try CappedLog(folder + "/log.txt", limit: logLimit)
    try put(Data(claim.trial.json.utf8), "trial.json")
    try put(TrialJSON.pretty(start), "start.json")
    let checkpoints = try store.checkpoints(of: earlier, engine: build.program.engine).map(\.path)
    try put(Data(checkpoints.map { $0 + "\n" }.joined().utf8), "checkpoints.txt")
  }

  /// Keeps an event: its line as it came, without the line feed.
  public func append(_ event: TrialEvent, line: ArraySlice<UInt8>) throws(StorageError) {
    try events.write(line + [UInt8(ascii: "\n")])
    switch event {
    case .summary, .diverged: closing = event
    case .started(_, let libraries): self.libraries.merge(libraries) { $1 }
    case .resumed, .metrics, .artifact: break
    }
  }

  /// Keeps what the program printed besides.
  public func append(log bytes: ArraySlice<UInt8>) throws(StorageError) {
    try log.append(bytes)
  }

  /// Closes the log; call when the process has ended, before reading the log.
  public func closeLog() throws(StorageError) { try log.finish() }

  /// The last bytes of the log, and none if the program took it away.
  public func logTail(_ count: Int) -> Data {
    ((try? AtomicFile.read(folder + "/log.txt", last: count)) ?? nil) ?? Data()
  }

  private func put(_ data: Data, _ name: String) throws(StorageError) {
    try OpenFile(folder + "/" + name, O_WRONLY | O_CREAT | O_EXCL).write(data)
  }
}

extension ResultStore {
  /// The right to attempt this trial; nil if another process has it.
  ///
  /// Makes the trial's folder, and its `trial.json` if that is missing or damaged.
  public func claim(_ trial: Trial) throws -> TrialClaim? {
    let folder = layout.folder(of: trial.id)
    try Folder.make(folder)
    guard let lock = try FileLock(OpenFile(folder, O_RDONLY | O_DIRECTORY)) else { return nil }
    let identity = Data(trial.identityJSON.utf8)
    if try AtomicFile.read(layout.trialFile(of: trial.id)) != identity {
      // The commit of a record syncs the folder, and before it this file is not missed.
      try AtomicFile.write(identity, to: layout.trialFile(of: trial.id), durable: .bytes)
    }
    return TrialClaim(trial, lock)
  }

  /// Whether the trial has its valid record by now.
  public func isDone(_ id: TrialID) throws -> Bool { try read([id]).records[id] != nil }

  /// Opens the folder of a new attempt, with everything that the program needs in it.
  ///
  /// `logLimit` is the largest log, in bytes.
  public func begin(
    _ claim: TrialClaim, build: ProgramBuild, surroundings: Surroundings,
    logLimit: Int = 64 << 20
  ) throws -> AttemptJournal {
    let earlier = try attempts(at: claim.trial.id)
    // A scheduler that was killed could not do it at its attempts' ends.
    pruneCheckpoints(of: earlier)
    let number = (earlier.last?.number ?? 0) + 1
    let attempts = layout.attemptsFolder(of: claim.trial.id)
    _ = try Folder.makeNew(attempts)
    while true {
      let folder = "\(attempts)/\(number)-\(Token.make())"
      guard try Folder.makeNew(folder) else { continue }
      return try AttemptJournal(
        self, claim, folder: folder, number: number, earlier: earlier, build: build,
        surroundings: surroundings, logLimit: logLimit)
    }
  }
}

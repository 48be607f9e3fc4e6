import Foundation
import TestSupport
import Testing
import Trials

@testable import Results

/// Finished trials of one results folder, brought into another.
@Suite("Import", .timeLimit(.minutes(1))) struct ImportTests {
  let there: StoreFixture
  let here: StoreFixture
  let trial = StoreFixture.trial()

  init() throws {
    there = try StoreFixture()
    here = try StoreFixture()
  }

  private var folder: String { there.store.layout.folder(of: trial.id) }

  private func take() throws -> ResultImport.Fate {
    try ResultImport(from: there.store.layout, into: here.store).take(folder)
  }

  /// A finished trial there with these artifacts.
  private func finish(artifacts: [String: Int] = [:]) throws {
    let journal = try there.begin(trial)
    try Data().write(to: URL(fileURLWithPath: journal.folder + "/" + Checkpoint.name(step: 10)))
    for (file, size) in artifacts {
      try Data(repeating: 7, count: size).write(
        to: URL(fileURLWithPath: journal.folder + "/" + file))
    }
    try StoreFixture.say(
      [StoreFixture.epoch(1, loss: 0.5)] + artifacts.keys.map { .artifact(name: $0, file: $0) }
        + [.summary(values: [:])], to: journal)
    _ = try journal.end(.finished, usage: StoreFixture.usage)
    journal.claim.release()
  }

  private func files(of fixture: StoreFixture) throws -> [String: Data] {
    let folder = fixture.store.layout.folder(of: trial.id)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return names.reduce(into: [:]) {
      $0[$1] = FileManager.default.contents(atPath: folder + "/" + $1)
    }
  }

  @Test func `a finished trial is here byte for byte, without attempts, weights and large files`()
    throws
  {
    try finish(artifacts: [
      "norms.safetensors": 5, "best-weights.safetensors": 5, "weights.txt": 3,
      "large": FinishedTrial.largestArtifact + 1,
    ])
    #expect(try take() == .copied(leftOut: 2, replaced: []))
    let expected = try files(of: there).filter {
      !$0.key.hasPrefix("attempts") && !$0.key.contains("best") && !$0.key.contains("large")
    }
    #expect(try files(of: here) == expected)
    #expect(expected.count == 5)
    let record = try #require(try here.store.read([trial.id]).records[trial.id])
    #expect(try here.store.curves(of: record)?.columns["loss"] == [0.5])
    #expect(try take() == .present)
  }

  @Test func `all trials are listed, and one that is not finished is left`() throws {
    try finish()
    let other = StoreFixture.trial(seed: 1)
    let journal = try there.begin(other)
    _ = try journal.end(.interrupted, usage: StoreFixture.usage)
    try there.folder.write("", to: "results/trials/note.txt")
    let trials = ResultImport(from: there.store.layout, into: here.store)
    #expect(
      try trials.folders() == [trial, other].map { there.store.layout.folder(of: $0.id) }.sorted())
    #expect(try trials.take(there.store.layout.folder(of: other.id)) == .unfinished)
    #expect(!FileManager.default.fileExists(atPath: here.store.layout.folder(of: other.id)))
  }

  @Test func `a result that is here stays`() throws {
    try finish()
    let mine = try #require(try here.finish(trial))
    #expect(try take() == .present)
    #expect(try here.store.read([trial.id]).records[trial.id] == mine)
  }

  @Test func `a damaged record here is moved away and replaced`() throws {
    try finish()
    try here.finish(trial)
    let file = here.store.layout.recordFile(of: trial.id)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: file))
    guard case .copied(leftOut: 0, let replaced) = try take() else {
      Issue.record("not copied")
      return
    }
    #expect(try replaced.map { try String(contentsOfFile: $0, encoding: .utf8) } == ["{}"])
    #expect(try here.store.isDone(trial.id))
  }

  @Test func `a trial that is being run here is not taken, and its checkpoints go when it is`()
    throws
  {
    try finish()
    let journal = try here.begin(trial)
    let checkpoint = journal.folder + "/" + Checkpoint.name(step: 10)
    try Data().write(to: URL(fileURLWithPath: checkpoint))
    #expect(
      try take() == .refused("the trial is being run here; import again when it has ended"))
    journal.claim.release()
    #expect(try take() == .copied(leftOut: 0, replaced: []))
    #expect(!FileManager.default.fileExists(atPath: checkpoint))
  }

  /// What is done to a finished trial there, and why it is then refused.
  private static let damages: [(String, @Sendable (String) throws -> Void, String)] = [
    (
      "a cut record", { try cut($0 + "/record.json") },
      "the record does not read: The given data was not valid JSON."
    ),
    (
      "a changed number", { try replace("0.5", "0.6", in: $0 + "/record.json") },
      "the record does not fit its checksum"
    ),
    (
      "a newer record",
      { try replace("\n  \"format\" : 1", "\n  \"format\" : 9", in: $0 + "/record.json") },
      "record format 9; this orthosweep reads format 1: update orthosweep"
    ),
    (
      "a changed identity", { try cut($0 + "/trial.json") },
      "trial.json does not hash to the folder's name"
    ),
    ("no identity", { try remove($0 + "/trial.json") }, "trial.json is missing"),
    (
      "cut curves", { try cut($0 + "/curves.safetensors") },
      "curves.safetensors does not fit its checksum in the record"
    ),
    ("no curves", { try remove($0 + "/curves.safetensors") }, "curves.safetensors is missing"),
    (
      "a link",
      {
        try remove($0 + "/curves.safetensors")
        try FileManager.default.createSymbolicLink(
          atPath: $0 + "/curves.safetensors", withDestinationPath: "/etc/passwd")
      }, "curves.safetensors is no plain file"
    ),
    (
      "a pipe",
      {
        try remove($0 + "/record.json")
        mkfifo($0 + "/record.json", 0o600)
      }, "record.json is no plain file"
    ),
    (
      "a changed artifact", { try cut($0 + "/artifacts/norms") },
      "artifacts/norms does not fit its checksum in the record"
    ),
    (
      "an artifact outside", { try rewrite($0 + "/record.json", artifacts: ["../../x": "0"]) },
      "artifact '../../x' is not a plain file name (letters, digits, '.', '_', '-'; up to 64)"
    ),
    (
      "a record of a failure",
      { try rewrite($0 + "/record.json", outcome: #""word" : "stalled""#) },
      "the record is no result: stalled"
    ),
  ]

  @Test(arguments: damages.indices)
  func `what is not whole is refused with its reason, and nothing is written`(index: Int) throws {
    let (name, damage, reason) = Self.damages[index]
    try finish(artifacts: ["norms": 5])
    try damage(folder)
    #expect(try take() == .refused(reason), "\(name)")
    #expect(!FileManager.default.fileExists(atPath: here.store.layout.root))
  }

  @Test func `an artifact that is gone there is left out`() throws {
    try finish(artifacts: ["norms": 5])
    try Self.remove(folder + "/artifacts/norms")
    #expect(try take() == .copied(leftOut: 1, replaced: []))
  }

  private static func cut(_ file: String) throws {
    let url = URL(fileURLWithPath: file)
    try Data(contentsOf: url).dropLast(3).write(to: url)
  }

  private static func remove(_ file: String) throws {
    try FileManager.default.removeItem(atPath: file)
  }

  private static func replace(_ text: String, _ other: String, in file: String) throws {
    let old = try String(contentsOfFile: file, encoding: .utf8)
    try #require(old.contains(text))
    try Data(old.replacing(text, with: other).utf8).write(to: URL(fileURLWithPath: file))
  }

  /// Another record whose own checksum fits.
  private static func rewrite(
    _ file: String, artifacts: [String: String]? = nil, outcome: String? = nil
  ) throws {
    var lines = try String(contentsOfFile: file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let (name, checksum) = artifacts?.first,
      let place = lines.firstIndex(of: #"  "artifacts" : {"#)
    {
      lines[place + 1] = #"    "\#(name)" : "\#(checksum)""#
    }
    if let outcome, let place = lines.firstIndex(where: { $0.contains(#""word" :"#) }) {
      lines[place] = outcome
    }
    let rest = lines.dropFirst(2).joined(separator: "\n")
    let checksum = SHA256.hexDigest(of: rest.utf8)
    try Data("{\n  \"checksum\" : \"\(checksum)\",\n\(rest)".utf8).write(
      to: URL(fileURLWithPath: file))
  }
}

@Suite("What git leaves alone") struct IgnoreTests {
  @Test func `weights, checkpoints and attempts are not committed, records and artifacts are`()
    throws
  {
    let folder = try TemporaryFolder()
    let rules = try String(contentsOf: Checkout.root.appending(path: ".gitignore"), encoding: .utf8)
    try folder.write(rules, to: ".gitignore")
    let git = URL(fileURLWithPath: "/usr/bin/env")
    try #require(try Invocation(git, ["git", "-C", folder.url.path, "init", "-q"]).status == 0)
    let trial = "results/trials/ab/abcd/"
    let ignored = [
      "artifacts/best-weights.safetensors", "artifacts/checkpoint-5.safetensors",
      "attempts/1-x/log.txt", "record.json.temporary-01234567",
    ].map { trial + $0 }
    let kept = ["record.json", "trial.json", "curves.safetensors", "artifacts/norms.safetensors"]
      .map { trial + $0 }
    let asked = try Invocation(
      git, ["git", "-C", folder.url.path, "check-ignore"] + ignored + kept)
    #expect(asked.output == ignored.map { $0 + "\n" }.joined())
  }
}

import Foundation
import TestSupport
import Testing
import Trials

@testable import Results

@Suite("Results folder", .timeLimit(.minutes(1))) struct FolderTests {
  let fixture: StoreFixture
  private var path: String { fixture.folder.url.path }

  init() throws { fixture = try StoreFixture() }

  @Test func `results lie beside the project's marker, unless told otherwise`() throws {
    try fixture.folder.write("", to: "project/orthosweep.yaml")
    try fixture.folder.write("", to: "project/sweeps/deep/a.yaml")
    func located(_ file: String, _ override: String?, _ variable: String? = nil) -> String {
      ResultLayout.locate(
        sweepFile: file, override: override,
        environment: variable.map { ["ORTHOSWEEP_RESULTS": $0] } ?? [:],
        currentFolder: path + "/project"
      ).root
    }
    #expect(located("sweeps/deep/a.yaml", nil) == path + "/project/results")
    #expect(located(path + "/project/sweeps/deep/a.yaml", nil) == path + "/project/results")
    #expect(located("sweeps/deep/a.yaml", "../there/", "/var/other") == path + "/there")
    #expect(located("sweeps/deep/a.yaml", nil, "/var/other") == "/var/other")
    #expect(located("/nowhere/a.yaml", nil) == "/nowhere/results")
  }

  /// Fault F9: the message names the path and the reason.
  @Test func `a file in the folder's place is told before anything starts`() throws {
    try fixture.folder.write("", to: "results")
    let error = #expect(throws: StorageError.self) { try fixture.store.prepare() }
    #expect(
      error?.description == "\(path)/results: cannot make the folder: Not a directory (ENOTDIR)")
  }

  @Test func `a folder that takes no files is told before anything starts`() {
    // Nobody, not even root, makes folders in /proc.
    let error = #expect(throws: StorageError.self) {
      try ResultStore(ResultLayout(root: "/proc/orthosweep")).prepare()
    }
    #expect(
      error?.description
        == "/proc/orthosweep: cannot make the folder: No such file or directory (ENOENT)")
  }

  /// Fault F8; /dev/full answers every write with ENOSPC.
  @Test func `a full disk is told with its path and errno`() throws {
    let file = try OpenFile("/dev/full", O_WRONLY)
    let error = #expect(throws: StorageError.self) { try file.write([1, 2, 3]) }
    #expect(error?.description == "/dev/full: cannot write: No space left on device (ENOSPC)")
  }

  @Test func `preparing leaves nothing behind, and can be done again`() throws {
    try fixture.store.prepare()
    try fixture.store.prepare()
    #expect(try Folder.names(in: fixture.store.layout.root) == ["trials"])
  }

  @Test func `one claim a trial, until it is released`() throws {
    let trial = StoreFixture.trial()
    let claim = try #require(try fixture.store.claim(trial))
    #expect(try fixture.store.claim(trial) == nil)
    #expect(try fixture.store.claim(StoreFixture.trial(seed: 1)) != nil)
    claim.release()
    #expect(try fixture.store.claim(trial) != nil)
  }

  /// Fault F10.
  @Test func `a second scheduler is told who holds the sweep`() throws {
    let layout = fixture.store.layout
    let lock = try SweepLock(sweep: "small", in: layout)
    let error = #expect(throws: SweepLock.Held.self) {
      try SweepLock(sweep: "small", in: layout)
    }
    #expect(
      error?.description
        == "sweep 'small' is already being run by process \(getpid()) on host "
        + "\(Surroundings.hostName()); 'orthosweep status' shows how far it is")
    withExtendedLifetime(lock) {}
  }

  /// Fault F12: what a killed scheduler leaves in the file holds nobody up.
  @Test func `a stale lock file is no lock`() throws {
    try fixture.folder.write("process 1 on host gone\n", to: "results/small/lock")
    _ = try SweepLock(sweep: "small", in: fixture.store.layout)
    let text = try String(contentsOfFile: path + "/results/small/lock", encoding: .utf8)
    #expect(text == "process \(getpid()) on host \(Surroundings.hostName())\n")
  }

  @Test func `a pinned program stays what it was`() throws {
    let program = try fixture.folder.write("#!/bin/sh\necho old\n", to: "program")
    let pinned = try PinnedProgram(of: program.path, in: fixture.store.layout)
    try fixture.folder.write("#!/bin/sh\necho new\n", to: "program")
    let said = try Invocation(URL(fileURLWithPath: pinned.path), [])
    #expect(said.output == "old\n")
    #expect(pinned.checksum == SHA256.hexDigest(of: "#!/bin/sh\necho old\n".utf8))
    let next = try PinnedProgram(of: program.path, in: fixture.store.layout)
    #expect(next.path != pinned.path)
    #expect(try PinnedProgram(of: program.path, in: fixture.store.layout) == next)
    let error = #expect(throws: StorageError.self) {
      try PinnedProgram(of: "/nowhere/program", in: fixture.store.layout)
    }
    #expect(
      error?.description == "/nowhere/program: cannot open: No such file or directory (ENOENT)")
  }

  @Test func `the commit of the sweep's folder is known, and whether it was changed`() throws {
    func ask() -> Surroundings {
      Surroundings.ask(orthosweepVersion: "1", sweepFolder: path, results: fixture.store.layout)
    }
    #expect(ask().gitCommit == nil)
    try fixture.folder.write("a", to: "file")
    try fixture.folder.write("a", to: "results/report.md")
    let git = URL(fileURLWithPath: "/usr/bin/env")
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for arguments in [["init", "-q"], ["add", "."], identity + ["commit", "-qm", "a"]] {
      let said = try Invocation(git, ["git", "-C", path] + arguments)
      try #require(said.status == 0, "git is needed here: \(said.errors)")
    }
    #expect(ask().gitCommit?.count == 40)
    try fixture.folder.write("b", to: "results/report.md")
    #expect(ask().gitCommit?.hasSuffix("+") == false)
    try fixture.folder.write("b", to: "file")
    #expect(ask().gitCommit?.count == 41)
    #expect(!ask().processor.isEmpty)
  }
}

@Suite("Whole files") struct WholeFileTests {
  @Test(arguments: [0, 1, 7, 10, 11, Int.max])
  func `a file's last bytes are read, as many as it has`(count: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("0123456789", to: "x")
    let path = folder.url.path + "/x"
    #expect(try AtomicFile.read(path, last: count) == Data("0123456789".utf8.suffix(count)))
    #expect(try AtomicFile.read(path + "y", last: count) == nil)
  }
}

@Suite("Capped log") struct CappedLogTests {
  /// The law: the first half of the limit and the last half, whatever pieces the bytes come in.
  @Test(arguments: [
    (0, 1), (7, 3), (10, 10), (11, 4), (19, 5), (20, 7), (21, 1), (53, 13), (300, 50),
  ])
  func `head and tail are kept`(total: Int, piece: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.url.path + "/log.txt"
    let bytes = (0..<total).map { UInt8(97 + $0 % 23) }
    var log = try CappedLog(path, limit: 20)
    for start in stride(from: 0, to: total, by: piece) {
      try log.append(bytes[start..<min(start + piece, total)])
    }
    try log.finish()
    var expected = bytes
    if total > 20 {
      let note = Array("\n[orthosweep: \(total - 20) bytes left out here]\n".utf8)
      expected = bytes[..<10] + note + bytes[(total - 10)...]
    }
    #expect(try AtomicFile.read(path) == Data(expected))
    #expect(try Folder.names(in: folder.url.path) == ["log.txt"])
  }
}

import Foundation
import Randomness
import SequenceTasks
import Synchronization
import TestSupport
import Testing
import Trials

@testable import orthornn

/// The fetching of one made-up file from a server of the test.
@Suite("Fetching a file") struct FileFetchTests {
  private let temporary: TemporaryFolder
  private let content: [UInt8]
  private let target: DataFile

  init() throws {
    temporary = try TemporaryFolder()
    var random = RandomStream(seed: 1, name: "file")
    content = (0..<5000).map { _ in UInt8(random.integer(below: 256)) }
    let file = DataSet.File(name: "f", bytes: 5000, sha256: SHA256.hexDigest(of: content))
    target = DataFile(file, folder: temporary.url.appending(path: "a/b").path)
  }

  /// What a fetching said and did.
  struct Story: Equatable {
    var ending: Result<FileFetch.Success, FileFetch.Failure>
    var complaints: [String]
  }

  private func fetch(
    _ server: LocalServer, _ paths: String..., patience: Int = 20
  ) throws -> Story {
    var complaints: [String] = []
    let fetch = FileFetch(target, from: paths.map { server.address + $0 }, patience: patience)
    let ending = try fetch.run { complaints.append($0) }
    return Story(
      ending: ending.map { success in
        guard case .fetched(let address, let held) = success else { return success }
        return .fetched(from: address.replacing(server.address, with: ""), resumedAt: held)
      },
      complaints: complaints.map {
        $0.replacing(server.address, with: "").replacing(temporary.url.path, with: "DIR")
      })
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try DataFile.makeFolder(target.folder)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// That the file is in its place, whole, and alone.
  private func expectInPlace(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let found = try Data(contentsOf: URL(fileURLWithPath: target.path))
    #expect([UInt8](found) == content, sourceLocation: sourceLocation)
    let names = try FileManager.default.contentsOfDirectory(atPath: target.folder)
    #expect(names == ["f"], sourceLocation: sourceLocation)
  }

  @Test func `a good answer is put into place`() throws {
    let server = try LocalServer(["/f": [.file(content)]])
    let story = try fetch(server, "/f")
    #expect(story == Story(ending: .success(.fetched(from: "/f", resumedAt: 0)), complaints: []))
    #expect(server.requests == ["/f"])
    try expectInPlace()
  }

  @Test func `what is there and right is not fetched`() throws {
    try write(content, to: target.path)
    let server = try LocalServer()
    #expect(try fetch(server, "/f") == Story(ending: .success(.wasThere), complaints: []))
    #expect(server.requests == [])
  }

  @Test func `what is there and wrong is told with its checksum and replaced`() throws {
    var other = content
    other[17] ^= 1
    try write(other, to: target.path)
    let story = try fetch(try LocalServer(["/f": [.file(content)]]), "/f")
    #expect(
      story.complaints == [
        "DIR/a/b/f has the SHA-256 \(SHA256.hexDigest(of: other)), not \(target.file.sha256); "
          + "it is fetched anew"
      ])
    try expectInPlace()
  }

  @Test func `what was cut is gone on with at the next address`() throws {
    let server = try LocalServer(["/a": [.cut(content, after: 2000)], "/b": [.file(content)]])
    let story = try fetch(server, "/a", "/b")
    #expect(
      story
        == Story(
          ending: .success(.fetched(from: "/b", resumedAt: 2000)),
          complaints: ["/a: the answer was cut short"]))
    #expect(server.requests == ["/a", "/b from 2000"])
    try expectInPlace()
  }

  @Test func `what was cut is gone on with by the next command`() throws {
    let server = try LocalServer(["/f": [.cut(content, after: 3000), .file(content)]])
    #expect(try fetch(server, "/f").ending == .failure(.init(isWrongContent: false)))
    #expect(try DataFile.size(of: target.path) == nil)
    #expect(try DataFile.size(of: target.partPath) == 3000)
    #expect(
      try fetch(server, "/f").ending == .success(.fetched(from: "/f", resumedAt: 3000)))
    try expectInPlace()
  }

  @Test func `a corrupt answer is told with both checksums and leaves nothing`() throws {
    var other = content
    other[4999] ^= 1
    let server = try LocalServer(["/f": [.file(other)]])
    let story = try fetch(server, "/f")
    #expect(
      story
        == Story(
          ending: .failure(.init(isWrongContent: true)),
          complaints: [
            "/f: what came has the SHA-256 \(SHA256.hexDigest(of: other)), not "
              + target.file.sha256
          ]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.folder) == [])
  }

  @Test func `after a corrupt answer the next address is asked from the start`() throws {
    let server = try LocalServer(["/a": [.file([1, 2, 3])], "/b": [.file(content)]])
    let story = try fetch(server, "/a", "/b")
    #expect(story.ending == .success(.fetched(from: "/b", resumedAt: 0)))
    #expect(story.complaints == ["/a: what came has 3 bytes, not 5,000"])
    try expectInPlace()
  }

  @Test func `a part of something else does not spoil an address`() throws {
    try write([UInt8](repeating: 7, count: 1200), to: target.partPath)
    let server = try LocalServer(["/f": [.file(content)]])
    let story = try fetch(server, "/f")
    #expect(story.ending == .success(.fetched(from: "/f", resumedAt: 0)))
    #expect(server.requests == ["/f from 1200", "/f"])
    try expectInPlace()
  }

  @Test func `a part that is whole is put into place, a longer one removed`() throws {
    try write(content, to: target.partPath)
    let server = try LocalServer(["/f": [.file(content)]])
    _ = try fetch(server, "/f")
    #expect(server.requests == [])
    try expectInPlace()
    try FileManager.default.removeItem(atPath: target.path)
    try write(content + [0], to: target.partPath)
    _ = try fetch(server, "/f")
    #expect(server.requests == ["/f"])
    try expectInPlace()
  }

  @Test func `a server without ranges is asked for the whole`() throws {
    try write(Array(content.prefix(10)), to: target.partPath)
    let server = try LocalServer(["/f": [.whole(content)]])
    let story = try fetch(server, "/f")
    #expect(story == Story(ending: .success(.fetched(from: "/f", resumedAt: 0)), complaints: []))
    #expect(server.requests == ["/f from 10", "/f"])
    try expectInPlace()
  }

  @Test func `a server that refuses every range is not asked for ever`() throws {
    try write(Array(content.prefix(10)), to: target.partPath)
    let server = try LocalServer(["/f": [.status(416)]])
    let story = try fetch(server, "/f")
    #expect(story.complaints == ["/f: the server refuses a range that was not asked for"])
    #expect(server.requests == ["/f from 10", "/f"])
  }

  @Test(arguments: [404, 403, 500])
  func `a refusal is told with its status`(status: Int) throws {
    let server = try LocalServer(["/f": [.status(status)]])
    #expect(
      try fetch(server, "/f", "/g")
        == Story(
          ending: .failure(.init(isWrongContent: false)),
          complaints: [
            "/f: the server answers with HTTP status \(status)",
            "/g: the server answers with HTTP status 404",
          ]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.folder) == [])
  }

  @Test func `a slow address is given up after the patience`() throws {
    let server = try LocalServer([
      "/a": [.slow(content, after: 700)], "/b": [.file(content)],
    ])
    let clock = ContinuousClock()
    let start = clock.now
    let story = try fetch(server, "/a", "/b", patience: 1)
    #expect(clock.now - start < .seconds(6), "a patience of 1 s, and some for a busy machine")
    #expect(story.complaints == ["/a: less than 1 kB a second came for 1 s"])
    #expect(story.ending == .success(.fetched(from: "/b", resumedAt: 700)))
    try expectInPlace()
  }

  @Test func `an endless answer is ended`() throws {
    let story = try fetch(try LocalServer(["/f": [.endless]]), "/f")
    #expect(
      story
        == Story(
          ending: .failure(.init(isWrongContent: true)),
          complaints: ["/f: more came than the 5,000 bytes of the file"]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.folder) == [])
  }

  @Test func `an address where nobody listens is told`() throws {
    let gone = try LocalServer().address
    var complaints: [String] = []
    let fetch = FileFetch(target, from: [gone + "/f"], patience: 5)
    _ = try fetch.run { complaints.append($0) }
    #expect(complaints == ["\(gone)/f: the server cannot be reached"])
  }

  @Test func `a file address works and is gone on with too`() throws {
    let source = temporary.url.appending(path: "source")
    try Data(content).write(to: source)
    try write(Array(content.prefix(123)), to: target.partPath)
    var complaints: [String] = []
    let missing = "file://\(source.path)-not"
    let fetch = FileFetch(target, from: [missing, "file://\(source.path)"], patience: 5)
    #expect(
      try fetch.run { complaints.append($0) }
        == .success(.fetched(from: "file://\(source.path)", resumedAt: 123)))
    #expect(complaints == ["\(missing): there is no such file"])
    try expectInPlace()
  }

  @Test func `two fetchings into one folder come one after the other`() throws {
    try DataFile.makeFolder(target.folder)
    let lock = try FolderLock(target.folder) {}
    let server = try LocalServer(["/f": [.file(content)]])
    let complaints = Mutex<[String]>([])
    let done = DispatchSemaphore(value: 0)
    let waits = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [target] in
      _ = try? FileFetch(target, from: [server.address + "/f"], patience: 5).run { line in
        complaints.withLock { $0.append(line) }
        waits.signal()
      }
      done.signal()
    }
    waits.wait()
    #expect(server.requests == [])
    lock.release()
    done.wait()
    #expect(
      complaints.withLock { $0 }
        == ["another orthornn fetches into \(target.folder); waiting for it"])
    try expectInPlace()
  }

  @Test func `a file in the folder's place ends the fetching`() throws {
    try Data().write(to: temporary.url.appending(path: "a"))
    let server = try LocalServer()
    let failure = #expect(throws: CommandFailure.self) { try fetch(server, "/f") }
    #expect(failure?.status == .inputOutput)
    #expect(
      failure?.message == "orthornn: \(target.folder) cannot be made: Not a directory\n")
  }
}

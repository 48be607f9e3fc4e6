import Foundation
import SequenceTasks
import TestSupport
import Testing

/// `orthornn data`, as a person starts it.
@Suite("orthornn data") struct DataCommandTests {
  private let temporary: TemporaryFolder
  private let program: URL
  /// The user's cache folder for data.
  private let cache: String

  init() throws {
    temporary = try TemporaryFolder()
    program = try Invocation.builtProgram("orthornn")
    cache = temporary.url.path + "/cache/orthosweep"
  }

  private func data(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> Invocation {
    try Invocation(
      program, ["data"] + arguments, folder: temporary.url,
      environment: surroundings.merging(environment) { $1 })
  }

  private var surroundings: [String: String] {
    ["ORTHOSWEEP_DATA": "", "XDG_CACHE_HOME": temporary.url.path + "/cache"]
  }

  /// A text with the places that differ from run to run named.
  private func shown(_ text: String, _ server: LocalServer? = nil) -> String {
    text.replacing(server?.address ?? "no server", with: "SERVER")
      .replacing(temporary.url.path, with: "DIR")
  }

  private static let images = DataSet.mnist.files[0]

  @Test func `without data, list tells what is missing, its sums, terms and the command`() throws {
    let listed = try data("list", "--data", "DATA")
    #expect(listed.status == 0 && listed.errors == "")
    #expect(
      shown(listed.output) == """
        MNIST (mnist)
          terms: Creative Commons Attribution-Share Alike 3.0, says the documentation of Keras
            train-images-idx3-ubyte.gz  9,912,422 bytes  SHA-256 440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609  missing
            train-labels-idx1-ubyte.gz     28,881 bytes  SHA-256 3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c  missing
            t10k-images-idx3-ubyte.gz   1,648,877 bytes  SHA-256 8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6  missing
            t10k-labels-idx1-ubyte.gz       4,542 bytes  SHA-256 f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6  missing
          MNIST is not here: looked in DATA, DIR/cache/orthosweep; \
        get it with: orthornn data fetch mnist, or from a folder: orthornn data import DIR
        Penn Treebank (ptb)
          terms: not clear-cut: for research only; do not publish the text again
            ptb.train.txt               5,101,618 bytes  SHA-256 fcea919f6cf83f35d4d00c6cbf08040d13d4155226340912e2fef9c9c4102cbf  missing
            ptb.valid.txt                 399,782 bytes  SHA-256 c9fe6985fe0d4ccb578183407d7668fc6066c20700cb4cf87d8ff1cc34df1bf2  missing
            ptb.test.txt                  449,945 bytes  SHA-256 dd65dff31e70846b2a6030a87482edcd5d199130cdcfa1f3dccbb033728deee0  missing
          Penn Treebank is not here: looked in DATA, DIR/cache/orthosweep; \
        get it with: orthornn data fetch ptb, or from a folder: orthornn data import DIR

        """)
  }

  @Test func `no address that answers ends with 74, each failure in one line`() throws {
    let server = try LocalServer(["/b/ptb.train.txt": [.status(503)]])
    let fetched = try data(
      "fetch", "ptb", "--mirror", server.address + "/a/", "--mirror", server.address + "/b")
    #expect(fetched.status == 74 && fetched.output == "")
    #expect(
      shown(fetched.errors, server) == """
        orthornn: SERVER/a/ptb.train.txt: the server answers with HTTP status 404
        orthornn: SERVER/b/ptb.train.txt: the server answers with HTTP status 503
        orthornn: ptb/ptb.train.txt could not be fetched from any of 2 addresses; \
        name another folder's address with --mirror, or unpack \
        http://www.fit.vutbr.cz/~imikolov/rnnlm/simple-examples.tgz and take its files in with: \
        orthornn data import simple-examples/data

        """)
  }

  @Test func `only wrong content ends with 65`() throws {
    let server = try LocalServer(["/\(Self.images.name)": [.file([1, 2, 3])]])
    let fetched = try data("fetch", "mnist", "--mirror", server.address)
    #expect(fetched.status == 65 && fetched.output == "")
    #expect(
      shown(fetched.errors, server) == """
        orthornn: SERVER/train-images-idx3-ubyte.gz: what came has 3 bytes, not 9,912,422
        orthornn: mnist/train-images-idx3-ubyte.gz could not be fetched from the one address; \
        name another folder's address with --mirror, or take files from elsewhere in with: \
        orthornn data import DIR

        """)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal stops a download, curl with it, and keeps the part`(signal: Int32) throws {
    let part = [UInt8](repeating: 1, count: 1234)
    let all = part + [UInt8](repeating: 0, count: Self.images.bytes - part.count)
    let server = try LocalServer(["/\(Self.images.name)": [.slow(all, after: part.count)]])
    let process = Invocation.process(
      program, ["data", "fetch", "mnist", "--mirror", server.address], environment: surroundings)
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let file = "\(cache)/mnist/\(Self.images.name).part"
    func size() -> Int { (try? Data(contentsOf: URL(fileURLWithPath: file)).count) ?? 0 }
    for _ in 0..<500 where size() < part.count { usleep(10_000) }
    kill(process.processIdentifier, signal)
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 75)
    #expect(
      shown(said) == """
        orthornn: stopped; DIR/cache/orthosweep/mnist/train-images-idx3-ubyte.gz.part holds \
        1,234 of 9,912,422 bytes, and the same command goes on from there

        """)
    // The server notices that curl's end of the connection is gone.
    for _ in 0..<500 where server.openConnections > 0 { usleep(10_000) }
    #expect(server.openConnections == 0)
  }

  @Test func `without curl, the message says what to do`() throws {
    let fetched = try data("fetch", "mnist", environment: ["PATH": temporary.url.path])
    #expect(fetched.status == 74)
    #expect(
      fetched.errors == """
        orthornn: curl is not installed; install it, or take files from elsewhere in with: \
        orthornn data import DIR

        """)
  }

  @Test(arguments: [
    ["fetch"], ["fetch", "cifar"], ["fetch", "mnist", "--mirror", "ftp://x"], ["import"],
    ["fetch", "mnist", "--patience", "0"],
  ])
  func `a wrong command line ends with 64`(arguments: [String]) throws {
    #expect(try Invocation(program, ["data"] + arguments).status == 64)
  }

  @Test func `files that are not the published ones are not taken in`() throws {
    try temporary.write("the\n", to: "from/ptb.test.txt")
    try temporary.write("", to: "from/mnist/t10k-labels-idx1-ubyte.gz")
    let taken = try data("import", "from")
    #expect(taken.status == 65 && taken.output == "")
    #expect(
      taken.errors == """
        orthornn: from/mnist/t10k-labels-idx1-ubyte.gz has 0 bytes, not 4,542
        orthornn: from/ptb.test.txt has 4 bytes, not 449,945
        orthornn: 2 files were not taken in

        """)
    #expect(!FileManager.default.fileExists(atPath: cache))
  }

  @Test func `a folder without data files or none at all is told`() throws {
    try temporary.write("", to: "from/readme")
    let empty = try data("import", "from")
    #expect(empty.status == 65)
    #expect(
      empty.errors == """
        orthornn: from has none of the data files; they are named train-images-idx3-ubyte.gz, \
        train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz, \
        ptb.train.txt, ptb.valid.txt, ptb.test.txt

        """)
    let missing = try data("import", "nowhere")
    #expect(missing.status == 74 && missing.errors == "orthornn: nowhere is no folder\n")
  }
}

// MARK: - With the published files

extension DataCommandTests {
  private static let hasAll = RealData.mnist != nil && RealData.pennTreebank == RealData.mnist

  private func bytes(_ dataSet: DataSet, _ file: DataSet.File) throws -> [UInt8] {
    let folder = try #require(RealData.mnist)
    let path = "\(folder)/\(dataSet.folder)/\(file.name)"
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test(.enabled(if: DataCommandTests.hasAll, Comment(rawValue: RealData.absence)))
  func `a fetched data set is whole, found, and not fetched again`() throws {
    var answers: [String: [LocalServer.Answer]] = [:]
    for file in DataSet.pennTreebank.files {
      answers["/b/\(file.name)"] = [.file(try bytes(.pennTreebank, file))]
    }
    let cut = "ptb.train.txt"
    answers["/a/\(cut)"] = [.cut(try bytes(.pennTreebank, .init(named: cut)), after: 2_000_000)]
    let server = try LocalServer(answers)
    let arguments = [
      "data", "fetch", "ptb", "--mirror", server.address + "/a", "--mirror", server.address + "/b",
    ]
    let fetched = try Invocation(program, arguments, environment: surroundings)
    #expect(fetched.status == 0)
    #expect(
      shown(fetched.errors, server)
        == "orthornn: SERVER/a/ptb.train.txt: the answer was cut short\n")
    let sums = DataSet.pennTreebank.files.map(\.sha256)
    #expect(
      shown(fetched.output, server) == """
        ptb/ptb.train.txt: fetched from SERVER/b/ptb.train.txt, going on after 2,000,000 bytes, \
        SHA-256 \(sums[0])
        ptb/ptb.valid.txt: fetched from SERVER/b/ptb.valid.txt, SHA-256 \(sums[1])
        ptb/ptb.test.txt: fetched from SERVER/b/ptb.test.txt, SHA-256 \(sums[2])
        Penn Treebank is whole in DIR/cache/orthosweep
        terms of Penn Treebank: not clear-cut: for research only; do not publish the text again

        """)
    #expect(
      server.requests == [
        "/a/ptb.train.txt", "/b/ptb.train.txt from 2000000", "/b/ptb.valid.txt", "/b/ptb.test.txt",
      ])
    let again = try Invocation(program, arguments, environment: surroundings)
    #expect(again.output.contains("ptb/ptb.valid.txt: is there already, SHA-256 \(sums[1])\n"))
    #expect(again.status == 0 && server.requests.count == 4)
  }

  @Test(.enabled(if: DataCommandTests.hasAll, Comment(rawValue: RealData.absence)))
  func `imported files are whole, and a folder elsewhere is told with its export`() throws {
    let from = try #require(RealData.mnist)
    let taken = try data("import", from, "--to", "my data")
    #expect(taken.status == 0 && taken.errors == "")
    let lines = taken.output.split(separator: "\n")
    #expect(lines.count == 8)
    #expect(
      lines.first.map { "\($0)" } == "mnist/train-images-idx3-ubyte.gz: taken from "
        + "\(from)/mnist/train-images-idx3-ubyte.gz, SHA-256 \(Self.images.sha256)")
    #expect(
      lines.last.map { shown("\($0)") } == "MNIST and Penn Treebank are whole in my data; "
        + "for trials to find it: export ORTHOSWEEP_DATA='DIR/my data'")
    let listed = try data("list", environment: ["ORTHOSWEEP_DATA": "my data"])
    #expect(listed.output.contains("  in my data/ptb:\n"))
    #expect(
      listed.output.split(separator: "\n").filter { $0.hasSuffix("  as published") }.count == 7)
    let again = try data("import", from, "--to", "my data")
    #expect(
      again.output.split(separator: "\n").filter { $0.contains(": is there already") }.count == 7)
  }
}

extension DataSet.File {
  fileprivate init(named name: String) throws {
    self = try #require(DataSet.allCases.flatMap(\.files).first { $0.name == name })
  }
}

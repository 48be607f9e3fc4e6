import Foundation
import TestSupport
import Testing

@testable import SequenceTasks

/// What is wrong with a data folder is told in one line: the file, the reason, the way out.
@Suite("Bad data files") struct BadDataTests {
  private static let mnist = SequenceTask.sequentialMNIST(SequentialMNIST())
  private static let text = SequenceTask.pennTreebank(PennTreebank(maximalLength: 9))
  private static let images = "mnist/train-images-idx3-ubyte.gz"
  private static let labels = "mnist/train-labels-idx1-ubyte.gz"

  /// One thing done to sound files, and the message that follows, where DIR is the folder.
  struct Case: CustomTestStringConvertible {
    let name: String
    var task = BadDataTests.mnist
    let harm: @Sendable (SmallData) throws -> Void
    let message: String

    var testDescription: String { name }
  }

  @Test(arguments: digits + sizes + texts)
  func `the message names the file, the reason and the way out`(bad: Case) throws {
    let small = try SmallData()
    try small.writeDigits(training: 12, test: 2)
    try small.writeText(train: " ab \n")
    #expect(small.problem(bad.task) == "no problem")
    try bad.harm(small)
    #expect(small.problem(bad.task) == bad.message)
  }

  private static let again = "; get it anew with: orthornn data fetch mnist --to DIR"

  private static let digits: [Case] = [
    Case(
      name: "cut gzip", harm: { try $0.change(images) { $0.removeLast(1000) } },
      message: "DIR/\(images): the gzip data are cut short" + again),
    Case(
      name: "cut within the checksum", harm: { try $0.change(labels) { $0.removeLast(3) } },
      message: "DIR/\(labels): the gzip data are cut short" + again),
    Case(
      name: "a flipped checksum",
      harm: { try $0.change(labels) { $0[$0.count - 8] ^= 1 } },
      message: "DIR/\(labels): the gzip data are damaged (incorrect data check)" + again),
    Case(
      name: "an empty file", harm: { try $0.change(images) { $0 = Data() } },
      message: "DIR/\(images): it is empty" + again),
    Case(
      name: "a page instead of a file",
      harm: { try $0.change(images) { $0 = Data("<!DOCTYPE html>".utf8) } },
      message: "DIR/\(images): it begins with 3c 21 44 4f, not with the 00 00 08 03 of an IDX file "
        + "of 3 dimensions" + again),
    Case(
      name: "another type of entries",
      harm: { try $0.write(.trainLabels, [12], SmallData.labels(12), magic: [0, 0, 13]) },
      message: "DIR/\(labels): it begins with 00 00 0d 01, not with the 00 00 08 01 of an IDX file "
        + "of 1 dimension" + again),
    Case(
      name: "images as labels",
      harm: { try $0.write(.trainLabels, [1, 1, 1], [7]) },
      message: "DIR/\(labels): it begins with 00 00 08 03, not with the 00 00 08 01 of an IDX file "
        + "of 1 dimension" + again),
    Case(
      name: "a label of 12",
      harm: { try $0.write(.trainLabels, [12], [0, 1, 2, 12] + SmallData.labels(8)) },
      message: "DIR/\(labels): label 4 is 12, and labels go from 0 to 9" + again),
  ]

  private static let sizes: [Case] = [
    Case(
      name: "only a header's beginning",
      harm: { try $0.write([0, 0, 8, 3, 0], to: .trainImages) },
      message: "DIR/\(images): it ends within its header" + again),
    Case(
      name: "fewer entries than told",
      harm: { try $0.write(.trainLabels, [12], SmallData.labels(11)) },
      message: "DIR/\(labels): it ends after 11 of the 12 entries its header tells of" + again),
    Case(
      name: "more entries than told",
      harm: { try $0.write(.trainLabels, [12], SmallData.labels(13)) },
      message: "DIR/\(labels): it goes on after the 12 entries its header tells of" + again),
    Case(
      name: "a header of terabytes",
      harm: { try $0.write(.trainImages, [0xFFFF_FFFF, 28, 28], [1, 2, 3], compressed: false) },
      message: "DIR/\(images): its header tells of 4,294,967,295 × 28 × 28 entries, more than 19 "
        + "bytes can hold" + again),
    Case(
      name: "a header that overflows",
      harm: {
        try $0.write(.trainImages, [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [], compressed: false)
      },
      message: "DIR/\(images): its header tells of 4,294,967,295 × 4,294,967,295 × 4,294,967,295 "
        + "entries, more than 16 bytes can hold" + again),
    Case(
      name: "fewer images than labels",
      harm: { try $0.write(.trainImages, [11, 28, 28], SmallData.pixels(images: 11, seed: 1)) },
      message: "DIR/\(images): it has 11 images, but train-labels-idx1-ubyte.gz 12 labels" + again),
    Case(
      name: "other pixels",
      harm: { try $0.write(.trainImages, [12, 14, 56], SmallData.pixels(images: 12, seed: 1)) },
      message: "DIR/\(images): its images have 14 × 56 pixels, not 28 × 28" + again),
    Case(
      name: "too few images",
      harm: {
        try $0.write(.trainImages, [5, 28, 28], SmallData.pixels(images: 5, seed: 1))
        try $0.write(.trainLabels, [5], SmallData.labels(5))
      },
      message: "DIR/\(images): it has only 5 images" + again),
    Case(
      name: "a folder instead of a file",
      harm: {
        try FileManager.default.removeItem(atPath: $0.path(images))
        try FileManager.default.createDirectory(
          atPath: $0.path(images), withIntermediateDirectories: false)
      },
      message: "DIR/\(images): cannot be read: Is a directory"),
  ]

  private static let texts: [Case] = [
    Case(
      name: "an empty text", task: text, harm: { try $0.writeText(train: " ab \n", valid: "") },
      message: "DIR/ptb/ptb.valid.txt: it is empty; "
        + "get it anew with: orthornn data fetch ptb --to DIR"),
    Case(
      name: "no short sentence", task: text,
      harm: { try $0.writeText(train: " abcdefghijkl \n\n") },
      message: "DIR/ptb/ptb.train.txt: it has no sentence of at most 9 characters"),
    Case(
      name: "a missing file", task: text,
      harm: { try FileManager.default.removeItem(atPath: $0.path("ptb/ptb.test.txt")) },
      message: "Penn Treebank is not here: looked in DIR (without ptb.test.txt); "
        + "get it with: orthornn data fetch ptb, "
        + "or from a folder: orthornn data import DIR"),
  ]
}

@Suite("Data folders") struct DataStoreTests {
  @Test func `folders are searched in order: given, ORTHOSWEEP_DATA, the user's cache`() {
    let store = DataStore(
      folder: "/a", environment: ["ORTHOSWEEP_DATA": "/b", "XDG_CACHE_HOME": "/c", "HOME": "/h"])
    #expect(store.folders == ["/a", "/b", "/c/orthosweep"])
    #expect(store.home == "/b")
    let other = DataStore(environment: ["ORTHOSWEEP_DATA": "", "HOME": "/h"])
    #expect(other.folders == ["/h/.cache/orthosweep"])
    #expect(other.home == "/h/.cache/orthosweep")
    let relative = DataStore(environment: ["XDG_CACHE_HOME": "c", "HOME": "/h"])
    #expect(relative.folders == ["/h/.cache/orthosweep"])
    #expect(DataStore(environment: [:]).folders == [] && DataStore(environment: [:]).home == nil)
  }

  @Test func `the first folder that has all files is taken`() throws {
    let (part, whole) = (try SmallData(), try SmallData())
    try part.writeDigits(training: 6, test: 1)
    try FileManager.default.removeItem(atPath: part.path("mnist/t10k-images-idx3-ubyte.gz"))
    try whole.writeDigits(training: 6, test: 1)
    let store = DataStore(folder: part.folder, environment: ["ORTHOSWEEP_DATA": whole.folder])
    #expect(try store.folder(of: .mnist) == whole.folder)
  }

  @Test func `missing data are told with the places and the command`() throws {
    let empty = try SmallData().folder
    let store = DataStore(folder: empty, environment: ["HOME": "/nowhere"])
    let problem = #expect(throws: DataProblem.self) { try store.folder(of: .mnist) }
    #expect(problem?.kind == .missing)
    #expect(
      problem?.description
        == "MNIST is not here: looked in \(empty), /nowhere/.cache/orthosweep; "
        + "get it with: orthornn data fetch mnist, "
        + "or from a folder: orthornn data import DIR")
  }

  @Test func `without any folder to look in, the message says so`() {
    let problem = #expect(throws: DataProblem.self) {
      try DataStore(environment: [:]).folder(of: .pennTreebank)
    }
    #expect(
      problem?.description == "Penn Treebank is not here: no folder to look in (neither HOME nor "
        + "ORTHOSWEEP_DATA is set); get it with: orthornn data fetch ptb, "
        + "or from a folder: orthornn data import DIR")
  }

  @Test func `a folder with a space or a quote can be copied into a shell`() {
    #expect(ShellWord.quoted("/data/mnist-1.0_x") == "/data/mnist-1.0_x")
    #expect(ShellWord.quoted("/my data") == "'/my data'")
    #expect(ShellWord.quoted("it's") == #"'it'\''s'"#)
    #expect(ShellWord.quoted("") == "''")
  }
}

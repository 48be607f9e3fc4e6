import Foundation
import Randomness
import SequenceTasks
import TestSupport

/// A data folder made by a test: a few random images, a few short sentences.
///
/// The images are not compressed, which zlib reads as they are.
final class TinyData: Sendable {
  private let temporary: TemporaryFolder

  var folder: String { temporary.url.path }

  /// A sixth of the training images is for validation.
  init(images: Int = 18, testImages: Int = 5) throws {
    temporary = try TemporaryFolder()
    try writeDigits(images, "train")
    try writeDigits(testImages, "t10k")
    try writeText(
      train: " a\n bc\n cab\n bad c\n add a\n\(" a bad cab")\n dab\n cad\n <unk> a\n a dab\n ba\n",
      valid: " a cab\n bad\n dad a\n c\n", test: " dab a\n cab\n <unk>\n bad dad\n")
  }

  /// The data of a task, from this folder alone.
  func load(_ task: SequenceTask) throws -> TaskData {
    try TaskData.load(task, from: folder, environment: [:])
  }

  /// Replaces the text files.
  func writeText(train: String, valid: String, test: String) throws {
    for (name, text) in [("train", train), ("valid", valid), ("test", test)] {
      try temporary.write(text, to: "ptb/ptb.\(name).txt")
    }
  }

  private func writeDigits(_ count: Int, _ name: String) throws {
    var random = RandomStream(seed: 3, name: name)
    let pixels = (0..<count * 784).map { _ in UInt8(random.integer(below: 256)) }
    try write(pixels, [count, 28, 28], to: "\(name)-images-idx3-ubyte.gz")
    try write((0..<count).map { UInt8($0 % 10) }, [count], to: "\(name)-labels-idx1-ubyte.gz")
  }

  private func write(_ bytes: [UInt8], _ dimensions: [Int], to name: String) throws {
    let lengths: [UInt8] = dimensions.flatMap { [0, 0, UInt8($0 >> 8), UInt8($0 & 255)] }
    let place = temporary.url.appending(path: "mnist/\(name)")
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data([0, 0, 8, UInt8(dimensions.count)] + lengths + bytes).write(to: place)
  }
}

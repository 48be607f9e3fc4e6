import CZlib
import Foundation
import Randomness
import TestSupport

@testable import SequenceTasks

/// A data folder made by a test: a few random images, a few lines of text.
final class SmallData: Sendable {
  private let temporary: TemporaryFolder

  var folder: String { temporary.url.path }

  init() throws { temporary = try TemporaryFolder() }

  func path(_ name: String) -> String { temporary.url.appending(path: name).path }

  /// Loads a task from this folder alone.
  func load(_ task: SequenceTask) throws(DataProblem) -> TaskData {
    try TaskData.load(task, from: folder, environment: [:])
  }

  /// The message of a loading that fails, with this folder written as DIR.
  func problem(_ task: SequenceTask) -> String {
    do throws(DataProblem) {
      _ = try load(task)
      return "no problem"
    } catch {
      return error.description.replacing(folder, with: "DIR")
    }
  }

  /// Writes the text files, of which each is a few lines.
  @discardableResult
  func writeText(train: String, valid: String = " a \n", test: String = " b \n") throws -> Self {
    for (name, text) in [("train", train), ("valid", valid), ("test", test)] {
      try temporary.write(text, to: "ptb/ptb.\(name).txt")
    }
    return self
  }

  /// Writes images with random pixels, and the labels 0…9 in turn.
  /// - Returns: The pixels of the training images, image by image.
  @discardableResult
  func writeDigits(training: Int, test: Int) throws -> [UInt8] {
    let pixels = Self.pixels(images: training, seed: 1)
    try write(DataSet.File.trainImages, [training, 28, 28], pixels)
    try write(DataSet.File.trainLabels, [training], Self.labels(training))
    try write(DataSet.File.testImages, [test, 28, 28], Self.pixels(images: test, seed: 2))
    try write(DataSet.File.testLabels, [test], Self.labels(test))
    return pixels
  }

  static func pixels(images: Int, seed: Int) -> [UInt8] {
    var random = RandomStream(seed: seed, name: "pixels")
    return (0..<images * 784).map { _ in UInt8(random.integer(below: 256)) }
  }

  static func labels(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 10) } }

  /// Writes an IDX file of bytes, compressed unless said otherwise.
  func write(
    _ file: DataSet.File, _ dimensions: [Int], _ bytes: [UInt8], magic: [UInt8] = [0, 0, 8],
    compressed: Bool = true
  ) throws {
    var content = magic + [UInt8(dimensions.count)]
    for dimension in dimensions {
      for shift in [24, 16, 8, 0] { content.append(UInt8(truncatingIfNeeded: dimension >> shift)) }
    }
    try write(content + bytes, to: file, mode: compressed ? "wb1" : "wbT")
  }

  /// Writes bytes as a file, compressed unless zlib's mode has a T.
  func write(_ bytes: [UInt8], to file: DataSet.File, mode: String = "wb1") throws {
    let place = temporary.url.appending(path: "mnist/\(file.name)")
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    guard let stream = gzopen(place.path, mode) else { throw CocoaError(.fileWriteUnknown) }
    defer { gzclose(stream) }
    guard bytes.isEmpty || gzwrite(stream, bytes, UInt32(bytes.count)) == Int32(bytes.count) else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  /// Changes the bytes of a file as they are on disk.
  func change(_ name: String, _ body: (inout Data) -> Void) throws {
    let place = temporary.url.appending(path: name)
    var content = try Data(contentsOf: place)
    body(&content)
    try content.write(to: place)
  }
}

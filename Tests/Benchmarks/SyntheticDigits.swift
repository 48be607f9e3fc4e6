import CZlib
import Foundation
import Randomness

/// A data folder with MNIST's files, full in size, of random content; gone with `remove`.
struct SyntheticDigits {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "orthosweep-digits-\(UUID().uuidString)")

  /// Writes 60,000 images to train on and 10,000 to test on, and their labels.
  init() throws {
    do {
      try FileManager.default.createDirectory(
        at: folder.appending(path: "mnist"), withIntermediateDirectories: true)
      try write("train-images-idx3", [60_000, 28, 28]) { Self.pixel(&$0) }
      try write("t10k-images-idx3", [10_000, 28, 28]) { Self.pixel(&$0) }
      try write("train-labels-idx1", [60_000]) { UInt8($0.integer(below: 10)) }
      try write("t10k-labels-idx1", [10_000]) { UInt8($0.integer(below: 10)) }
    } catch {
      remove()
      throw BenchmarkFailure("\(folder.path) cannot be written: \(error.localizedDescription)")
    }
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// A fifth of the pixels are ink, so that the files are about as long as the published ones.
  private static func pixel(_ random: inout RandomStream) -> UInt8 {
    let bits = random.next()
    return bits & 0xFF < 51 ? UInt8(truncatingIfNeeded: bits >> 8) : 0
  }

  /// Writes an IDX file image by image, so that this process stays small; see `PeakMemory`.
  private func write(
    _ name: String, _ dimensions: [Int], _ draw: (inout RandomStream) -> UInt8
  ) throws {
    guard let stream = gzopen(folder.appending(path: "mnist/\(name)-ubyte.gz").path, "wb1") else {
      throw CocoaError(.fileWriteUnknown)
    }
    defer { gzclose(stream) }
    func put(_ bytes: [UInt8]) throws {
      guard gzwrite(stream, bytes, UInt32(bytes.count)) == Int32(bytes.count) else {
        throw CocoaError(.fileWriteUnknown)
      }
    }
    let sizes = dimensions.flatMap { size in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
    }
    try put([0, 0, 8, UInt8(dimensions.count)] + sizes)
    var random = RandomStream(seed: 1, name: name)
    let size = dimensions.dropFirst().reduce(1, *)
    for _ in 0..<dimensions[0] { try put((0..<size).map { _ in draw(&random) }) }
  }
}

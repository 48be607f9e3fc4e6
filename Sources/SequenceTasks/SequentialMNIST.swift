import LinearAlgebra
import Randomness

/// Tell the digit of an image that is shown pixel by pixel (Le, Jaitly and Hinton 2015; the paper's
/// section 3).
///
/// A step shows one pixel, its byte divided by 256 (as in the file that the paper's code reads). The
/// pixels come row by row, or in one random order that all images of all splits share. The answer
/// after the last step is one of ten classes. Of the 60,000 training images the last sixth, 10,000,
/// is the validation split.
public struct SequentialMNIST: Sendable, Equatable {
  /// The sides that images can be shown with: as published, halved, quartered.
  public static let sides = [28, 14, 7]
  /// The digits.
  public static let classes = 10

  /// The pixels of an image's side.
  ///
  /// Where it is not 28, a pixel is the mean of 2 × 2 or 4 × 4 published ones, rounded to a byte
  /// (halves up).
  public let side: Int
  /// The seed of the pixels' order, drawn from its stream "permutation"; nil shows rows in order.
  public let permutationSeed: Int?

  /// The task with one of the `sides`.
  public init(side: Int = 28, permutationSeed: Int? = nil) {
    precondition(Self.sides.contains(side), "images have a side of 28, 14 or 7, not \(side)")
    self.side = side
    self.permutationSeed = permutationSeed
  }

  /// T, the pixels of an image.
  public var steps: Int { side * side }

  /// For each step, the place of the pixel that it shows, counted row by row.
  public var pixelOrder: [Int] {
    var order = Array(0..<steps)
    if let permutationSeed {
      var random = RandomStream(seed: permutationSeed, name: "permutation")
      random.shuffle(&order)
    }
    return order
  }
}

/// Images and the digits they show.
struct LabelledImages: Sendable {
  /// The pixels of a side.
  let side: Int
  /// Image by image, row by row.
  let pixels: [UInt8]
  /// The digits, 0…9.
  let labels: [UInt8]

  var count: Int { labels.count }

  /// Reads the images of one file and the labels of another, and shrinks the images to `side`.
  init(_ imageFile: FoundFile, _ labelFile: FoundFile, side: Int) throws(DataProblem) {
    let labels = try IDXFile(labelFile, dimensions: 1)
    let images = try IDXFile(imageFile, dimensions: 3)
    let published = SequentialMNIST.sides[0]
    guard images.dimensions[1] == published, images.dimensions[2] == published else {
      throw imageFile.damaged(
        "its images have \(images.dimensions[1]) × \(images.dimensions[2]) pixels, not 28 × 28")
    }
    guard images.dimensions[0] == labels.dimensions[0] else {
      throw imageFile.damaged(
        "it has \(Grouped(images.dimensions[0])) images, but \(labelFile.name) "
          + "\(Grouped(labels.dimensions[0])) labels")
    }
    if let place = labels.bytes.firstIndex(where: { $0 >= SequentialMNIST.classes }) {
      throw labelFile.damaged(
        "label \(Grouped(place + 1)) is \(labels.bytes[place]), and labels go from 0 to 9")
    }
    self.side = side
    self.labels = labels.bytes
    pixels =
      side == published ? images.bytes : Self.shrunk(images.bytes, from: published, to: side)
  }

  /// The means of squares of pixels, rounded to a byte, halves up.
  static func shrunk(_ pixels: [UInt8], from large: Int, to small: Int) -> [UInt8] {
    let factor = large / small
    let area = factor * factor
    var result = [UInt8](repeating: 0, count: pixels.count / area)
    // All images one above the other are one tall image, and `large` is a multiple of `factor`.
    pixels.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        for row in 0..<target.count / small {
          for column in 0..<small {
            let corner = row * factor * large + column * factor
            var sum = area / 2
            for y in 0..<factor {
              for x in 0..<factor { sum += Int(source[corner + y * large + x]) }
            }
            target[row * small + column] = UInt8(sum / area)
          }
        }
      }
    }
    return result
  }
}

extension LabelledImages {
  /// Lays images into a batch, a pixel a step, in the order given.
  func lay(_ indices: ArraySlice<Int32>, order: [Int], into batch: inout Minibatch) {
    let (size, area) = (indices.count, order.count)
    batch.reshape(size: size, steps: area, columns: 1)
    batch.inputs.withMutableElements { entries in
      pixels.withUnsafeBufferPointer { pixels in
        order.withUnsafeBufferPointer { order in
          indices.withUnsafeBufferPointer { indices in
            for step in 0..<area {
              let place = order[step]
              for sample in 0..<size {
                let pixel = pixels[Int(indices[sample]) * area + place]
                entries[step * size + sample] = Float(pixel) / 256
              }
            }
          }
        }
      }
    }
    batch.resizeClasses(to: size)
    for (sample, index) in indices.enumerated() {
      batch.classes[sample] = Int32(labels[Int(index)])
    }
  }
}

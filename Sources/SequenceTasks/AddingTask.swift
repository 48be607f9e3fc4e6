import LinearAlgebra
import Randomness

/// Add the two marked numbers of a sequence (Hochreiter and Schmidhuber 1997; the paper's section 3).
///
/// A step shows a number, uniform in [0, 1), and 1 where it is marked, else 0. One mark is uniform
/// in the first half of the steps, 0 ..< T/2, one in the rest, T/2 ..< T. The answer after the last
/// step is the sum of the marked numbers (the paper's; the released code halves it). Always
/// answering 1 has a mean squared error of Var(u + v) = 1/6.
public struct AddingTask: Sendable, Equatable {
  /// The number and its mark.
  public static let features = 2

  /// T, the steps of a sequence.
  public let length: Int

  /// The task with sequences of at least two steps.
  public init(length: Int) {
    precondition(length >= 2, "the adding task has at least two steps, not \(length)")
    self.length = length
  }
}

extension AddingTask {
  /// Numbers are multiples of 2⁻²⁴, which Float and Double hold exactly and which stay below 1.
  private static let resolution = 1 << 24

  /// Draws each sequence: its numbers, then its two marks.
  func draw(into batch: inout Minibatch, from random: inout RandomStream) {
    let (size, half) = (batch.size, length / 2)
    batch.inputs.withMutableElements { entries in
      for sample in 0..<size {
        for step in 0..<length {
          let place = 2 * (step * size + sample)
          let number = random.integer(below: Self.resolution)
          entries[place] = Float(number) / Float(Self.resolution)
          entries[place + 1] = 0
        }
        let first = 2 * (random.integer(below: half) * size + sample)
        let second = 2 * ((half + random.integer(below: length - half)) * size + sample)
        entries[first + 1] = 1
        entries[second + 1] = 1
        batch.values[sample, 0] = Double(entries[first]) + Double(entries[second])
      }
    }
  }
}

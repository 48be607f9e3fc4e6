import LinearAlgebra
import Randomness

/// Recall ten symbols after a delay (Hochreiter and Schmidhuber 1997; section 3 of the paper).
///
/// With a delay D, a sequence has D + 20 steps, counted from 0: ten symbols drawn from 1…8, D − 1
/// blanks, the delimiter at D + 9, ten blanks. The answer is class 0 (blank) until the delimiter,
/// and then the ten symbols in order: 9 classes.
///
/// Without memory, the best cross-entropy is 10·ln 8 / (D + 20) nats a step, and the accuracy over
/// the last ten steps is 1/8.
public struct CopyTask: Sendable, Equatable {
  /// How a step's symbol is shown to the network.
  public enum Encoding: String, CaseIterable, Sendable {
    /// One number: symbol k is k, the blank 0, the delimiter −1, unscaled (the released code).
    case scalar
    /// Ten features, one of them 1: symbol k in place k, the blank in 0, the delimiter in 9.
    case oneHot = "one-hot"
  }

  /// The symbols to recall in one sequence.
  public static let symbols = 10
  /// The classes of the answer: the blank, then symbols 1…8.
  public static let classes = 9

  /// D, the steps from the last symbol to the delimiter.
  public let delay: Int
  /// How a step's symbol is shown.
  public let encoding: Encoding

  /// The task with a delay of at least 1.
  public init(delay: Int, encoding: Encoding = .scalar) {
    precondition(delay >= 1, "the copy task has a delay of at least 1, not \(delay)")
    self.delay = delay
    self.encoding = encoding
  }

  /// D + 20.
  public var steps: Int { delay + 2 * Self.symbols }

  /// 1 or 10.
  public var features: Int { encoding == .scalar ? 1 : 10 }

  private var delimiterStep: Int { delay + Self.symbols - 1 }
}

extension CopyTask {
  /// Writes what all sequences share, into zeros: the blanks (which are zeros) and the delimiter.
  func lay(into batch: inout Minibatch) {
    for row in delimiterStep * batch.size..<(delimiterStep + 1) * batch.size {
      switch encoding {
      case .scalar: batch.inputs[row, 0] = -1
      case .oneHot: batch.symbols[row] = 9
      }
    }
  }

  /// Draws each sequence's symbols, as inputs of the first ten steps and targets of the last ten.
  func draw(into batch: inout Minibatch, from random: inout RandomStream) {
    let (size, recall) = (batch.size, (delimiterStep + 1) * batch.size)
    for sample in 0..<size {
      for step in 0..<Self.symbols {
        let row = step * size + sample
        let symbol = 1 + random.integer(below: 8)
        switch encoding {
        case .scalar: batch.inputs[row, 0] = Float(symbol)
        case .oneHot: batch.symbols[row] = Int32(symbol)
        }
        batch.classes[recall + row] = Int32(symbol)
      }
    }
  }
}

/// Foretell each character of a sentence from those before it (the paper's section 3).
///
/// A sentence is a line of Mikolov's text, with its leading space and its newline. There are 49
/// symbols: 0 for `<unk>` and anything unlisted, 1 for the newline, then `# $ & ' * - . / \`, the
/// digits, `N` (a number), the space, a…z. The input of step t is symbol t, the answer symbol t + 1.
/// Sentences are dropped where the line, with its newline and with `<unk>` as five characters, is
/// longer than `maximalLength`.
public struct PennTreebank: Sendable, Equatable {
  /// The symbols, which are the inputs and the classes.
  public static let symbols = alphabet.count + 1

  /// The longest line that is kept, in characters.
  public let maximalLength: Int
  /// Which positions are counted.
  public let mask: MaskRule

  /// The task with lines of at most `maximalLength` characters, at least 2.
  public init(maximalLength: Int = 75, mask: MaskRule = .strict) {
    precondition(maximalLength >= 2, "a sentence has at least 2 characters, not \(maximalLength)")
    self.maximalLength = maximalLength
    self.mask = mask
  }

  /// The listed symbols in the order of their numbers, from 1.
  static let alphabet: [UInt8] = Array("\n#$&'*-./\\0123456789N abcdefghijklmnopqrstuvwxyz".utf8)

  /// The positions of a sentence of this many symbols that are shown to the network.
  func positions(ofLength length: Int) -> Int {
    switch mask {
    case .strict: length - 1
    case .padded: min(length + 1, maximalLength)
    }
  }
}

/// Which positions of a padded sentence are counted in loss and accuracy.
public enum MaskRule: String, CaseIterable, Sendable {
  /// Those whose answer is a character of the sentence.
  case strict
  /// Two more (one if the sentence is as long as any may be), as the paper's code counts.
  ///
  /// After the newline comes 0 and after that 0 again, which costs nothing to foretell.
  case padded
}

/// Sentences as symbols, one after the other in one array.
struct Sentences: Sendable {
  /// The symbols of all sentences.
  private let symbols: [UInt8]
  /// Where each sentence starts, and at the end where the last one ends.
  private let starts: [Int]
  /// Unlisted characters that became symbol 0, and how often; `<unk>` is not among them.
  let unlisted: [Unicode.Scalar: Int]

  var count: Int { starts.count - 1 }

  /// The symbols of one sentence.
  subscript(sentence: Int) -> ArraySlice<UInt8> { symbols[starts[sentence]..<starts[sentence + 1]] }

  /// The sentences of a text that are not longer than the task says.
  ///
  /// A last line without a newline gets one; a line with nothing in it is no sentence.
  init(_ text: [UInt8], for task: PennTreebank) {
    var reading = SentenceReading(limit: task.maximalLength)
    text.withUnsafeBufferPointer { reading.read($0) }
    (symbols, starts, unlisted) = (reading.symbols, reading.starts, reading.unlisted)
  }

  private func length(_ sentence: Int32) -> Int {
    starts[Int(sentence) + 1] - starts[Int(sentence)]
  }

  /// Lays sentences into a batch, trimmed to the longest of them, the longest first.
  ///
  /// So the sentences that still go on at a time step lie side by side, and what is behind the ends of
  /// the others need not be computed.
  func lay(_ indices: ArraySlice<Int32>, task: PennTreebank, into batch: inout Minibatch) {
    let size = indices.count
    let ordered = indices.sorted { (length($0), $1) > (length($1), $0) }
    let steps = ordered.first.map { task.positions(ofLength: length($0)) } ?? 0
    batch.reshape(size: size, steps: steps, columns: 0)
    batch.resizeSymbols(to: steps * size)
    symbols.withUnsafeBufferPointer { source in
      for (sample, index) in ordered.enumerated() {
        let (start, end) = (starts[Int(index)], starts[Int(index) + 1])
        let sentence = UnsafeBufferPointer(rebasing: source[start..<end])
        let positions = task.positions(ofLength: sentence.count)
        batch.lay(sentence, positions: positions, sample: sample)
      }
    }
  }
}

extension Minibatch {
  /// Lays one sentence into column `sample` of symbols, classes and marks.
  fileprivate mutating func lay(
    _ sentence: UnsafeBufferPointer<UInt8>, positions: Int, sample: Int
  ) {
    let (size, steps) = (size, steps)
    symbols.withUnsafeMutableBufferPointer { symbols in
      classes.withUnsafeMutableBufferPointer { classes in
        marks.withUnsafeMutableBufferPointer { marks in
          for step in 0..<steps {
            let place = step * size + sample
            symbols[place] = step < sentence.count ? Int32(sentence[step]) : 0
            let isAnswered = step + 1 < sentence.count
            classes[place] = isAnswered ? Int32(sentence[step + 1]) : step < positions ? 0 : -1
            marks[place] = isAnswered ? 2 : step < positions ? 1 : 0
          }
        }
      }
    }
  }
}

/// The reading of one text, line by line.
private struct SentenceReading {
  private(set) var symbols: [UInt8] = []
  private(set) var starts = [0]
  private(set) var unlisted: [Unicode.Scalar: Int] = [:]

  private let limit: Int
  private let numbers: [UInt8]

  init(limit: Int) {
    self.limit = limit
    var numbers = [UInt8](repeating: 0, count: 256)
    for (index, byte) in PennTreebank.alphabet.enumerated() {
      numbers[Int(byte)] = UInt8(index + 1)
    }
    self.numbers = numbers
  }

  mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: Self.newline) ?? text.count
      if end > start { add(UnsafeBufferPointer(rebasing: text[start..<end])) }
      start = end + 1
    }
  }

  private static let newline = UInt8(ascii: "\n")
  private static let unknown = Array("<unk>".utf8)

  /// Takes one line, given without its newline.
  private mutating func add(_ line: UnsafeBufferPointer<UInt8>) {
    // The bytes that go on a character of UTF-8 are not counted.
    let length = line.reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    guard length <= limit else { return }
    var place = 0
    while place < line.count {
      let byte = line[place]
      if line[place...].starts(with: Self.unknown) {
        symbols.append(0)
        place += Self.unknown.count
      } else if numbers[Int(byte)] > 0 {
        symbols.append(numbers[Int(byte)])
        place += 1
      } else {
        symbols.append(0)
        place += addUnlisted(line[place...])
      }
    }
    symbols.append(numbers[Int(Self.newline)])
    starts.append(symbols.count)
  }

  /// Counts the character at the start of the rest of a line.
  /// - Returns: Its bytes.
  private mutating func addUnlisted(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    let bytes = 1 + rest.dropFirst().prefix { $0 & 0xC0 == 0x80 }.count
    let scalar = String(decoding: rest.prefix(bytes), as: UTF8.self).unicodeScalars.first
    unlisted[scalar ?? "\u{FFFD}", default: 0] += 1
    return bytes
  }
}

/// The lines of a text, split where YAML splits them, so that marks fit.
public struct SourceLines: Sendable {
  private let bytes: [UInt8]
  /// Where each line's bytes begin and end, the break left out.
  private let ranges: [Range<Int>]

  /// Splits at LF, CR LF, CR, NEL, LS and PS; a byte order mark is no part of the first line.
  /// - Complexity: O(bytes).
  public init(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    var ranges: [Range<Int>] = []
    var start = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    var here = start
    while here < bytes.count {
      let width = Self.breakWidth(at: here, in: bytes)
      if width > 0 {
        ranges.append(start..<here)
        start = here + width
      }
      here += max(1, width)
    }
    self.ranges = ranges + [start..<bytes.count]
    self.bytes = bytes
  }

  /// The characters of a line, from 1; none for a line that is not there; bytes that are no UTF-8
  /// become U+FFFD.
  public subscript(line: Int) -> [Unicode.Scalar] {
    guard ranges.indices.contains(line - 1) else { return [] }
    return Array(String(decoding: bytes[ranges[line - 1]], as: UTF8.self).unicodeScalars)
  }

  /// The place of a byte, counting columns in characters.
  func mark(ofByte offset: Int) -> Mark {
    let line = ranges.lastIndex { $0.lowerBound <= offset } ?? 0
    let before = bytes[ranges[line].lowerBound..<max(ranges[line].lowerBound, offset)]
    // Every byte but those that continue a character (10xxxxxx) begins a column.
    return Mark(line: line + 1, column: before.count { $0 & 0b1100_0000 != 0b1000_0000 } + 1)
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func breakWidth(at here: Int, in bytes: [UInt8]) -> Int {
    func next(_ distance: Int) -> UInt8 {
      here + distance < bytes.count ? bytes[here + distance] : 0
    }
    switch bytes[here] {
    case 0x0A: return 1
    case 0x0D: return next(1) == 0x0A ? 2 : 1
    case 0xC2 where next(1) == 0x85: return 2
    case 0xE2 where next(1) == 0x80 && (next(2) == 0xA8 || next(2) == 0xA9): return 3
    default: return 0
    }
  }
}

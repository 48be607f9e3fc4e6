import Foundation

/// The content of an IDX file of bytes (LeCun's format), checked against its header.
///
/// Four bytes 0, 0, 8 (unsigned bytes) and the number of dimensions, then each dimension as a
/// big-endian 32-bit integer, then the bytes, the last dimension fastest.
struct IDXFile {
  /// The lengths of the dimensions.
  let dimensions: [Int]
  /// All entries.
  let bytes: [UInt8]

  /// Reads a file that has this many dimensions.
  init(_ file: FoundFile, dimensions count: Int) throws(DataProblem) {
    let gzip = try GzipFile(file)
    dimensions = try Self.header(of: gzip, file, dimensions: count)
    let entries = try Self.entries(dimensions, of: gzip, file)
    var bytes = [UInt8](repeating: 0, count: entries)
    let found = try gzip.read(into: &bytes)
    guard found == entries else {
      throw file.damaged(
        "it ends after \(Grouped(found)) of the \(Grouped(entries)) entries its header tells of")
    }
    // Reading beyond the last entry also makes zlib compare the checksum.
    var rest = [UInt8](repeating: 0, count: 1)
    let excess = try gzip.read(into: &rest)
    guard excess == 0 else {
      throw file.damaged("it goes on after the \(Grouped(entries)) entries its header tells of")
    }
    self.bytes = bytes
  }

  private static func header(
    of gzip: borrowing GzipFile, _ file: FoundFile, dimensions count: Int
  ) throws(DataProblem) -> [Int] {
    var header = [UInt8](repeating: 0, count: 4 + 4 * count)
    let found = try gzip.read(into: &header)
    guard found > 0 else { throw file.damaged("it is empty") }
    func word(_ place: Int) -> UInt32 {
      header[4 * place..<4 * place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    let magic = 0x800 + UInt32(count)
    guard found >= 4, word(0) == magic else {
      throw file.damaged(
        "it begins with \(hex(header.prefix(min(found, 4)))), not with the \(hex(magic.bytes)) of "
          + "an IDX file of \(count) \(count == 1 ? "dimension" : "dimensions")")
    }
    guard found == header.count else { throw file.damaged("it ends within its header") }
    return (1...count).map { Int(word($0)) }
  }

  /// The number of entries, unless the header tells of more than the file can hold.
  private static func entries(
    _ dimensions: [Int], of gzip: borrowing GzipFile, _ file: FoundFile
  ) throws(DataProblem) -> Int {
    let limit = 1032 * gzip.compressedBytes  // no deflate stream is denser (zlib's documentation)
    var entries = 1
    for dimension in dimensions {
      let (product, overflow) = entries.multipliedReportingOverflow(by: dimension)
      guard !overflow, product <= limit else {
        throw file.damaged(
          "its header tells of \(dimensions.map { Grouped($0).description }.joined(separator: " × "))"
            + " entries, more than \(Grouped(gzip.compressedBytes)) bytes can hold")
      }
      entries = product
    }
    return entries
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
  }
}

extension UInt32 {
  /// The four bytes, the highest first.
  fileprivate var bytes: [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: self >> (24 - 8 * $0)) }
  }
}

public import Foundation

/// A file of named arrays that Python's `safetensors` reads: an 8-byte little-endian header length,
/// a JSON header, and the arrays' bytes.
///
/// Used for curves, weights, checkpoints and artifacts. Reading trusts no length: every offset is
/// checked against the file before anything is allocated.
public struct Safetensors: Sendable, Equatable {
  /// The element types we write.
  public enum Element: String, Sendable, Codable {
    /// 32-bit float.
    case float = "F32"
    /// 64-bit float.
    case double = "F64"
    /// 64-bit signed integer.
    case integer = "I64"

    /// Bytes of one element.
    public var size: Int { self == .float ? 4 : 8 }
  }

  /// One array.
  public struct Tensor: Sendable, Equatable {
    /// The element type.
    public let element: Element
    /// The extent of each dimension.
    public let shape: [Int]
    /// The elements, little-endian, row by row.
    public let bytes: Data

    /// A vector or matrix of doubles.
    public init(_ values: [Double], shape: [Int]? = nil) {
      self.init(.double, shape ?? [values.count], values.map { $0.bitPattern.littleEndian })
    }

    /// A vector or matrix of floats.
    public init(_ values: [Float], shape: [Int]? = nil) {
      self.init(.float, shape ?? [values.count], values.map { $0.bitPattern.littleEndian })
    }

    /// A vector or matrix of integers.
    public init(_ values: [Int], shape: [Int]? = nil) {
      self.init(.integer, shape ?? [values.count], values.map { Int64($0).littleEndian })
    }

    init(element: Element, shape: [Int], bytes: Data) {
      self.element = element
      self.shape = shape
      self.bytes = bytes
    }

    private init<Word>(_ element: Element, _ shape: [Int], _ words: [Word]) {
      precondition(
        shape.reduce(1, *) == words.count, "\(words.count) elements do not fill shape \(shape)")
      self.init(element: element, shape: shape, bytes: words.withUnsafeBytes { Data($0) })
    }

    /// The elements as doubles, if that is what they are.
    public var doubles: [Double]? {
      element == .double ? words(UInt64.self).map { Double(bitPattern: $0.littleEndian) } : nil
    }

    /// The elements as floats, if that is what they are.
    public var floats: [Float]? {
      element == .float ? words(UInt32.self).map { Float(bitPattern: $0.littleEndian) } : nil
    }

    /// The elements as integers, if that is what they are.
    public var integers: [Int]? {
      element == .integer ? words(Int64.self).map { Int($0.littleEndian) } : nil
    }

    private func words<Word: BitwiseCopyable>(_ type: Word.Type) -> [Word] {
      bytes.withUnsafeBytes { raw in
        let size = MemoryLayout<Word>.size
        return (0..<raw.count / size).map {
          raw.loadUnaligned(fromByteOffset: $0 * size, as: Word.self)
        }
      }
    }
  }

  /// The arrays, by name.
  public var tensors: [String: Tensor]
  /// Free text beside them.
  public var metadata: [String: String]

  /// A file's content from its parts.
  public init(_ tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }
}

extension Safetensors {
  /// What is wrong with a file; the description is a whole clause.
  public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    public let description: String
  }

  private struct Entry: Codable {
    let dtype: Element
    let shape: [Int]
    let dataOffsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  /// The file's bytes: names in order, so that equal content has equal bytes.
  public func serialized() throws -> Data {
    var members: [String: String] = [:]
    var body = Data()
    for name in tensors.keys.sorted() {
      guard let tensor = tensors[name] else { continue }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let range = "\(body.count),\(body.count + tensor.bytes.count)"
      members[name] =
        "{\"dtype\":\"\(tensor.element.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(range)]}"
      body += tensor.bytes
    }
    if !metadata.isEmpty {
      members["__metadata__"] = CanonicalJSON.object(
        metadata.mapValues { CanonicalJSON.text(of: $0) })
    }
    var header = Data(CanonicalJSON.object(members).utf8)
    // The format asks for the arrays to begin at a multiple of 8 bytes.
    header += Data(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    return length + header + body
  }

  /// Reads a file's bytes.
  /// - Throws: ``Problem``, whatever the bytes are.
  public init(serialized data: Data) throws(Problem) {
    guard data.count >= 8 else { throw Problem(description: "the file is shorter than its header") }
    let length = data.prefix(8).withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length <= UInt64(data.count - 8) else {
      throw Problem(description: "the header is cut off")
    }
    let header = data.dropFirst(8).prefix(Int(length))
    let body = data.dropFirst(8 + Int(length))
    let entries: [String: HeaderMember]
    do {
      entries = try TrialJSON.read([String: HeaderMember].self, from: Data(header))
    } catch {
      throw Problem(description: "the header is not what it should be: \(TrialJSON.explain(error))")
    }
    self.init()
    // In order, so that a damaged file is always told of by the same array.
    for (name, member) in entries.sorted(by: { $0.key < $1.key }) {
      switch member {
      case .metadata(let texts): metadata = texts
      case .entry(let entry): tensors[name] = try Self.tensor(name, entry, in: body)
      }
    }
  }

  private enum HeaderMember: Decodable {
    case metadata([String: String])
    case entry(Entry)

    init(from decoder: any Decoder) throws {
      if decoder.codingPath.last?.stringValue == "__metadata__" {
        self = .metadata(try [String: String](from: decoder))
      } else {
        self = .entry(try Entry(from: decoder))
      }
    }
  }

  private static func tensor(
    _ name: String, _ entry: Entry, in body: Data
  ) throws(Problem) -> Tensor {
    var bytes = entry.dtype.size
    for extent in entry.shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { throw Problem(description: "array \(name): bad shape") }
      bytes = product
    }
    guard entry.dataOffsets.count == 2, entry.dataOffsets[0] >= 0,
      entry.dataOffsets[0] <= entry.dataOffsets[1], entry.dataOffsets[1] <= body.count,
      entry.dataOffsets[1] - entry.dataOffsets[0] == bytes
    else { throw Problem(description: "array \(name) is cut off or of another size") }
    let slice = body.dropFirst(entry.dataOffsets[0]).prefix(bytes)
    return Tensor(element: entry.dtype, shape: entry.shape, bytes: Data(slice))
  }
}

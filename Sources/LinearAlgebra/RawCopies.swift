// Copies of whole rows as bytes: a number type's own copy, called through a generic, goes entry by entry.

extension UnsafeMutablePointer where Pointee: MatrixScalar {
  /// Takes over `count` entries; the two places may overlap.
  func copy(from source: UnsafePointer<Pointee>, count: Int) {
    UnsafeMutableRawPointer(self).copyMemory(
      from: source, byteCount: count * MemoryLayout<Pointee>.stride)
  }

  /// Makes `count` entries zero.
  func clear(count: Int) {
    UnsafeMutableRawPointer(self).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Pointee>.stride)
  }
}

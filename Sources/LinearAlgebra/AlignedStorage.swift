import CKernels
import Foundation

/// Memory for whole vectors of the processor: 64 bytes apart from every other, zero at first.
///
/// Swift's arrays start at any 16 bytes, and a load across two lines of the cache costs two.
/// Held by values that copy it before they change it, if somebody else holds it, too.
final class AlignedStorage<Scalar: MatrixScalar>: @unchecked Sendable {
  let count: Int
  let base: UnsafeMutablePointer<Scalar>

  init(count: Int) {
    self.count = count
    base = ck_allocate(count * MemoryLayout<Scalar>.stride)
      .bindMemory(to: Scalar.self, capacity: count)
  }

  /// The same entries in memory of their own.
  func copy() -> AlignedStorage {
    let copy = AlignedStorage(count: count)
    copy.base.copy(from: base, count: count)
    return copy
  }

  deinit { free(base) }
}

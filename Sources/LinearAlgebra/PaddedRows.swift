import CKernels

/// Rows of numbers for the steps of a recurrence: states, gates, messages, time step by time step.
///
/// A row holds `blocks` blocks of n columns (four gates, or one block), each padded to whole vectors.
/// The padding is zero, and stays it: the steps write zeros there. Rows lie an odd number of cache
/// lines apart, so that one column of many rows does not fall on the same few places of the cache
/// (measured at n = 128: 95 % of the peak for the gradient of W, against 70 %).
public struct PaddedRows<Scalar: MatrixScalar>: Sendable {
  /// The number of rows.
  public private(set) var rows: Int
  /// n, the columns of a block.
  public private(set) var columns: Int
  /// The blocks of a row.
  public private(set) var blocks: Int
  private var storage: AlignedStorage<Scalar>

  /// Rows of zeros.
  public init(rows: Int, columns: Int, blocks: Int = 1) {
    precondition(rows >= 0 && columns >= 0 && blocks >= 1, "\(rows) rows of \(blocks) × \(columns)")
    (self.rows, self.columns, self.blocks) = (rows, columns, blocks)
    storage = AlignedStorage(count: rows * Self.stride(blocks, columns))
  }

  /// Makes room for another shape; what stood here is then lost.
  ///
  /// Memory is kept where only the number of rows changes, and grows to the largest that was asked.
  public mutating func reshape(rows: Int, columns: Int, blocks: Int = 1) {
    let isAlike = columns == self.columns && blocks == self.blocks
    if isAlike, rows * stride <= storage.count {
      self.rows = rows
    } else {
      self = PaddedRows(rows: rows, columns: columns, blocks: blocks)
    }
  }

  /// The entries of a padded block.
  var blockWidth: Int { ck_padded(columns) }
  /// The entries of a row with all its padding.
  var width: Int { blocks * blockWidth }
  /// The entries from one row to the next.
  var stride: Int { Self.stride(blocks, columns) }

  private static func stride(_ blocks: Int, _ columns: Int) -> Int {
    let line = 64 / MemoryLayout<Scalar>.stride
    let lines = (blocks * ck_padded(columns) + line - 1) / line
    return (lines | 1) * line
  }

  /// A short text of the shape, for messages about our own mistakes.
  var shape: String { "\(rows) rows of \(blocks) × \(columns)" }
}

// Pointers stay good as long as the value they come from: as an argument, for the whole call.
extension PaddedRows {
  /// The first entry of a row, to be read.
  func base(_ row: Int) -> UnsafePointer<Scalar> {
    UnsafePointer(storage.base + row * stride)
  }

  /// The first entry of a row, to be changed; copies what somebody else holds, too.
  mutating func mutableBase(_ row: Int) -> UnsafeMutablePointer<Scalar> {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
    return storage.base + row * stride
  }

  func require(_ part: Range<Int>) {
    precondition(part.lowerBound >= 0 && part.upperBound <= rows, "rows \(part) of \(shape)")
  }
}

extension PaddedRows {
  /// Makes every entry of some rows zero, in place; of all when left out.
  public mutating func reset(rows part: Range<Int>? = nil) {
    let part = part ?? 0..<rows
    require(part)
    mutableBase(part.lowerBound).clear(count: part.count * stride)
  }

  /// self[rows] ← a row vector of blocks · n columns in each, in place.
  public mutating func fill(rows part: Range<Int>, with row: Matrix<Scalar>) {
    require(part)
    precondition(row.count == blocks * columns, "\(row.shape) into \(shape)")
    for target in part { lay(row, row: 0, into: target) }
  }

  /// The first rows ← those of a matrix of blocks · n columns, in place.
  public mutating func assign(_ matrix: Matrix<Scalar>) {
    precondition(
      matrix.rows <= rows && matrix.columns == blocks * columns, "\(matrix.shape) into \(shape)")
    for row in 0..<matrix.rows { lay(matrix, row: row, into: row) }
  }

  private mutating func lay(_ matrix: Matrix<Scalar>, row: Int, into target: Int) {
    let (columns, blockWidth, blocks) = (columns, blockWidth, blocks)
    let to = mutableBase(target)
    matrix.withRows(row..<row + 1) { from in
      for block in 0..<blocks {
        (to + block * blockWidth).copy(from: from + block * columns, count: columns)
      }
    }
  }

  /// self[target + r] ← self[source + r], in place; the two may overlap.
  public mutating func moveRows(_ source: Range<Int>, to target: Int) {
    require(source)
    require(target..<target + source.count)
    let count = source.count * stride
    mutableBase(target).copy(from: base(source.lowerBound), count: count)
  }

  /// self[part] ← other[part], in place.
  public mutating func copy(_ part: Range<Int>, from other: PaddedRows) {
    require(part)
    other.require(part)
    precondition(other.width == width, "\(other.shape) into \(shape)")
    mutableBase(part.lowerBound).copy(
      from: other.base(part.lowerBound), count: part.count * stride)
  }

  /// self ← self − matrix, of as many rows, in place.
  public mutating func subtract(_ matrix: Matrix<Scalar>) {
    precondition(
      matrix.rows == rows && blocks == 1 && matrix.columns == columns,
      "\(matrix.shape) from \(shape)")
    for row in 0..<rows {
      let entries = mutableBase(row)
      for column in 0..<columns { entries[column] -= matrix[row, column] }
    }
  }

  /// self ← factor · self, in place.
  public mutating func scale(by factor: Scalar) {
    let entries = UnsafeMutableBufferPointer(start: mutableBase(0), count: rows * stride)
    for index in entries.indices { entries[index] *= factor }
  }

  /// Σ of the squared entries of some rows, gathered in Double.
  public func sumOfSquares(rows part: Range<Int>) -> Double {
    require(part)
    return Scalar.sumOfSquares(count: part.count * stride, x: base(part.lowerBound))
  }

  /// Some rows without their padding, as a new matrix of blocks · n columns.
  public func matrix(rows part: Range<Int>) -> Matrix<Scalar> {
    var result = Matrix<Scalar>(rows: part.count, columns: blocks * columns)
    result.assign(self, rows: part)
    return result
  }
}

extension Matrix {
  /// Takes over some rows without their padding, as many as this matrix has, in place.
  public mutating func assign(_ padded: PaddedRows<Scalar>, rows part: Range<Int>? = nil) {
    let part = part ?? 0..<padded.rows
    padded.require(part)
    let (n, blocks) = (padded.columns, padded.blocks)
    precondition(
      rows == part.count && columns == blocks * n, "rows \(part) of \(padded.shape) into \(shape)")
    guard rows > 0 else { return }
    let columns = columns
    withRows(0..<rows) { to in
      for (row, source) in part.enumerated() {
        let from = padded.base(source)
        for block in 0..<blocks {
          (to + row * columns + block * n).copy(
            from: from + block * padded.blockWidth, count: n)
        }
      }
    }
  }
}

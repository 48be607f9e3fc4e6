import CKernels

/// A matrix laid out for the steps of a recurrence, vector by vector of columns (CKSteps.h).
///
/// Packed once an iteration, it is read in order at every time step.
public struct PackedMatrix<Scalar: MatrixScalar>: Sendable {
  /// The padded rows, which a step multiplies by.
  let inner: Int
  /// The padded columns.
  let width: Int
  private let blocks: Int
  private let isTransposed: Bool
  private var entries: PaddedRows<Scalar>

  /// Room for matrices of `rows` × (blocks · columns), or for their transposes.
  ///
  /// - Parameters:
  ///   - rows: the rows of the matrix to be packed.
  ///   - columns: the columns of one of its blocks.
  ///   - blocks: the blocks that stand side by side, each padded for itself: an LSTM's gates.
  ///   - transposed: whether a step shall multiply by the transpose.
  public init(rows: Int, columns: Int, blocks: Int = 1, transposed: Bool = false) {
    inner = transposed ? (blocks == 1 ? columns : blocks * ck_padded(columns)) : rows
    width = transposed ? ck_padded(rows) : blocks * ck_padded(columns)
    self.blocks = blocks
    isTransposed = transposed
    entries = PaddedRows(rows: 1, columns: inner * width)
  }

  /// Packs a matrix of the shape given at the beginning.
  ///
  /// - Complexity: one pass over its entries; no allocation.
  public mutating func pack(_ matrix: Matrix<Scalar>) {
    let (whole, isTransposed, blocks) = (inner, isTransposed, blocks)
    let (rows, columns, stride) = (matrix.rows, matrix.columns / blocks, matrix.columns)
    precondition(
      isTransposed
        ? width == ck_padded(rows)
          && whole == (blocks == 1 ? columns : blocks * ck_padded(columns))
        : whole == rows && width == blocks * ck_padded(columns),
      "\(matrix.shape) packed as \(whole) × \(width)")
    guard rows > 0 else { return }
    let out = entries.mutableBase(0)
    let pack = Scalar.stepKernels.table.pointee.pack
    matrix.withRows(0..<rows) { source in
      for block in 0..<blocks {
        let from = source + block * columns
        if isTransposed {
          pack(columns, rows, from, 1, stride, block * ck_padded(columns), whole, out)
        } else {
          pack(
            rows, columns, from, stride, 1, 0, whole, out + block * ck_padded(columns) * whole)
        }
      }
    }
  }

  var panels: UnsafePointer<Scalar> { entries.base(0) }
}

import CKernels

/// What the sum of a step begins with, row by row.
public enum StepStart<Scalar: MatrixScalar>: Sendable {
  /// Zeros.
  case nothing
  /// The first row, the same for all.
  case row(PaddedRows<Scalar>)
  /// One row of a table for each entry of `index`; those at `places` are meant.
  case table(PaddedRows<Scalar>, index: [Int32], places: Range<Int>)
  /// Rows of their own.
  case rows(PaddedRows<Scalar>, Range<Int>)
}

/// A product that a step adds: some rows times a packed matrix.
public enum StepTerm<Scalar: MatrixScalar>: Sendable {
  /// None.
  case nothing
  /// Rows of a matrix.
  case numbers(Matrix<Scalar>, rows: Range<Int>, PackedMatrix<Scalar>)
  /// Padded rows.
  case rows(PaddedRows<Scalar>, rows: Range<Int>, PackedMatrix<Scalar>)
}

/// The step kernels for one number type; CKSteps.h says what each computes.
public struct StepKernels {
  let table: UnsafePointer<CKStepTable>
}

// What follows lends pointers to the kernels; the values they come from are arguments, and so live on.

extension StepStart {
  /// Lends the start of `count` rows that are as wide as `width` entries.
  func lend<Result>(
    _ count: Int, _ width: Int,
    _ body: (UnsafePointer<Scalar>?, _ stride: Int, _ index: UnsafePointer<Int32>?) -> Result
  ) -> Result {
    switch self {
    case .nothing: return body(nil, 0, nil)
    case .row(let row):
      precondition(row.width == width && row.rows > 0, "\(row.shape) to start \(width)")
      return body(row.base(0), 0, nil)
    case .rows(let rows, let part):
      rows.require(part)
      precondition(rows.width == width && part.count == count, "rows \(part) of \(rows.shape)")
      return body(rows.base(part.lowerBound), rows.stride, nil)
    case .table(let table, let index, let places):
      precondition(
        places.count == count && places.upperBound <= index.count && table.width == width,
        "places \(places) of \(index.count) in \(table.shape)")
      return index.withUnsafeBufferPointer { index in
        let known = UInt32(table.rows)
        for place in places {
          precondition(
            UInt32(bitPattern: index[place]) < known, "a symbol outside a table of \(known)")
        }
        return body(table.base(0), table.stride, index.baseAddress.map { $0 + places.lowerBound })
      }
    }
  }
}

extension StepTerm {
  /// Lends the term of `count` rows and `width` columns.
  func lend<Result>(_ count: Int, _ width: Int, _ body: (CKTerm) -> Result) -> Result {
    switch self {
    case .nothing: return body(CKTerm())
    case .numbers(let matrix, let part, let packed):
      precondition(
        packed.width == width && packed.inner == matrix.columns && part.count == count
          && part.lowerBound >= 0 && part.upperBound <= matrix.rows,
        "rows \(part) of \(matrix.shape) by \(packed.inner) × \(packed.width)")
      return matrix.withRows(part) {
        body(
          CKTerm(
            inner: packed.inner, left: $0, left_stride: matrix.columns, panels: packed.panels))
      }
    case .rows(let rows, let part, let packed):
      precondition(part.count == count, "\(part.count) rows for \(count)")
      return body(rows.term(part, packed, width))
    }
  }
}

extension PaddedRows {
  /// Some of these rows as a term of `width` columns.
  func term(_ part: Range<Int>, _ packed: PackedMatrix<Scalar>, _ width: Int) -> CKTerm {
    require(part)
    precondition(
      packed.width == width && packed.inner <= self.width,
      "\(shape) by \(packed.inner) × \(packed.width) into \(width)")
    return CKTerm(
      inner: packed.inner, left: base(part.lowerBound), left_stride: stride,
      panels: packed.panels)
  }
}

/// Puts the parts of a step together; `out` is added by who has it.
func withAffine<Scalar, Result>(
  rows: Int, width: Int, _ start: StepStart<Scalar>, _ first: CKTerm, _ second: StepTerm<Scalar>,
  _ body: (inout CKAffine) -> Result
) -> Result {
  start.lend(rows, width) { from, stride, index in
    second.lend(rows, width) { second in
      var affine = CKAffine(
        rows: rows, width: width, start: from, start_stride: stride, index: index,
        terms: (second, first), out: nil, out_stride: 0)
      return body(&affine)
    }
  }
}

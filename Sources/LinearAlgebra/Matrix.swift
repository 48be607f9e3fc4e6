/// A dense matrix, row by row in one contiguous array.
///
/// A hidden state is B × n (one row a sample), and a whole sequence of them (T·B) × n, time step by
/// time step, so that the row vectors of `a = x·Win + b + h·W` need no transposes. Vectors are
/// matrices of one row.
public struct Matrix<Scalar: MatrixScalar>: Equatable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The entries, row by row; `elements[i * columns + j]` stands in row i and column j.
  public internal(set) var elements: [Scalar]

  /// A matrix whose entries are all `value`.
  public init(rows: Int, columns: Int, repeating value: Scalar = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix cannot have \(rows) × \(columns) entries")
    self.rows = rows
    self.columns = columns
    self.elements = Array(repeating: value, count: rows * columns)
  }

  /// A matrix of the given entries, row by row.
  public init(rows: Int, columns: Int, elements: [Scalar]) {
    precondition(
      elements.count == rows * columns, "\(elements.count) entries for \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// One row vector.
  public init(row: [Scalar]) {
    self.init(rows: 1, columns: row.count, elements: row)
  }

  /// The n × n identity.
  public static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }

  /// The entry in row `row` and column `column`, counted from 0.
  public subscript(row: Int, column: Int) -> Scalar {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The number of entries.
  public var count: Int { elements.count }

  /// The transposed matrix, as a copy.
  public func transposed() -> Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result[j, i] = self[i, j] }
    }
    return result
  }

  /// The same values as another number type; to Float, each is rounded to nearest.
  public func converted<Other: MatrixScalar>(to type: Other.Type = Other.self) -> Matrix<Other> {
    var result = Matrix<Other>(rows: rows, columns: columns)
    result.assign(converting: self)
    return result
  }
}

extension Matrix {
  /// A short text of the shape, for messages about our own mistakes.
  public var shape: String { "\(rows) × \(columns)" }

  /// Holds that two matrices have the same shape; a difference is a mistake of the caller.
  func requireSameShape<Other>(as other: Matrix<Other>) {
    precondition(
      rows == other.rows && columns == other.columns, "\(shape) does not meet \(other.shape)")
  }

  /// Lends the entries to `body`, in place and without a copy when nobody else holds them.
  public mutating func withMutableElements<Result>(
    _ body: (inout UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    try elements.withUnsafeMutableBufferPointer(body)
  }

  /// Makes every entry zero, in place.
  public mutating func reset() {
    elements.withUnsafeMutableBufferPointer { $0.baseAddress?.clear(count: $0.count) }
  }

  /// Takes over the entries of a matrix of the same shape, in place.
  public mutating func assign(_ other: Matrix) {
    requireSameShape(as: other)
    let count = count
    guard count > 0 else { return }
    withRows(0..<rows) { target in
      other.withRows(0..<other.rows) { target.copy(from: $0, count: count) }
    }
  }

  /// Takes over some rows of another matrix, as many as this one has, in place.
  public mutating func assign(_ other: Matrix, rows source: Range<Int>) {
    precondition(
      rows == source.count && columns == other.columns && source.upperBound <= other.rows,
      "rows \(source) of \(other.shape) into \(shape)")
    let count = count
    withRows(0..<rows) { target in
      other.withRows(source) { target.copy(from: $0, count: count) }
    }
  }
}

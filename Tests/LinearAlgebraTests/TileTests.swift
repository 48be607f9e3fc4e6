import CKernels
import LinearAlgebra
import Testing

@testable import LinearAlgebra

/// The products that the steps are made of, at every level and with every remainder of rows, columns
/// and depth.
@Suite struct TileTests {
  /// Rows, depth and columns: each side of a vector, of a tile, and of the rows packed at a time.
  static let shapes = [
    (1, 1, 1), (2, 3, 15), (3, 2, 16), (4, 5, 17), (5, 8, 31), (7, 16, 33), (9, 1, 64),
    (10, 33, 48), (11, 7, 5), (13, 256, 20), (18, 257, 40), (50, 300, 10), (19, 0, 6),
    (83, 513, 21), (531, 300, 35),
  ]

  @Test(arguments: KernelTests.levels, shapes)
  func `a product of whole matrices is its definition`(
    level: UInt32, shape: (rows: Int, inner: Int, columns: Int)
  ) throws {
    try checkProduct(level, shape, as: Float.self)
    try checkProduct(level, shape, as: Double.self)
  }

  private func checkProduct<Scalar: MatrixScalar>(
    _ level: UInt32, _ shape: (rows: Int, inner: Int, columns: Int), as type: Scalar.Type
  ) throws {
    let table = try LevelSteps<Scalar>.at(level).table
    let (m, k, n) = shape
    let a: Matrix<Scalar> = randomMatrix(m, k, "a")
    let b: Matrix<Scalar> = randomMatrix(k, n, "b")
    let start: Matrix<Scalar> = randomMatrix(m, n, "c")
    let product = naiveProduct(a.converted(), b.converted())
    // The entries of a matrix as it stands and of its transpose, with the steps between them.
    let lefts = [(a.elements, k, 1), (a.transposed().elements, 1, m)]
    let rights = [(b.elements, n, 1), (b.transposed().elements, 1, k)]
    for (left, leftRow, leftInner) in lefts {
      for (right, rightInner, rightColumn) in rights {
        for (alpha, beta) in [(1.0, 0.0), (1, 1), (-2, 0.5)] {
          // What beta 0 does not read may be NaN.
          let c = AlignedStorage(beta == 0 ? Array(repeating: .nan, count: m * n) : start.elements)
          let (left, right) = (AlignedStorage(left), AlignedStorage(right))
          var call = CKProduct(
            rows: m, columns: n, inner: k, left: left.base, left_row: leftRow,
            left_inner: leftInner, right: right.base, right_inner: rightInner,
            right_column: rightColumn, out: c.base, out_stride: n, is_lower: 0)
          withExtendedLifetime((left, right)) { table.multiply(&call, alpha, beta) }
          var expected = start.converted(to: Double.self)
          expected.scale(by: beta)
          expected.add(alpha, product)
          // k products of size near 1, each rounded: a few ulp times k.
          let tolerance = 8 * Double(k + 2) * Double(Scalar.ulpOfOne)
          let result = Matrix(rows: m, columns: n, elements: c.elements).converted(to: Double.self)
          #expect(largestDifference(result, expected) <= tolerance)
        }
      }
    }
  }

  @Test(arguments: KernelTests.levels, shapes.filter { $0.1 > 0 })
  func `a packed product is its definition, and leaves the padding zero`(
    level: UInt32, shape: (rows: Int, inner: Int, columns: Int)
  ) throws {
    try checkPacked(level, shape, blocks: 1, as: Float.self)
    try checkPacked(level, shape, blocks: 4, as: Float.self)
    try checkPacked(level, shape, blocks: 4, as: Double.self)
  }

  private func checkPacked<Scalar: MatrixScalar>(
    _ level: UInt32, _ shape: (rows: Int, inner: Int, columns: Int), blocks: Int,
    as type: Scalar.Type
  ) throws {
    let steps = try LevelSteps<Scalar>.at(level)
    let (m, k, n) = shape
    let x: Matrix<Scalar> = randomMatrix(m, k, "x")
    let w: Matrix<Scalar> = randomMatrix(k, blocks * n, "w")
    let bias: Matrix<Scalar> = randomMatrix(1, blocks * n, "bias")
    let rows = steps.padded(x.elements, rows: m)
    let start = steps.padded(bias.elements, rows: 1, blocks: blocks)
    let width = blocks * ck_padded(n)
    let panels = AlignedStorage([Scalar](repeating: 0, count: k * width))
    let source = AlignedStorage(w.elements)
    for block in 0..<blocks {
      let place = block * ck_padded(n) * k
      steps.table.pack(
        k, n, source.base + block * n, blocks * n, 1, 0, k, panels.base + place)
    }
    var out = PaddedRows<Scalar>(rows: m, columns: n, blocks: blocks)
    let term = CKTerm(
      inner: k, left: rows.base(0), left_stride: rows.stride, panels: panels.base)
    var call = CKAffine(
      rows: m, width: width, start: start.base(0), start_stride: 0, index: nil,
      terms: (term, CKTerm()), out: out.mutableBase(0), out_stride: out.stride)
    withExtendedLifetime((rows, start, panels, source)) { steps.table.affine(&call) }
    var expected = naiveProduct(x.converted(), w.converted())
    for i in 0..<m {
      for j in 0..<blocks * n { expected[i, j] += Double(bias[0, j]) }
    }
    let tolerance = 8 * Double(k + 2) * Double(Scalar.ulpOfOne)
    #expect(
      largestDifference(out.matrix(rows: 0..<m).converted(to: Double.self), expected) <= tolerance)
    #expect(out.sumOfSquares(rows: 0..<m) == out.matrix(rows: 0..<m).sumOfSquares(padded: out))
  }

  @Test(arguments: KernelTests.levels)
  func `two long terms are summed piece by piece, in any order`(level: UInt32) throws {
    let steps = try LevelSteps<Double>.at(level)
    let (m, n) = (97, 19)
    for (first, second) in [(300, 600), (3, 257), (257, 3), (0, 300)] {
      let (x, y): (Matrix<Double>, Matrix<Double>) = (
        randomMatrix(m, first, "x"), randomMatrix(m, second, "y")
      )
      let w: Matrix<Double> = randomMatrix(first + second, n, "w")
      let (left, right) = (steps.padded(x.elements, rows: m), steps.padded(y.elements, rows: m))
      let panels = AlignedStorage([Double](repeating: 0, count: (first + second) * ck_padded(n)))
      let source = AlignedStorage(w.elements)
      let ofSecond = panels.base + first * ck_padded(n)
      steps.table.pack(first, n, source.base, n, 1, 0, first, panels.base)
      steps.table.pack(second, n, source.base + first * n, n, 1, 0, second, ofSecond)
      var out = PaddedRows<Double>(rows: m, columns: n)
      let terms = (
        CKTerm(inner: first, left: left.base(0), left_stride: left.stride, panels: panels.base),
        CKTerm(inner: second, left: right.base(0), left_stride: right.stride, panels: ofSecond)
      )
      var call = CKAffine(
        rows: m, width: ck_padded(n), start: nil, start_stride: 0, index: nil, terms: terms,
        out: out.mutableBase(0), out_stride: out.stride)
      withExtendedLifetime((left, right, panels, source)) { steps.table.affine(&call) }
      var expected = naiveProduct(
        y, Matrix(rows: second, columns: n, elements: Array(w.elements[(first * n)...])))
      if first > 0 {
        let head = Matrix(rows: first, columns: n, elements: Array(w.elements[..<(first * n)]))
        expected.add(1, naiveProduct(x, head))
      }
      #expect(largestDifference(out.matrix(rows: 0..<m), expected) <= 1e-12)
    }
  }

  @Test(arguments: [1, 5, 16, 33])
  func `a look-up starts a row, and a scatter is its transpose`(columns: Int) {
    let table: Matrix<Float> = randomMatrix(3, columns, "table")
    var padded = PaddedRows<Float>(rows: 3, columns: columns)
    padded.assign(table)
    let index: [Int32] = [9, 2, 0, 2, 9]
    var rows = PaddedRows<Float>(rows: 3, columns: columns)
    rows.setAffine(rows: 0..<3, start: .table(padded, index: index, places: 1..<4), .nothing)
    for (row, symbol) in [2, 0, 2].enumerated() {
      #expect(rows.matrix(rows: row..<row + 1).elements == table.row(symbol))
    }
    var sums = PaddedRows<Float>(rows: 3, columns: columns)
    sums.scatter(rows, rows: 0..<3, index: index, places: 1..<4)
    #expect(sums.matrix(rows: 0..<1).elements == table.row(0))
    #expect(sums.matrix(rows: 1..<2).elements.allSatisfy { $0 == 0 })
    #expect(sums.matrix(rows: 2..<3).elements == table.row(2).map { 2 * $0 })
  }
}

extension AlignedStorage {
  fileprivate convenience init(_ elements: [Scalar]) {
    self.init(count: elements.count)
    base.update(from: elements, count: elements.count)
  }

  fileprivate var elements: [Scalar] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

extension Matrix {
  fileprivate func row(_ index: Int) -> [Scalar] {
    Array(elements[index * columns..<(index + 1) * columns])
  }

  /// The same sum as that of padded rows with zeros behind their columns, in their order.
  fileprivate func sumOfSquares(padded: PaddedRows<Scalar>) -> Double {
    var again = PaddedRows<Scalar>(rows: rows, columns: padded.columns, blocks: padded.blocks)
    again.assign(self)
    return again.sumOfSquares(rows: 0..<rows)
  }
}

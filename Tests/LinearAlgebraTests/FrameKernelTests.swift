import CKernels
import Testing

@testable import LinearAlgebra

/// The loops of the Cayley step, at every level that this processor has.
@Suite struct FrameKernelTests {
  static let sizes = [1, 2, 5, 15, 16, 17, 33, 52]

  @Test(arguments: KernelTests.levels, sizes)
  func `a frame's skew part is exactly skew, and its formula`(level: UInt32, size: Int) throws {
    let kernels = try #require(ck_float_at(CKLevel(rawValue: level))).pointee
    let z: Matrix<Float> = randomMatrix(size, size)
    let s: Matrix<Float> = randomMatrix(1, size, "s")
    var k = z
    for isLeft in [true, false] {
      k.withMutableElements { out in
        guard let out = out.baseAddress else { return }
        kernels.frame_skew(size, isLeft ? 1 : 0, 0.3, z.elements, s.elements, out)
      }
      for i in 0..<size {
        for j in 0..<size {
          #expect(k[i, j] == -k[j, i])
          let (scale, other) = isLeft ? (s[0, j], s[0, i]) : (s[0, i], s[0, j])
          // The same roundings as here, so that the value does not hang on the level.
          #expect(k[i, j] == 0.3 * (z[i, j] * scale - z[j, i] * other))
        }
      }
    }
  }

  @Test(arguments: KernelTests.levels, sizes)
  func `the series is its definition, from a lower triangle`(level: UInt32, size: Int) throws {
    let kernels = try #require(ck_double_at(CKLevel(rawValue: level))).pointee
    let k: Matrix<Double> = randomMatrix(size, size)
    let given: Matrix<Double> = randomMatrix(size, size, "square")
    var (square, turn) = (given, k)
    square.withMutableElements { square in
      turn.withMutableElements { turn in
        guard let square = square.baseAddress, let turn = turn.baseAddress else { return }
        kernels.cayley_series(size, square, turn)
      }
    }
    for i in 0..<size {
      for j in 0..<size {
        #expect(square[i, j] == given[max(i, j), min(i, j)])
        #expect(turn[i, j] == -2 * (k[i, j] + square[i, j]))
      }
    }
  }

  @Test(arguments: [1, 2, 7, 33, 65, 601])
  func `the lower triangle of a square is the product's`(size: Int) {
    let matrix: Matrix<Double> = randomMatrix(size, size)
    var square = Matrix<Double>(rows: size, columns: size, repeating: 7)
    square.assignLowerTriangle(ofSquareOf: matrix)
    let product = naiveProduct(matrix, matrix.transposed())
    for i in 0..<size {
      // Sums of `size` products of size 1, in another order.
      let tolerance = 2e-14 + 1.2e-15 * Double(size)
      for j in 0...i { #expect(abs(square[i, j] - product[i, j]) < tolerance) }
    }
  }

  @Test(arguments: [1, 5, 47])
  func `a change is added in Double and rounded anew`(size: Int) {
    // 47² = 2,209 entries: more than one piece of the loop.
    let start: Matrix<Double> = randomMatrix(size, size)
    let change: Matrix<Float> = randomMatrix(size, size, "change")
    var matrix = OrthogonalMatrix<Float>(start)
    matrix.add(change)
    for index in start.elements.indices {
      let sum = start.elements[index] + Double(change.elements[index])
      #expect(matrix.exact.elements[index] == sum)
      #expect(matrix.rounded.elements[index] == Float(sum))
    }
    #expect(matrix.value(as: Double.self) == matrix.exact)
    #expect(matrix.value(as: Float.self) == matrix.rounded)
  }
}

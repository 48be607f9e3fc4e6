internal import CKernels

/// The fused loops of a Cayley step in the frame of its bases; CKernels.h says what each computes.
public protocol FrameKernelScalar {
  /// out ← scale (z diag(s) − diag(s) zᵀ), or scale (diag(s) z − zᵀ diag(s)); exactly skew.
  static func frameSkew(
    size: Int, side: FactorSide, scale: Self, z: UnsafePointer<Self>, s: UnsafePointer<Self>,
    out: UnsafeMutablePointer<Self>)
  /// Completes square = k kᵀ from its lower triangle; turn ← −2 (turn + square).
  static func cayleySeries(
    size: Int, square: UnsafeMutablePointer<Self>, turn: UnsafeMutablePointer<Self>)
  /// y ← y + x.
  static func addToDouble(count: Int, x: UnsafePointer<Self>, y: UnsafeMutablePointer<Double>)
}

extension Float: FrameKernelScalar {
  /// Calls `frame_skew`.
  public static func frameSkew(
    size: Int, side: FactorSide, scale: Float, z: UnsafePointer<Float>, s: UnsafePointer<Float>,
    out: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.frame_skew(size, side == .left ? 1 : 0, scale, z, s, out)
  }

  /// Calls `cayley_series`.
  public static func cayleySeries(
    size: Int, square: UnsafeMutablePointer<Float>, turn: UnsafeMutablePointer<Float>
  ) {
    ck_float().pointee.cayley_series(size, square, turn)
  }

  /// Calls `add_to_double`.
  public static func addToDouble(
    count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Double>
  ) {
    ck_float().pointee.add_to_double(count, x, y)
  }
}

extension Double: FrameKernelScalar {
  /// Calls `frame_skew`.
  public static func frameSkew(
    size: Int, side: FactorSide, scale: Double, z: UnsafePointer<Double>, s: UnsafePointer<Double>,
    out: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.frame_skew(size, side == .left ? 1 : 0, scale, z, s, out)
  }

  /// Calls `cayley_series`.
  public static func cayleySeries(
    size: Int, square: UnsafeMutablePointer<Double>, turn: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.cayley_series(size, square, turn)
  }

  /// Calls `add_to_double`.
  public static func addToDouble(
    count: Int, x: UnsafePointer<Double>, y: UnsafeMutablePointer<Double>
  ) {
    ck_double().pointee.add_to_double(count, x, y)
  }
}

extension Matrix {
  /// self ← factor · (Z·S − S·Zᵀ) on the left, or factor · (S·Z − Zᵀ·S) on the right, S = diag(s).
  ///
  /// In place and exactly skew-symmetric, because both halves of a pair of entries round alike.
  ///
  /// - Parameters:
  ///   - frame: Z, n × n.
  ///   - scale: s, one row of n.
  ///   - side: which of the two.
  ///   - factor: a number that multiplies all.
  public mutating func assignFrameSkew(
    of frame: Matrix, scaledBy scale: Matrix, on side: FactorSide, factor: Scalar
  ) {
    requireSameShape(as: frame)
    precondition(
      rows == columns && scale.rows == 1 && scale.columns == rows,
      "\(scale.shape) scales \(shape)")
    let size = rows
    withRows(0..<size) { out in
      frame.withRows(0..<size) { z in
        scale.withRows(0..<1) {
          Scalar.frameSkew(size: size, side: side, scale: factor, z: z, s: $0, out: out)
        }
      }
    }
  }

  /// The lower triangle of self ← A·Aᵀ, in place; what stands above the diagonal has no meaning.
  ///
  /// - Complexity: n³ operations, half of a product's.
  public mutating func assignLowerTriangle(ofSquareOf matrix: Matrix) {
    requireSameShape(as: matrix)
    precondition(rows == columns, "the square of \(shape)")
    let size = rows
    guard size > 0 else { return }
    withRows(0..<size) { out in
      matrix.withRows(0..<size) { a in
        var product = CKProduct(
          rows: size, columns: size, inner: size, left: a, left_row: size, left_inner: 1, right: a,
          right_inner: 1, right_column: size, out: out, out_stride: size, is_lower: 1)
        Scalar.stepKernels.table.pointee.multiply(&product, 1, 0)
      }
    }
  }

  /// self: a skew-symmetric k ← −2·(k + k·kᵀ) = −2·(k − k²), in place.
  ///
  /// - Parameter square: k·kᵀ in its lower triangle; whole afterwards.
  public mutating func becomeCayleySeries(square: inout Matrix) {
    requireSameShape(as: square)
    precondition(rows == columns, "the square of \(shape)")
    let size = rows
    withRows(0..<size) { turn in
      square.withRows(0..<size) { Scalar.cayleySeries(size: size, square: $0, turn: turn) }
    }
  }
}

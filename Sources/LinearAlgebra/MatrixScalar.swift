/// The number type of a matrix: Float or Double, and no other.
///
/// What it requires are LAPACK calls and fused loops, each concrete for its type. Generic
/// code above costs one dispatch a call and never one an entry, because generics are not specialised
/// across modules.
public protocol MatrixScalar: BinaryFloatingPoint, Sendable, LAPACKScalar, KernelScalar,
  FrameKernelScalar
{}

extension Float: MatrixScalar {}
extension Double: MatrixScalar {}

/// The calls of LAPACK; the pointers are used by `Matrix` alone.
public protocol LAPACKScalar {
  /// B ← A⁻¹ B for column-by-column n × n matrices; A becomes its LU factors (gesv).
  ///
  /// Returns the number of the zero pivot, or 0.
  static func solve(
    _ size: Int, _ matrix: UnsafeMutablePointer<Self>, _ right: UnsafeMutablePointer<Self>,
    _ pivots: UnsafeMutablePointer<Int32>
  ) -> Int
  /// Replaces a column-by-column m × n matrix, m ≥ n, by Q of its QR; returns diag(R) (geqrf, orgqr).
  static func orthonormalize(
    _ rows: Int, _ columns: Int, _ matrix: UnsafeMutablePointer<Self>
  ) -> [Self]
  /// The thin SVD of a column-by-column m × n matrix, which is destroyed (gesdd).
  ///
  /// Returns the number of superdiagonals that did not converge, or 0.
  static func decompose(
    _ rows: Int, _ columns: Int, _ matrix: UnsafeMutablePointer<Self>,
    _ values: UnsafeMutablePointer<Self>, _ left: UnsafeMutablePointer<Self>,
    _ right: UnsafeMutablePointer<Self>
  ) -> Int
}

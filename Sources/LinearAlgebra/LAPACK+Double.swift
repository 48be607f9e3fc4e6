import COpenBLAS

// The twin of LAPACK+Float.swift: the same calls under the names of the other precision.

extension Double: LAPACKScalar {
  /// dgesv.
  public static func solve(
    _ size: Int, _ matrix: UnsafeMutablePointer<Double>, _ right: UnsafeMutablePointer<Double>,
    _ pivots: UnsafeMutablePointer<Int32>
  ) -> Int {
    var n = CInt(size)
    var info: CInt = 0
    dgesv_(&n, &n, matrix, &n, pivots, right, &n, &info)
    return Int(info)
  }

  /// dgeqrf and dorgqr.
  public static func orthonormalize(
    _ rows: Int, _ columns: Int, _ matrix: UnsafeMutablePointer<Double>
  ) -> [Double] {
    var (m, n, info) = (CInt(rows), CInt(columns), CInt(0))
    var tau = [Double](repeating: 0, count: columns)
    var size = CInt(64 * max(columns, 1))  // 64: LAPACK's largest block of columns
    var work = [Double](repeating: 0, count: Int(size))
    dgeqrf_(&m, &n, matrix, &m, &tau, &work, &size, &info)
    let diagonal = (0..<columns).map { matrix[$0 * rows + $0] }
    dorgqr_(&m, &n, &n, matrix, &m, tau, &work, &size, &info)
    return diagonal
  }

  /// dgesdd with job S.
  public static func decompose(
    _ rows: Int, _ columns: Int, _ matrix: UnsafeMutablePointer<Double>,
    _ values: UnsafeMutablePointer<Double>, _ left: UnsafeMutablePointer<Double>,
    _ right: UnsafeMutablePointer<Double>
  ) -> Int {
    let least = min(rows, columns)
    var (m, n, k, info) = (CInt(rows), CInt(columns), CInt(least), CInt(0))
    // The bound of the LAPACK manual for job S, with room for its blocks.
    var size = CInt(4 * least * least + 7 * least + 64 * (rows + columns))
    var work = [Double](repeating: 0, count: Int(size))
    var integers = [CInt](repeating: 0, count: 8 * least)
    dgesdd_(
      "S", &m, &n, matrix, &m, values, left, &m, right, &k, &work, &size, &integers, &info, 1)
    return Int(info)
  }
}

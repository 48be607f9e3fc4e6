import COpenBLAS

/// What the process says to OpenBLAS as a whole.
public enum BLAS {
  /// Sets how many threads a product may use.
  ///
  /// Trial programs call it with 1 at their start: a sweep has more trials than cores, and one
  /// thread gives the same bytes whatever runs beside it.
  public static func setThreads(_ count: Int) {
    precondition(count >= 1, "a product needs a thread; \(count) were offered")
    openblas_set_num_threads(CInt(clamping: count))
  }

  /// The processor family whose kernels OpenBLAS chose, such as "Haswell" or "Zen".
  ///
  /// Records carry it, because results may differ in the last bits between kernels.
  public static var coreName: String {
    guard let name = openblas_get_corename() else { return "unknown" }
    return String(cString: name)
  }

  /// OpenBLAS's version, such as "0.3.21".
  public static var version: String {
    guard let config = openblas_get_config() else { return "unknown" }
    // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …"
    let words = String(cString: config).split(separator: " ")
    return words.count > 1 ? String(words[1]) : "unknown"
  }
}

import CKernels

/// The processor level whose kernels are in use.
///
/// It is the best that this processor has, or the one that the environment variable
/// ORTHOSWEEP_KERNELS names; fixed when the program starts.
public enum KernelLevel: String, Sendable {
  /// Runs everywhere.
  case portable
  /// x86-64 with AVX2 and FMA.
  case avx2
  /// x86-64 with AVX-512 (F, VL, DQ, BW).
  case avx512

  /// The level in use.
  public static var current: KernelLevel {
    switch ck_level() {
    case CKLevelAVX512: .avx512
    case CKLevelAVX2: .avx2
    default: .portable
    }
  }
}

/// How q = C(k) − I = −2k·(I + k)⁻¹ is computed, the cheapest way that is accurate for this k.
///
/// For a skew k, q = −2(k − k²)·(I + k² + k⁴ + …). Stopped before the power kᵐ of the last factor, m
/// even, q misses q·kᵐ: it is accurate to ‖k‖ᵐ of itself, and I + q is orthogonal but for ±4·kᵐ⁺²
/// (the terms of order m + 1 are skew and cancel). A series is taken where the one is below the
/// rounding of the network's numbers, and the other below 2⁻⁵⁴, half an ulp of 1 halved.
enum CayleyRoute: Equatable, Sendable {
  /// q = −2(k − k²): m = 2, in n³ operations (k² = −k·kᵀ is symmetric).
  case secondOrder
  /// q = −2(k − k²)·(I + k²): m = 4, in 3·n³ operations.
  case fourthOrder
  /// q = −2k·(I + k)⁻¹ by LU, in 8/3·n³ operations at half a product's speed.
  case solve

  /// The route for a k of a given size.
  ///
  /// - Parameters:
  ///   - squaredNorm: ‖k‖², or a bound of it. ‖k‖_F²/2 is one: the singular values of a skew matrix
  ///     come in pairs.
  ///   - precision: the relative rounding of the network's numbers.
  init(squaredNorm: Double, precision: Double) {
    let orthogonality = 0x1p-54
    let (second, fourth) = (squaredNorm, squaredNorm * squaredNorm)
    // Where k holds NaN or infinity no comparison holds.
    if second <= precision, 4 * fourth <= orthogonality {
      self = .secondOrder
    } else if fourth <= precision, 4 * fourth * second <= orthogonality {
      self = .fourthOrder
    } else {
      self = .solve
    }
  }

  /// Whether k·kᵀ may be summed in Float although the step is in Double and the network in Float.
  ///
  /// An error E of k² moves (I + q)ᵀ(I + q) by 4·E (k·E + E·k aside, which is smaller by ‖k‖). Summing
  /// n products of Float numbers errs by √n·2⁻²⁴ of the sum of their magnitudes (the probabilistic
  /// bound of Higham and Mary 2019), so ‖E‖ ≤ ‖E‖_F ≤ √n·2⁻²⁴·‖k‖_F². What is left is held below 2⁻⁵⁴.
  static func allowsFloatSquare(squaredNorm: Double, size: Int) -> Bool {
    let frobenius = 2 * squaredNorm
    return 4 * Double(size).squareRoot() * 0x1p-24 * frobenius <= 0x1p-54
  }
}

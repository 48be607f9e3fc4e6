import Foundation

/// The regularized incomplete beta function.
///
/// I_x(a, b) = ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt / B(a, b), by its continued fraction (NIST Digital Library of
/// Mathematical Functions, 8.17.22) evaluated by Lentz's method.
///
/// - Parameters:
///   - x: 0 ≤ x ≤ 1.
///   - a: a > 0.
///   - b: b > 0.
/// - Returns: I_x(a, b), to about 1e-14 relative.
func regularizedIncompleteBeta(_ x: Double, a: Double, b: Double) -> Double {
  precondition((0...1).contains(x) && a > 0 && b > 0, "I_\(x)(\(a), \(b)) is not defined")
  if x == 0 || x == 1 { return x }
  // The fraction converges fast left of the mean; right of it I_x(a, b) = 1 − I_{1−x}(b, a).
  if x > (a + 1) / (a + b + 2) { return 1 - regularizedIncompleteBeta(1 - x, a: b, b: a) }
  let logFront = a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)
  return exp(logFront) / (a * lentzFraction(x, a, b))
}

/// 1 + d₁/(1 + d₂/(1 + …)), the denominator of the continued fraction.
private func lentzFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  // Replaces an exact zero, as Lentz's method asks; far below any term that matters.
  let tiny = 1e-300
  var fraction = 1.0
  var c = 1.0
  var d = 0.0
  // Left of the mean some tens of terms are enough; the bound only ends a NaN's loop.
  for n in 1...10_000 {
    let m = Double(n / 2)
    let term =
      n % 2 == 0
      ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 + term * d
    d = 1 / (d == 0 ? tiny : d)
    c = 1 + term / c
    c = c == 0 ? tiny : c
    fraction *= c * d
    if abs(c * d - 1) < 1e-16 { break }
  }
  return fraction
}

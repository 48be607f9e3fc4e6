import Foundation

/// Student's t distribution.
public struct StudentT: Sendable, Equatable {
  /// ν > 0, the degrees of freedom; n − 1 for the mean of n seeds.
  public let degreesOfFreedom: Double

  /// The distribution with ν degrees of freedom.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "t with \(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T > t) for t ≥ 0: ½ I_x(ν/2, ½) with x = ν / (ν + t²).
  public func upperTail(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    return 0.5 * regularizedIncompleteBeta(nu / (nu + t * t), a: nu / 2, b: 0.5)
  }

  /// The density at t.
  ///
  /// Γ((ν + 1)/2) / (√(πν) Γ(ν/2)) · (1 + t²/ν)^(−(ν + 1)/2).
  public func density(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    let half: Double = (nu + 1) / 2
    let logFront: Double = lgamma(half) - lgamma(nu / 2) - log(nu * Double.pi) / 2
    return exp(logFront - half * log1p(t * t / nu))
  }

  /// The t that is exceeded with probability 1 − p.
  /// - Parameter p: ½ ≤ p < 1, as 0.975 for a two-sided interval of 95 %.
  /// - Returns: t ≥ 0, to about 1e-13 relative.
  public func quantile(_ p: Double) -> Double {
    precondition(p >= 0.5 && p < 1, "a quantile of t at \(p)")
    let tail = 1 - p
    if tail == 0.5 { return 0 }
    var low = 0.0
    var high = 1.0
    while upperTail(high) > tail { (low, high) = (high, 2 * high) }
    // Newton's method, held inside the bracket by bisection.
    var t = (low + high) / 2
    for _ in 0..<200 {
      let excess = upperTail(t) - tail
      if excess > 0 { low = t } else { high = t }
      let newton = t + excess / density(t)
      let next = newton > low && newton < high ? newton : (low + high) / 2
      if abs(next - t) <= 1e-15 * t { return next }
      t = next
    }
    return t
  }
}

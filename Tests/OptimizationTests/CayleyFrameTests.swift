import LinearAlgebra
import Testing

@testable import Optimization

/// The step in the frame of the bases against the paper's formula on each factor's own gradient.
@Suite struct CayleyFrameTests {
  @Test(arguments: [1, 2, 5, 33, 130], CayleyRoute.allCases)
  func `in Double both sides follow the paper's formula`(size: Int, route: CayleyRoute) {
    let problem = Problem(size: size)
    for side in [FactorSide.left, .right] {
      let rate = problem.rate(on: side, for: route, precision: 0x1p-53)
      // Two ways of a few sums of n products, and a solve of a condition below 3: some ulp of
      // entries up to 1. A series is cut where its rest is smaller.
      let error = problem.errorOfStep(on: side, rate: rate, as: Double.self)
      #expect(error.matrix < 5e-15 * Double(size).squareRoot() + 1e-15)
      #expect(error.orthogonality < 5e-15 * Double(size).squareRoot() + 1e-15)
    }
  }

  @Test(arguments: [5, 33, 257], CayleyRoute.allCases)
  func `in Float the change follows it to Float's precision`(size: Int, route: CayleyRoute) {
    let problem = Problem(size: size)
    for side in [FactorSide.left, .right] {
      let rate = problem.rate(on: side, for: route, precision: 0x1p-24)
      let error = problem.errorOfStep(on: side, rate: rate, as: Float.self)
      // Z and k are Float: sums of n products, each 6e-8 of terms that cancel to √n of their sum.
      #expect(error.relativeToChange < 2e-6)
      if size <= WorkingPrecision.doubleLimit {
        // The skewness of k is exact, and from k on all is Double.
        #expect(error.orthogonality < 5e-14)
      } else {
        // The change, of norm 2‖k‖, is rounded to 6e-8 of itself.
        #expect(error.orthogonality < 2e-7 * 2 * problem.norm(on: side, rate: rate) + 1e-14)
      }
    }
  }

  @Test(arguments: [0x1p-53, 0x1p-24])
  func `each route is taken up to its border and no further`(precision: Double) {
    func route(_ norm: Double) -> CayleyRoute {
      CayleyRoute(squaredNorm: norm * norm, precision: precision)
    }
    // ‖k‖² ≤ precision and 4‖k‖⁴ ≤ 2⁻⁵⁴; ‖k‖⁴ ≤ precision and 4‖k‖⁶ ≤ 2⁻⁵⁴.
    let second = min(precision.squareRoot(), 0x1p-14)
    let fourth = min(precision.squareRoot().squareRoot(), 0x1p-9 / 1.2599210498948732)  // 2^(1/3)
    #expect(route(0) == .secondOrder)
    #expect(route(second * 0.999) == .secondOrder)
    #expect(route(second * 1.001) == .fourthOrder)
    #expect(route(fourth * 0.999) == .fourthOrder)
    #expect(route(fourth * 1.001) == .solve)
    #expect(route(.nan) == .solve)
    #expect(route(.infinity) == .solve)
  }

  @Test(arguments: [CayleyRoute.secondOrder, .fourthOrder])
  func `the routes meet at their borders`(below: CayleyRoute) {
    let problem = Problem(size: 33)
    for side in [FactorSide.left, .right] {
      let border = problem.largestRate(on: side, for: below, precision: 0x1p-53)
      var before = problem.stepped(on: side, rate: border * (1 - 1e-12), as: Double.self)
      let after = problem.stepped(on: side, rate: border * (1 + 1e-12), as: Double.self)
      before.add(-1, after)
      // The rates differ by 2e-12 of themselves, k by as much of at most 1e-4; and 2 ulp of 1.
      #expect(before.maxMagnitude < 1e-15)
    }
  }

  @Test func `a square in Float is for turns that round below an ulp`() {
    // At n = 128, 8·√128·2⁻²⁴·‖k‖² ≤ 2⁻⁵⁴ up to ‖k‖ = 3.2e-6.
    let border = (0x1p-33 / 128.0.squareRoot()).squareRoot()
    #expect(CayleyRoute.allowsFloatSquare(squaredNorm: border * border * 0.999, size: 128))
    #expect(!CayleyRoute.allowsFloatSquare(squaredNorm: border * border * 1.001, size: 128))
    #expect(!CayleyRoute.allowsFloatSquare(squaredNorm: .nan, size: 128))
    let problem = Problem(size: 128)
    for side in [FactorSide.left, .right] {
      for factor in [0.999, 1.001] {
        let rate = factor * border / problem.norm(on: side, rate: 1)
        let error = problem.errorOfStep(on: side, rate: rate, as: Float.self)
        // What the square adds is below 2⁻⁵⁴; either error is itself a sum of 128 products, good to
        // some ulp of 1. Without its square the step would be off by 3e-13.
        #expect(error.orthogonality - problem.startingError(on: side) < 2e-15)
      }
    }
  }
}

extension CayleyRoute {
  static var allCases: [CayleyRoute] { [.secondOrder, .fourthOrder, .solve] }
}

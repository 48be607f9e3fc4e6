import Testing

@testable import Reports

/// The numbers are those of SciPy 1.17.1: `scipy.stats.t.ppf`, `scipy.special.betainc`,
/// `scipy.stats.t.interval`.
@Suite("Statistics") struct StatisticsTests {
  /// SciPy itself is right to about 1e-13; ours shares no code with it.
  private let tolerance = 1e-12

  private func isClose(_ found: Double, _ wanted: Double) -> Bool {
    abs(found - wanted) <= tolerance * abs(wanted)
  }

  @Test(arguments: [
    (0.975, 1, 12.706204736174694), (0.975, 2, 4.302652729749462),
    (0.975, 3, 3.1824463052837078), (0.975, 4, 2.7764451051977934),
    (0.975, 9, 2.262157162798205), (0.975, 29, 2.045229642132703),
    (0.975, 1000, 1.9623390808264083), (0.95, 2, 2.9199855803537242),
    (0.995, 1, 63.656741162871526), (0.9999, 2, 70.70007107496818),
    (0.6, 5, 0.2671808657041451), (0.975, 2.5, 3.5746548420036817), (0.75, 1, 1),
    (0.5, 3, 0),
  ])
  func `quantiles of t are SciPy's`(p: Double, degrees: Double, wanted: Double) {
    let found = StudentT(degreesOfFreedom: degrees).quantile(p)
    #expect(isClose(found, wanted), "\(found)")
  }

  @Test(arguments: [
    (0.1, 0.5, 0.5, 0.20483276469913345), (0.5, 2, 3, 0.6875),
    (0.9, 10, 0.5, 0.15164090963470994), (0.999, 3.5, 0.5, 0.9356322688440224),
    (1e-6, 1, 0.5, 5.000001250000625e-07), (0.3, 50, 60, 0.0003434115187662847),
    (0, 1, 2, 0), (1, 1, 2, 1),
  ])
  func `the incomplete beta function is SciPy's`(x: Double, a: Double, b: Double, wanted: Double) {
    let found = regularizedIncompleteBeta(x, a: a, b: b)
    #expect(isClose(found, wanted), "\(found)")
  }

  @Test(arguments: [
    ([77.2, 76.9, 77.5], 77.2, 0.29999999999999716, 0.745241313525085),
    ([1, 2], 1.5, 0.7071067811865476, 6.353102368087347),
    ([93.24, 94.1, 93.9, 93.05, 94.6], 93.778, 0.6351535247481506, 0.7886472650120027),
  ])
  func `mean, deviation and interval are SciPy's`(
    values: [Double], mean: Double, deviation: Double, half: Double
  ) throws {
    let sample = try #require(Sample(values))
    #expect(isClose(sample.mean, mean))
    #expect(isClose(try #require(sample.standardDeviation), deviation))
    #expect(isClose(try #require(sample.halfWidth(level: 0.95)), half))
  }

  @Test func `one value has neither deviation nor interval`() throws {
    let sample = try #require(Sample([3]))
    #expect(sample.standardDeviation == nil && sample.halfWidth(level: 0.95) == nil)
    #expect(Sample([]) == nil)
  }

  @Test(arguments: [
    ([26], [], 26, false), ([], [45], 45, true), ([30, 26, 28], [], 28, false),
    ([26, 30], [45], 30, false), ([26], [45, 45], 45, true), ([20, 31], [], 25.5, false),
    // One of the middle pair never arrived: the median is above the mean of 26 and 45.
    ([26], [45], 35.5, true), ([20, 26], [45, 45], 35.5, true),
  ])
  func `a median of arrivals is a bound where a seed in the middle did not arrive`(
    arrived: [Int], watched: [Int], median: Double, isBound: Bool
  ) throws {
    let arrivals = try #require(Arrivals(arrived: arrived, watched: watched))
    #expect(arrivals.median == (median, isBound))
    #expect((arrivals.sample == nil) == !watched.isEmpty)
  }
}

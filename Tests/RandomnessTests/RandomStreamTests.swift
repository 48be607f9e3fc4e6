import Foundation
import Randomness
import Testing

@testable import Randomness

@Suite struct RandomStreamTests {
  @Test func `the generator gives the numbers of its authors' C code`() throws {
    // xoshiro256** from the state 1, 2, 3, 4, as the tests of other implementations have it.
    var stream = try #require(RandomStream(words: [1, 2, 3, 4]))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
    ]
    let drawn = expected.map { _ in stream.next() }
    #expect(drawn == expected)
  }

  @Test func `the seeding generator and the hash give their published numbers`() {
    var splitMix = SplitMix64(state: 1_234_567)
    let words = [splitMix.next(), splitMix.next()]
    #expect(words == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
    #expect(RandomStream.hash(of: "a") == 0xaf63_dc4c_8601_ec8c)
    #expect(RandomStream.hash(of: "foobar") == 0x8594_4171_f739_67e8)
  }

  @Test func `a seed and a name fix a stream for ever`() {
    // From an independent implementation in Python; these bytes are part of every record.
    var weights = RandomStream(seed: 0, name: "init.transition")
    let first = [weights.next(), weights.next()]
    #expect(first == [10_295_502_826_786_905_338, 16_673_844_303_602_263_635])
    var data = RandomStream(seed: 7, name: "data")
    let second = data.next()
    #expect(second == 2_127_057_639_986_531_966)
    var negative = RandomStream(seed: -1, name: "")
    let third = negative.next()
    #expect(third == 756_892_843_905_670_089)
  }

  @Test func `draws give the numbers of an independent implementation`() {
    var uniform = RandomStream(seed: 0, name: "init.transition")
    let pair = [uniform.uniform(), uniform.uniform()]
    #expect(pair == [0.5581203265816507, 0.9038909108825313])
    var normal = RandomStream(seed: 0, name: "init.transition")
    for expected in [0.12841668991870653, -0.22567322751865412, 0.18992801967987893] {
      // The other implementation takes its logarithm from libm: one unit in the last place.
      let drawn = normal.normal()
      #expect(abs(drawn - expected) <= 2 * expected.ulp)
    }
    var order = Array(0..<10)
    var shuffle = RandomStream(seed: 3, name: "shuffle")
    shuffle.shuffle(&order)
    #expect(order == [2, 7, 0, 5, 4, 3, 6, 8, 1, 9])
  }

  @Test func `a stream continues from its words`() throws {
    var stream = RandomStream(seed: 5, name: "data")
    for _ in 0..<17 { _ = stream.normal() }
    var continued = try #require(RandomStream(words: stream.words))
    let expected = (0..<9).map { _ in stream.normal() }
    let drawn = (0..<9).map { _ in continued.normal() }
    #expect(drawn == expected)
  }

  @Test func `words that are no state are refused`() {
    #expect(RandomStream(words: [0, 0, 0, 0]) == nil)
    #expect(RandomStream(words: [1, 2, 3]) == nil)
  }

  @Test func `streams of other names or seeds differ`() {
    let words = ["data", "init.input", ""].flatMap { name in
      [0, 1, -1].map { RandomStream(seed: $0, name: name).words }
    }
    #expect(Set(words).count == words.count)
  }

  @Test func `uniform numbers stay below one and fill the interval evenly`() {
    var stream = RandomStream(seed: 1, name: "uniform")
    let count = 100_000
    let values = (0..<count).map { _ in stream.uniform() }
    #expect(values.allSatisfy { (0..<1).contains($0) })
    // Standard error of the mean: √(1/12/count) = 0.0009; five of them.
    #expect(abs(values.reduce(0, +) / Double(count) - 0.5) < 0.0046)
  }

  @Test func `normal numbers have mean 0, variance 1 and light tails`() {
    var stream = RandomStream(seed: 2, name: "normal")
    let count = 100_000
    let values = (0..<count).map { _ in stream.normal() }
    let mean = values.reduce(0, +) / Double(count)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(count)
    let beyondTwo = values.reduce(0) { $0 + (abs($1) > 2 ? 1.0 : 0) } / Double(count)
    #expect(abs(mean) < 0.016)  // five standard errors, 1/√count each
    #expect(abs(variance - 1) < 0.023)  // five of √(2/count)
    #expect(abs(beyondTwo - 0.0455) < 0.0033)  // five of √(0.0455 · 0.9545 / count)
  }

  @Test(arguments: [1, 2, 3, 7, 10])
  func `integers below a bound are equally likely`(bound: Int) {
    var stream = RandomStream(seed: 3, name: "integer")
    var counts = Array(repeating: 0, count: bound)
    for _ in 0..<10_000 * bound { counts[stream.integer(below: bound)] += 1 }
    // Five standard deviations of a count of mean 10,000: √10,000 each.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
  }

  @Test(arguments: [0, 1, 2, 100])
  func `a shuffle keeps every element`(count: Int) {
    var stream = RandomStream(seed: 4, name: "shuffle")
    var elements = Array(0..<count)
    stream.shuffle(&elements)
    #expect(elements.sorted() == Array(0..<count))
  }

  @Test func `the logarithm is libm's within two units in the last place`() {
    var stream = RandomStream(seed: 5, name: "logarithm")
    for _ in 0..<100_000 {
      let x = stream.uniform() + 0x1p-60
      let expected = log(x)
      // Near x = 1 the value is small and its ulp with it; the series is relative to it too.
      #expect(abs(RandomStream.logarithm(of: x) - expected) <= 2 * expected.ulp)
    }
  }
}

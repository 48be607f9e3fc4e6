extension RandomStream {
  /// A uniform number in [0, 1), a multiple of 2⁻⁵³: the upper 53 bits of one draw.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A uniform number in [lower, upper).
  public mutating func uniform(from lower: Double, to upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// A uniform integer in 0 ..< bound, without bias.
  ///
  /// Lemire's multiplication (2019): the upper half of a 128-bit product, redrawn in the few cases
  /// that would make some numbers likelier than others.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "no integer lies below \(bound) and not below 0")
    let range = UInt64(bound)
    var product = range.multipliedFullWidth(by: next())
    if product.low < range {
      let smallest = (0 &- range) % range
      while product.low < smallest { product = range.multipliedFullWidth(by: next()) }
    }
    return Int(product.high)
  }

  /// A standard normal number by Marsaglia's polar method (1964).
  ///
  /// Pairs of uniform numbers in (−1, 1) are drawn until they fall in the unit circle; one number is
  /// returned and its twin dropped, so the stream's words are all its state. The logarithm is the only
  /// operation here that IEEE 754 does not fix to the last bit, so it is computed by `logarithm(of:)`.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square < 1, square > 0 {
        return x * (-2 * Self.logarithm(of: square) / square).squareRoot()
      }
    }
  }

  /// The natural logarithm of a positive normal number, with the same bytes on every machine.
  ///
  /// x = 2ᵏ·f with f in [√½, √2); ln f = 2 artanh(u) = 2(u + u³/3 + u⁵/5 + …), u = (f − 1)/(f + 1),
  /// |u| < 0.172, summed to u²¹ (the rest is below 2⁻⁵⁴ of the sum); k ln 2 is added in two parts.
  static func logarithm(of x: Double) -> Double {
    var exponent = Double(x.exponent)
    var fraction = x.significand
    if fraction >= 2.0.squareRoot() {
      fraction /= 2
      exponent += 1
    }
    let u = (fraction - 1) / (fraction + 1)
    let square = u * u
    var series = 0.0
    for odd in stride(from: 21, through: 3, by: -2) { series = series * square + 1 / Double(odd) }
    let high = 0x1.62e42fefa0000p-1  // ln 2 to 33 bits, so that k · high is exact
    let low = 0x1.cf79abc9e3b3ap-40  // ln 2 − high
    return exponent * high + (2 * u + (2 * u * square * series + exponent * low))
  }

  /// Puts the elements into a uniformly random order (Fisher and Yates, from the end).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }
}

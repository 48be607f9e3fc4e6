import Foundation

/// How a number is written: with so many decimals, and where it is very small or large as a
/// multiple of a power of ten.
struct NumberForm: Equatable {
  /// Digits after the point.
  let decimals: Int
  /// The power of ten taken out; nil for a plain number.
  let exponent: Int?

  /// So many decimals, at least none.
  init(decimals: Int, exponent: Int? = nil) {
    self.decimals = max(0, decimals)
    self.exponent = exponent
  }

  /// The form of `value`, which is known to within `uncertainty`.
  ///
  /// Two significant digits of the uncertainty; without one, four of the value, or two decimals of
  /// a percentage. Never more than seven significant digits of the value, or four decimals of a
  /// percentage, because an uncertainty near zero says nothing of the digits' worth.
  init(value: Double, uncertainty: Double?, unit: String, given: Int?) {
    if let given {
      self.init(decimals: given)
      return
    }
    let size = max(value.magnitude, uncertainty ?? 0)
    let power = Self.powerOfTen(size, digits: 4)
    let isPercent = unit == "%"
    var wanted = isPercent ? 2 : 3 - power
    if let uncertainty, uncertainty > 0 {
      wanted = 1 - Self.powerOfTen(uncertainty, digits: 2)
    }
    wanted = min(wanted, isPercent ? 4 : 6 - power)
    guard !isPercent, size != 0, power < -4 || power > 5 else {
      self.init(decimals: wanted)
      return
    }
    self.init(decimals: wanted + power, exponent: power)
  }

  /// The digits alone, without the power of ten, as `-1.50`; zero has no sign.
  func digits(of value: Double) -> String {
    let scaled = exponent.map { value / pow(10, Double($0)) } ?? value
    let text = String(format: "%.\(decimals)f", scaled)
    let isZero = text.utf8.allSatisfy { !(UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// The power of ten as it follows the digits, as `e-7`; empty for a plain number.
  var suffix: String { exponent.map { "e\($0)" } ?? "" }

  /// ⌊log₁₀ value⌋ after rounding to so many digits, so that 0.0996 with two digits counts as 0.10.
  private static func powerOfTen(_ value: Double, digits: Int) -> Int {
    guard value > 0 else { return 0 }
    let text = String(format: "%.\(digits - 1)e", value)
    return text.split(separator: "e").last.flatMap { Int($0) } ?? 0
  }
}

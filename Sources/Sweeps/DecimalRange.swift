import Trials

/// The numbers from one end to another by equal steps, counted in decimals, so that each is the one
/// that people would type: 0.1 + 0.1 + 0.1 is 0.3.
///
/// Numbers of more than 12 digits are rounded to 12, but for the ends and where all are whole.
struct DecimalRange: Sendable {
  /// The first number and how many follow each other; the last is the other end, if it is hit.
  let first: Double
  let count: Int
  private let last: Double
  private let start: Int
  private let step: Int
  private let exponent: Int

  /// Why there is no such range; each is the end of a message.
  enum Refusal: Error {
    case noStep
    /// The step that leads from the first end to the other.
    case wrongWay(Double)
    case tooMany(String)
    case tooFine
  }

  /// The range `from`, `from + step`, … as far as `to`.
  ///
  /// Nothing is made before its count is known, in O(1).
  init(from: Double, to: Double, step: Double) throws(Refusal) {
    guard step != 0 else { throw .noStep }
    guard from == to || (step > 0) == (to > from) else { throw .wrongWay(-step) }
    // The ends may be as far apart as numbers can be, so each is divided by itself.
    let steps = from == to ? 0 : to / step - from / step
    guard steps < Double(NumberSeries.limit) else { throw .tooMany(Self.shown(steps + 1)) }
    let numbers = [from, to, step].map(Decimal.init)
    let lowest = numbers.filter { $0.digits != 0 }.map(\.exponent).min() ?? 0
    let scaled = numbers.compactMap { $0.digits(at: lowest) }
    guard steps.isFinite, scaled.count == 3 else { throw .tooFine }
    let (start, end, step) = (scaled[0], scaled[1], scaled[2])
    // A step like 0.333333333333 arrives with its last rounding.
    let whole = (end - start) / step
    let next = Self.number(start + (whole + 1) * step, lowest)
    let arrives = from != to && (step > 0 ? next <= to : next >= to)
    let intervals = arrives ? whole + 1 : whole
    guard intervals < NumberSeries.limit else { throw .tooMany(Self.shown(Double(intervals) + 1)) }
    first = from
    count = intervals + 1
    self.start = start
    self.step = step
    exponent = lowest
    let final = Self.number(start + intervals * step, lowest)
    last = final == Self.number(end, lowest) ? to : final
    guard intervals == 0 || isDistinct else { throw .tooFine }
  }

  /// The numbers in order.
  var numbers: [Double] {
    (0..<count).map { place in
      switch place {
      case 0: first
      case count - 1: last
      default: Self.number(start + place * step, exponent)
      }
    }
  }

  private static func number(_ digits: Int, _ exponent: Int) -> Double {
    Decimal(digits: digits, exponent: exponent).rounded.number
  }

  /// Whether rounding leaves the numbers apart; it is coarsest at one of the ends.
  private var isDistinct: Bool {
    let end = start + (count - 1) * step
    let gap = Decimal(digits: step, exponent: exponent).number.magnitude
    return [start, end].map { Decimal(digits: $0, exponent: exponent) }.allSatisfy {
      // Up to 2^53 each whole number is one of its own.
      let isExact = $0.number.magnitude <= 0x1p53 || 2 * $0.number.ulp <= gap
      return $0.unit <= step.magnitude && isExact
    }
  }

  private static func shown(_ count: Double) -> String {
    guard count < 1e15 else { return "more than 1,000,000,000,000,000" }
    return Block.grouped(Int(count.rounded()))
  }
}

/// A number as a whole number of a power of ten.
private struct Decimal {
  let digits: Int
  let exponent: Int

  init(digits: Int, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }

  /// The shortest decimal number that reads back to the same; at most 17 digits.
  init(_ number: Double) {
    let (text, point) = CanonicalJSON.shortestDigits(of: number.magnitude)
    let digits = Int(text) ?? 0
    self.init(digits: number < 0 ? -digits : digits, exponent: point - text.count)
  }

  /// The number in units of 10^`lowest`; nil if it is too large for them.
  func digits(at lowest: Int) -> Int? {
    guard digits != 0 else { return 0 }
    var scaled = digits
    for _ in lowest..<exponent {
      let (result, overflow) = scaled.multipliedReportingOverflow(by: 10)
      // Two such numbers can still be added.
      guard !overflow, result.magnitude < 1 << 61 else { return nil }
      scaled = result
    }
    return scaled
  }

  /// With 12 digits, or all of them if it counts ones or more.
  var rounded: Decimal {
    let unit = Int(unit)
    guard unit > 1 else { return self }
    let half = digits < 0 ? -(unit / 2) : unit / 2
    return Decimal(digits: (digits + half) / unit * unit, exponent: exponent)
  }

  /// What the digits are rounded to a multiple of.
  var unit: UInt {
    var unit: UInt = 1
    while exponent < 0, digits.magnitude / unit >= 1_000_000_000_000 { unit *= 10 }
    return unit
  }

  /// The nearest Double; reading the text rounds but once.
  var number: Double { Double("\(digits)e\(exponent)") ?? 0 }
}

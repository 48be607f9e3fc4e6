import Foundation

/// Numbers that a sweep file describes instead of listing them.
enum NumberSeries: Sendable {
  case range(DecimalRange)
  /// `points` numbers from one end of a scale to the other, both included.
  case spaced(NumberScale, points: Int)
  /// `count` draws, each one number from every scale; several make a joint axis.
  case drawn([NumberScale], count: Int)

  /// The most numbers that a sweep file may describe.
  static let limit = 100_000

  /// How many values there will be.
  var count: Int {
    switch self {
    case .range(let range): range.count
    case .spaced(_, let points): points
    case .drawn(_, let count): count
    }
  }

  var isDrawn: Bool {
    if case .drawn = self { true } else { false }
  }
}

/// An interval, and what lies evenly in it: the numbers or their logarithms.
struct NumberScale: Sendable {
  enum Kind: Sendable {
    case even
    case log
  }

  let kind: Kind
  let from: Double
  let to: Double

  /// Points at equal distances, rounded to 12 digits, so that a decade's thousandth is 0.001; the ends
  /// are as given.
  ///
  /// Nil if two neighbours would be equal.
  func points(_ count: Int) -> [Double]? {
    let points = (0..<count).map { place in
      switch place {
      case 0: from
      case count - 1: to
      default: Self.rounded(number(at: Double(place) / Double(count - 1)), digits: 12)
      }
    }
    let hasTwins = zip(points, points.dropFirst()).contains { $0 == $1 }
    return hasTwins ? nil : points
  }

  /// A number for a draw from [0, 1): of 4 digits; for an integer parameter each whole number
  /// is as likely as it is dense.
  ///
  /// Rounding may lead out of the interval; such a number is none, and nil.
  func draw(at fraction: Double, whole: Bool) -> Double? {
    var number = number(at: fraction)
    if whole {
      let (low, high) = (from.rounded(.up), to.rounded(.down))
      number = kind == .log ? number.rounded() : (low + fraction * (high - low + 1)).rounded(.down)
    }
    number = Self.rounded(number, digits: 4)
    return from <= number && number <= to ? number : nil
  }

  private func number(at fraction: Double) -> Double {
    switch kind {
    // The ends may be as far apart as numbers can be.
    case .even: from * (1 - fraction) + to * fraction
    case .log: pow(10, log10(from) + fraction * (log10(to) - log10(from)))
    }
  }

  /// A number of so many digits, the one nearest to what its decimal text says.
  static func rounded(_ number: Double, digits: Int) -> Double {
    guard number != 0 else { return 0 }
    let exponent = Int(log10(number.magnitude).rounded(.down)) - (digits - 1)
    let scaled = (number / pow(10, Double(exponent))).rounded()
    // Numbers next to the smallest that there are have no more digits to lose.
    guard scaled.isFinite else { return number }
    return Double("\(Int(scaled))e\(exponent)") ?? number
  }
}

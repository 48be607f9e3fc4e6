/// The text of an entry, as people read it.
struct EntryText {
  /// The text; numbers carry a true minus sign.
  let text: String
  /// Whether the text is words from elsewhere, which formats have to escape.
  let isForeign: Bool

  /// - Parameters:
  ///   - entry: the entry.
  ///   - digits: decimals asked for, if any.
  ///   - showsUnit: whether the entry says its unit, because the column cannot.
  init(_ entry: TableEntry, digits: Int?, showsUnit: Bool) {
    let unit = showsUnit && !entry.unit.isEmpty ? " \(entry.unit)" : ""
    switch entry.content {
    case .nothing: (text, isForeign) = ("–", false)
    case .words(let words): (text, isForeign) = (words, true)
    case .reference(_, let written): (text, isForeign) = (written + unit, true)
    case .sample(let sample):
      let number = Self.text(sample, unit: entry.unit, digits: digits)
      (text, isForeign) = (number + unit + Self.count(entry), false)
    case .arrivals(let arrivals):
      (text, isForeign) = (Self.text(arrivals, seeds: entry.seeds), false)
    case .difference(let difference):
      let number = Self.text(difference, unit: entry.unit, digits: digits)
      (text, isForeign) = (number + unit + Self.count(entry), false)
    }
  }

  private static func text(_ sample: Sample, unit: String, digits: Int?) -> String {
    let deviation = sample.standardDeviation
    let form = NumberForm(value: sample.mean, uncertainty: deviation, unit: unit, given: digits)
    let mean = form.digits(of: sample.mean)
    guard let deviation else { return minus(mean + form.suffix) }
    let both = minus(mean) + " ± " + form.digits(of: deviation)
    return form.exponent == nil ? both : "(\(both))" + minus(form.suffix)
  }

  /// How many of the seeds have a value, where some have not.
  private static func count(_ entry: TableEntry) -> String {
    entry.measured < entry.seeds ? " (\(entry.measured)/\(entry.seeds))" : ""
  }

  private static func text(_ arrivals: Arrivals, seeds: Int) -> String {
    let (median, isBound) = arrivals.median
    let isWhole = median == median.rounded()
    let number = NumberForm(decimals: isWhole ? 0 : 1).digits(of: median)
    guard seeds > 1 else { return (isBound ? "> " : "") + number }
    let missing = arrivals.count < seeds ? " of \(seeds)" : ""
    return (isBound ? "> " : "") + number
      + " (\(arrivals.arrived.count)/\(arrivals.count)\(missing))"
  }

  private static func text(
    _ difference: TableEntry.Difference, unit: String, digits: Int?
  ) -> String {
    let value = difference.value
    guard let half = difference.halfWidth else {
      return signed(value, NumberForm(decimals: digits ?? difference.referenceDecimals))
    }
    let form = NumberForm(value: value, uncertainty: half, unit: unit, given: digits)
    let interval = [value - half, value + half].map { signed($0, form) }
    return "\(signed(value, form)) [\(interval.joined(separator: ", "))]"
  }

  private static func signed(_ value: Double, _ form: NumberForm) -> String {
    let digits = form.digits(of: value) + form.suffix
    return digits.hasPrefix("-") ? minus(digits) : "+" + digits
  }

  /// A hyphen is shorter than the minus sign that belongs to a number in running text.
  private static func minus(_ digits: String) -> String { digits.replacing("-", with: "−") }
}

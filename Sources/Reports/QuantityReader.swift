public import Trials

/// A text that is no quantity of a program; the description is the end of a located message.
public struct QuantityProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, with the nearest valid word.
  public let description: String
}

extension Quantity {
  /// Reads a quantity as a sweep file writes it.
  ///
  /// `test.accuracy` (a metric), `accuracy` (a headline), `best train.accuracy`,
  /// `epochs_to(train.accuracy >= 0.9)`. Where the program describes no metrics, names are taken
  /// as they are.
  /// - Parameters:
  ///   - text: the quantity as written.
  ///   - program: what the trial program says of its metrics.
  /// - Returns: the quantity.
  /// - Throws: what is wrong with the text.
  public static func read(
    _ text: String, program: ProgramDescription
  ) throws(QuantityProblem) -> Quantity {
    if let name = text.argument(after: "best ") {
      let metric = try curve(name, of: program, for: text)
      if let metric, metric.better == nil {
        throw QuantityProblem(
          description: "'\(text)': neither high nor low is better for \(name), so it has no best")
      }
      return .best(name)
    }
    if text.hasPrefix("epochs_to") { return try epochsTo(text, program: program) }
    guard program.metrics.isEmpty || program.names(text) else {
      throw unknown(text, among: program.metricWords)
    }
    return .metric(text)
  }

  /// The quantity as a sweep file writes it.
  public var written: String {
    switch self {
    case .metric(let name): name
    case .best(let name): "best \(name)"
    case .epochsTo(let metric, let bound): "epochs_to(\(metric) \(bound))"
    }
  }

  private static func epochsTo(
    _ text: String, program: ProgramDescription
  ) throws(QuantityProblem) -> Quantity {
    let form = "'\(text)' is not of the form epochs_to(train.accuracy >= 0.9)"
    guard let inner = text.argument(after: "epochs_to("), inner.hasSuffix(")"),
      let sign = inner.firstIndex(where: { $0 == "<" || $0 == ">" }),
      let bounds = Comparison.list(String(inner[sign...].dropLast())), bounds.count == 1
    else { throw QuantityProblem(description: form) }
    let name = String(inner[..<sign]).withoutOuterSpaces
    guard !name.isEmpty else { throw QuantityProblem(description: form) }
    _ = try curve(name, of: program, for: text)
    return .epochsTo(metric: name, bounds[0])
  }

  /// The described metric of this name, which must have a curve; nil where none is described.
  private static func curve(
    _ name: String, of program: ProgramDescription, for text: String
  ) throws(QuantityProblem) -> MetricDescription? {
    guard !program.metrics.isEmpty else { return nil }
    let curves = program.metrics.filter { $0.per == .epoch }
    guard let metric = program.metric(name) else {
      throw unknown(name, among: curves.map(\.name))
    }
    guard metric.per == .epoch else {
      throw QuantityProblem(
        description: "'\(text)': \(name) is measured once, at the end, so it has no curve")
    }
    return metric
  }

  private static func unknown(_ name: String, among words: [String]) -> QuantityProblem {
    QuantityProblem(description: "unknown metric '\(name)'" + NearestWord.hint(name, among: words))
  }
}

extension ProgramDescription {
  /// Full names and headlines, in the program's order.
  fileprivate var metricWords: [String] {
    metrics.map(\.name) + metrics.flatMap { $0.headlines.map(\.name) }
  }

  fileprivate func names(_ word: String) -> Bool { metricWords.contains(word) }
}

extension String {
  fileprivate func argument(after prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)).withoutOuterSpaces : nil
  }

  fileprivate var withoutOuterSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

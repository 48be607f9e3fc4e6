import Trials

/// What a quantity means in one cell: which metric, and which of its values.
struct CellQuantity: Equatable {
  /// Which value of the metric counts.
  enum Source: Equatable {
    /// Measured once, at the end.
    case summary
    /// The best one.
    case best
    /// The one of a moment.
    case curve(TableSpec.Moment)
    /// The first epoch at which it satisfies a bound.
    case epochsTo(Comparison)
  }

  /// The metric's full name.
  let metric: String
  /// Which value counts.
  let source: Source
  /// The unit shown; `%` shows fractions times 100.
  let unit: String
  /// Which way is better, if either.
  let better: MetricDescription.Direction?

  /// What the shown number is a multiple of.
  var scale: Double { unit == "%" ? 100 : 1 }

  /// Which value counts, in words, for the notes under a table.
  var words: String {
    switch source {
    case .summary: metric
    case .best: "best \(metric) of all epochs"
    case .curve(.best(let other)): "\(metric) at the epoch of the best \(other)"
    case .curve(.epoch(let epoch)): "\(metric) at epoch \(epoch)"
    case .curve: "\(metric) at the last epoch"
    case .epochsTo(let bound): "first epoch with \(metric) \(bound)"
    }
  }
}

extension Quantity {
  /// What this quantity means in a cell with these parameters; nil where it has no meaning.
  func meaning(
    in parameters: [String: ParameterValue], at moment: TableSpec.Moment,
    program: ProgramDescription
  ) -> CellQuantity? {
    switch self {
    case .best(let name):
      let metric = program.metric(name)
      return CellQuantity(
        metric: name, source: .best, unit: metric?.unit ?? "", better: metric?.better)
    case .epochsTo(let name, let bound):
      return CellQuantity(
        metric: name, source: .epochsTo(bound), unit: "",
        better: bound.isProgress(for: program.metric(name)?.better) ? .min : nil)
    case .metric(let name):
      if let metric = program.metric(name) { return metric.quantity(at: moment) }
      if program.metrics.isEmpty {
        return CellQuantity(metric: name, source: .curve(moment), unit: "", better: nil)
      }
      for metric in program.metrics {
        for headline in metric.headlines where headline.name == name {
          guard headline.applies.holds(for: parameters, of: program) else { continue }
          return metric.quantity(at: moment, otherwise: headline.at)
        }
      }
      return nil
    }
  }
}

extension MetricDescription {
  /// This metric at a moment; a metric that is measured once has no other moment.
  fileprivate func quantity(
    at moment: TableSpec.Moment, otherwise usual: Moment = .last
  ) -> CellQuantity {
    let source: CellQuantity.Source =
      if per == .summary {
        .summary
      } else if moment == .programsChoice {
        usual == .best ? .best : .curve(.last)
      } else {
        .curve(moment)
      }
    return CellQuantity(metric: name, source: source, unit: unit, better: better)
  }
}

extension AppliesWhere {
  fileprivate func holds(
    for parameters: [String: ParameterValue], of program: ProgramDescription
  ) -> Bool {
    patterns.allSatisfy { name, texts in
      texts.contains { text in
        let pattern = try? Pattern.read(text, type: program.parameter(name)?.type)
        return pattern?.matches(parameters[name]) ?? false
      }
    }
  }
}

extension Comparison {
  /// Whether a value that comes to satisfy this bound has become better.
  fileprivate func isProgress(for better: MetricDescription.Direction?) -> Bool {
    switch relation {
    case .atLeast, .above: better == .max
    case .atMost, .below: better == .min
    }
  }
}

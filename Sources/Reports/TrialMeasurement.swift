import Trials

/// What one trial says of one quantity.
enum TrialMeasurement: Equatable {
  /// A number, in the metric's own unit.
  case value(Double)
  /// The first epoch at which the bound was satisfied.
  case arrived(Int)
  /// The bound was never satisfied in so many epochs.
  case notArrived(after: Int)
  /// Finished, but the quantity was not measured, or is no finite number.
  case notMeasured
  /// Diverged at this step.
  case diverged(step: Int, epochs: Int)
  /// No result: how the last attempt ended, nil if there was none.
  case notDone(TrialOutcome?)

  /// Reads a quantity from what is known of a trial.
  init(_ quantity: CellQuantity, of status: TrialStatus) {
    switch status {
    case .notDone(let outcome): self = .notDone(outcome)
    case .done(let record, let curves):
      if case .diverged(let step, _) = record.outcome {
        self = .diverged(step: step, epochs: record.epochs)
      } else if case .epochsTo(let bound) = quantity.source {
        self = Self.arrival(of: quantity.metric, at: bound, curves: curves)
      } else if let value = Self.value(quantity, in: record, curves), value.isFinite {
        self = .value(value)
      } else {
        self = .notMeasured
      }
    }
  }

  private static func arrival(
    of metric: String, at bound: Comparison, curves: Curves?
  ) -> TrialMeasurement {
    guard let curves, let column = curves.columns[metric] else { return .notMeasured }
    let first = zip(curves.epochs, column).first { bound.holds(for: $0.1) }
    return first.map { .arrived($0.0) } ?? .notArrived(after: curves.epochs.last ?? 0)
  }

  private static func value(
    _ quantity: CellQuantity, in record: TrialRecord, _ curves: Curves?
  ) -> Double? {
    let name = quantity.metric
    switch quantity.source {
    case .summary: return record.summary[name]
    case .best: return record.best[name]?.value
    // A metric that nobody described may be of either kind.
    case .curve(.programsChoice): return record.last[name] ?? record.summary[name]
    case .curve(.last): return record.last[name] ?? record.summary[name]
    case .curve(.epoch(let epoch)): return curves?.value(of: name, at: epoch)
    case .curve(.best(let other)):
      if other == name { return record.best[name]?.value }
      return record.best[other].flatMap { curves?.value(of: name, at: $0.epoch) }
    case .epochsTo: return nil
    }
  }
}

extension Curves {
  fileprivate func value(of metric: String, at epoch: Int) -> Double? {
    guard let index = epochs.firstIndex(of: epoch) else { return nil }
    return columns[metric]?[index]
  }
}

extension TableSpec {
  /// Whether any column needs the curves; records alone are enough for the others.
  public var needsCurves: Bool {
    let counts = columns.contains { column in
      switch column {
      case .measured(.epochsTo), .pivot(_, .epochsTo): true
      default: false
      }
    }
    return switch at {
    case .programsChoice, .last: counts
    case .best, .epoch: true
    }
  }
}

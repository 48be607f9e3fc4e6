import Trials

extension TableEntry {
  /// The entry of a quantity over the seeds of a cell.
  /// - Parameters:
  ///   - quantity: what the column's quantity means in the cell.
  ///   - trials: the cell's trials, in seed order.
  ///   - status: what is known of each.
  init(
    _ quantity: CellQuantity, of trials: [Trial], status: (TrialID) -> TrialStatus
  ) {
    let measurements = trials.map { TrialMeasurement(quantity, of: status($0.id)) }
    let remarks = zip(trials, measurements).compactMap { trial, measurement in
      measurement.words.map { "seed \(trial.seed) \($0)" }
    }
    self.init(
      content: Self.content(of: measurements, scale: quantity.scale), seeds: trials.count,
      unit: quantity.unit, remark: remarks.isEmpty ? nil : remarks.joined(separator: "; "))
    guard measured > 0 else { return }
    unmeasured = zip(trials, measurements).filter { $1 == .notMeasured }.map(\.0.seed)
  }

  private static func content(of measurements: [TrialMeasurement], scale: Double) -> Content {
    var values: [Double] = []
    var arrived: [Int] = []
    var watched: [Int] = []
    var lost: [Int] = []
    for measurement in measurements {
      switch measurement {
      case .value(let value): values.append(value * scale)
      case .arrived(let epoch): arrived.append(epoch)
      case .notArrived(let epochs): watched.append(epochs)
      case .diverged(_, let epochs): lost.append(epochs)
      case .notMeasured, .notDone: break
      }
    }
    if let sample = Sample(values) { return .sample(sample) }
    // A diverged seed never arrives, so to leave it out would praise the cell for it.
    if !arrived.isEmpty || !watched.isEmpty,
      let arrivals = Arrivals(arrived: arrived, watched: watched + lost)
    {
      return .arrivals(arrivals)
    }
    // Finished everywhere, and nowhere measured: the program has no such metric here.
    if measurements.allSatisfy({ $0 == .notMeasured }) { return .nothing }
    return .words(TrialMeasurement.words(of: measurements))
  }
}

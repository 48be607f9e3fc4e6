public import Trials

/// How long trials take, from the records there are.
///
/// A trial of a cell that has results takes as long as those, whatever its seed. Another one takes
/// as long as the results with the most equal parameters, in proportion to its length: the product
/// of the parameters that prolong a trial (epochs).
public struct DurationEstimate: Sendable {
  /// Kinds beyond these are not compared, so that an estimate stays cheap.
  private static let mostKinds = 256

  private struct Mean {
    var sum = 0.0
    var count = 0.0
    var value: Double? { count > 0 ? sum / count : nil }

    mutating func add(_ value: Double) {
      sum += value
      count += 1
    }
  }

  private struct Cell: Hashable {
    let program: String
    let parameters: [String: ParameterValue]
  }

  /// Trials that differ in seeds and in their length only.
  private struct Kind {
    let program: String
    /// The number of each parameter's value, in the order of ``places``.
    let values: [Int]
    /// Seconds for a length of 1.
    var pace = Mean()
  }

  private let seeds: Set<String>
  private let prolonging: [String]
  private var cells: [Cell: Mean] = [:]
  private var kinds: [Kind] = []
  private var kindIndex: [Cell: Int] = [:]
  /// Where each parameter stands, and the numbers of its values from 1; 0 is absent.
  private var places: [String: (place: Int, values: [ParameterValue: Int])] = [:]

  /// An estimate from records.
  /// - Parameters:
  ///   - records: What is done.
  ///   - parameters: What the program says of its parameters: which are seeds, which prolong.
  public init(
    _ records: some Sequence<TrialRecord> = [], parameters: [ParameterDescription] = []
  ) {
    seeds = Set(parameters.filter { $0.defaultValue == "=seed" }.map(\.name))
    prolonging = parameters.filter(\.prolongs).map(\.name)
    // By ID, so that the same records always give the same estimate.
    for record in records.sorted(by: { $0.trial.id < $1.trial.id }) {
      add(
        record.trial, seconds: record.provenance.seconds, isWhole: record.outcome == .finished)
    }
  }

  /// Learns from a result; one that is not `isWhole` ended early and says nothing of other cells.
  mutating func add(_ trial: Trial, seconds: Double, isWhole: Bool = true) {
    cells[cell(of: trial), default: Mean()].add(seconds)
    guard isWhole, let index = indexOfKind(of: trial) else { return }
    kinds[index].pace.add(seconds / length(of: trial))
  }

  /// The mean of the same cell with other seeds, if there is one.
  public func seconds(for trial: Trial) -> Double? {
    cells.isEmpty ? nil : cells[cell(of: trial)]?.value
  }

  /// The mean of the same cell, or else what trials like this one let expect; nil before the first.
  public func roughSeconds(for trial: Trial) -> Double? {
    if let seconds = seconds(for: trial) { return seconds }
    guard !kinds.isEmpty else { return nil }
    let values = numbers(of: trial)
    var likest = 0
    var pace = Mean()
    for kind in kinds where kind.program == trial.program {
      let likeness = Self.likeness(kind.values, values)
      if likeness < likest { continue }
      if likeness > likest { (likest, pace) = (likeness, Mean()) }
      pace.sum += kind.pace.sum
      pace.count += kind.pace.count
    }
    return pace.value.map { $0 * length(of: trial) }
  }
}

extension DurationEstimate {
  private func cell(of trial: Trial) -> Cell {
    Cell(program: trial.program, parameters: trial.parameters.filter { !seeds.contains($0.key) })
  }

  /// How much longer than with 1 everywhere a trial is.
  private func length(of trial: Trial) -> Double {
    prolonging.reduce(1) { length, name in
      let factor = trial.parameters[name]?.number ?? 1
      return factor > 0 ? length * factor : length
    }
  }

  private mutating func indexOfKind(of trial: Trial) -> Int? {
    let ours = trial.parameters.filter { !seeds.contains($0.key) && !prolonging.contains($0.key) }
    let cell = Cell(program: trial.program, parameters: ours)
    if let index = kindIndex[cell] { return index }
    guard kinds.count < Self.mostKinds else { return nil }
    for (name, value) in ours {
      var known = places[name] ?? (places.count, [:])
      if known.values[value] == nil { known.values[value] = known.values.count + 1 }
      places[name] = known
    }
    kindIndex[cell] = kinds.count
    kinds.append(Kind(program: trial.program, values: numbers(of: trial)))
    return kinds.count - 1
  }

  /// The numbers of the values that were seen, −1 for one that was not.
  private func numbers(of trial: Trial) -> [Int] {
    var numbers = [Int](repeating: 0, count: places.count)
    for (name, known) in places {
      guard let value = trial.parameters[name] else { continue }
      numbers[known.place] = known.values[value] ?? -1
    }
    return numbers
  }

  /// How many parameters are equal, or absent in both; an older kind lacks the last ones.
  private static func likeness(_ kind: [Int], _ trial: [Int]) -> Int {
    var equal = 0
    for (place, value) in trial.enumerated()
    where value == (place < kind.count ? kind[place] : 0) { equal += 1 }
    return equal
  }
}

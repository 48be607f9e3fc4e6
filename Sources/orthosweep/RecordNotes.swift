import Trials

/// What people should know of records that are there already: they are the trials' results, and
/// still are not all that the sweep now asks for.
struct RecordNotes {
  /// One sentence each.
  let lines: [String]

  /// - Parameters:
  ///   - trials: The sweep's trials.
  ///   - records: Those of them that have a record.
  ///   - program: The trial program as it is now.
  init(_ trials: [Trial], _ records: [TrialID: TrialRecord], _ program: ProgramDescription) {
    let done = trials.compactMap { trial in records[trial.id].map { (asked: trial, record: $0) } }
    lines =
      program.parameters.filter(\.probe).flatMap { Self.missing($0, in: done) }
      + Self.otherEngines(than: program.program, in: done.map(\.record))
  }

  /// A probe is no part of a trial's identity, so a record may come from a start without it.
  private static func missing(
    _ probe: ParameterDescription, in done: [(asked: Trial, record: TrialRecord)]
  ) -> [String] {
    let off = probe.defaultValue.flatMap { try? probe.type.read($0) }
    var counts: [ParameterValue: Int] = [:]
    for (asked, record) in done {
      guard let value = asked.settings[probe.name], value != off,
        record.trial.settings[probe.name] != value
      else { continue }
      counts[value, default: 0] += 1
    }
    return counts.sorted { $0.key < $1.key }.map { value, count in
      let what = value == .boolean(true) ? probe.name : "\(probe.name) \(value)"
      let (whose, them) = count == 1 ? ("its", "it") : ("their", "them")
      return "\(wereDone(count)) without \(what), so \(whose) artifacts are missing; to measure "
        + "\(them), run with another --results folder"
    }
  }

  private static func otherEngines(
    than program: ProgramDescription.Program, in records: [TrialRecord]
  ) -> [String] {
    let others = records.map(\.provenance.engine).filter { $0 != program.engine }
    guard !others.isEmpty else { return [] }
    let engines = Set(others).sorted().map(String.init).joined(separator: ", ")
    return [
      "\(wereDone(others.count)) with another engine (\(engines); \(program.name) now has engine "
        + "\(program.engine))"
    ]
  }

  private static func wereDone(_ count: Int) -> String {
    "\(Count.of(count, "trial")) \(count == 1 ? "was" : "were") done"
  }
}

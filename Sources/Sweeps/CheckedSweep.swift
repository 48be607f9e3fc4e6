public import Reports
public import Trials
import YAML

/// A sweep that can be worked on: every value typed, every rule used, every table free of
/// averages over anything but seeds.
public struct CheckedSweep: Sendable {
  /// The file, to be kept beside the results as given.
  public let file: SweepFile
  /// The sweep's name.
  public internal(set) var name: String
  /// What the sweep is about, if it says so.
  public internal(set) var about: String?
  /// How trials are started.
  public let settings: TrialSettings
  /// The seeds.
  public internal(set) var seeds: Seeds
  /// All axes in the order of the file: `across`, `grid`, then lists of include rows.
  public let axes: [String]
  /// The cells: the grid's in written order, the first axis varying slowest, then each row's.
  public internal(set) var cells: [ReportCell]
  /// All trials in the order of work: the first seed of every cell, then the next; each once.
  public internal(set) var trials: [Trial]
  /// What makes the cells, for `plan`.
  public internal(set) var rules: [CellRule]
  /// What to report.
  public internal(set) var report: ReportSpec
  /// What is worth telling although nothing is wrong, one sentence each.
  public let notes: [String]
  /// What `set` says of the machine's resources, by trial; see ``resources(of:)``.
  let changedResources: [TrialID: TrialResources]
  /// What words mean here, for the patterns of a command line.
  let vocabulary: Vocabulary

  /// Types, expands and checks a sweep.
  /// - Parameters:
  ///   - spec: the sweep as written, with the problems of its writing.
  ///   - schema: the trial program's parameters and metrics.
  /// - Throws: everything that is wrong, the writing included, by place.
  /// - Complexity: O(cells × parameters × seeds).
  public init(_ spec: SweepSpec, _ schema: ParameterSchema) throws(SweepProblems) {
    let reading = TypedSweep(spec, schema)
    let grid = Grid(reading.blocks, reading.sources, reading.rules, seed: spec.seeds.first)
    let check = GridCheck(
      grid: grid, sources: reading.sources, fallback: reading.missingMark,
      isVariant: spec.variant != nil)
    let isSound = reading.findings.problems.isEmpty
    var problems = reading.findings.problems + (isSound ? grid.findings.problems : [])
    problems += check.problems(suspects: reading.suspects, onlyMissing: !isSound)
    if isSound { problems += spec.variant?.problems(check) ?? [] }
    if let tooMany = Self.tooManyTrials(grid, spec) { problems.append(tooMany) }
    guard problems.isEmpty else { throw SweepProblems(problems, of: spec.file) }

    let axes = reading.axes
    let cells = grid.cells.map { grid.reportCell($0, axes: Set(axes), schema, seeds: spec.seeds) }
    let all = reading.tables.map {
      (mark: $0.mark, layout: TableLayout($0.table, cells: cells))
    }
    // A table whose cells the command line took away is no mistake of the file.
    let layouts = all.filter { spec.variant == nil || !$0.layout.cells.isEmpty }
    let pooled = layouts.flatMap { mark, layout in
      layout.problems.map { SweepProblem("table \(layout.table.name): \($0)", at: mark) }
    }
    let misfits = layouts.flatMap { mark, layout in
      reading.references.flatMap { reference in
        reference.problems(in: layout, cells: cells, program: schema.program).map {
          SweepProblem("table \(layout.table.name): reference \(reference.name): \($0)", at: mark)
        }
      }
    }
    guard pooled.isEmpty, misfits.isEmpty else {
      throw SweepProblems(pooled + misfits, of: spec.file)
    }

    file = spec.file
    name = spec.name
    about = spec.about
    settings = spec.trial
    seeds = spec.seeds
    self.axes = axes
    self.cells = cells
    trials = Self.inOrderOfWork(cells)
    rules = grid.countedRules
    changedResources = Self.resources(changedIn: grid, cells, spec.trial)
    report = ReportSpec(tables: layouts.map(\.layout.table), references: reading.references)
    notes =
      check.notes
      + SweepNotes(grid: grid, sources: reading.sources).lines(
        cells, layouts: layouts.map(\.layout))
    vocabulary = reading.sources.vocabulary
  }

  /// The most trials: their IDs are all kept in memory.
  private static let mostTrials = 1_000_000

  private static func tooManyTrials(_ grid: Grid, _ spec: SweepSpec) -> SweepProblem? {
    let trials = grid.cells.count * spec.seeds.count
    guard trials > mostTrials else { return nil }
    return SweepProblem(
      "\(Block.grouped(trials)) trials (\(GridCheck.count(grid.cells.count)) × "
        + "\(Block.grouped(spec.seeds.count)) seeds), limit \(Block.grouped(mostTrials))",
      at: spec.sections["seeds"] ?? .start)
  }

  /// The first trial of every cell, then the second, and so on; each once.
  static func inOrderOfWork(_ cells: [ReportCell]) -> [Trial] {
    var seen: Set<TrialID> = []
    var trials: [Trial] = []
    for place in 0..<(cells.map(\.trials.count).max() ?? 0) {
      for cell in cells where place < cell.trials.count {
        if seen.insert(cell.trials[place].id).inserted { trials.append(cell.trials[place]) }
      }
    }
    return trials
  }
}

extension Grid {
  /// The cell as reports see it, with one trial a seed.
  fileprivate func reportCell(
    _ cell: Cell, axes: Set<String>, _ schema: ParameterSchema, seeds: Seeds
  ) -> ReportCell {
    let isSeed = { (name: String) in
      cell.given.values[name] == nil && schema.parameter(name)?.defaultValue == "=seed"
    }
    return ReportCell(
      name: cell.name, axes: cell.axes.filter { axes.contains($0.key) },
      parameters: cell.resolution.values.filter { !isSeed($0.key) },
      trials: seeds.range.map { seed in
        let isFirst = seed == seeds.first
        let resolution =
          isFirst ? cell.resolution : schema.resolve(cell.given.values, seed: seed)
        return schema.trial(resolution, seed: seed)
      })
  }
}

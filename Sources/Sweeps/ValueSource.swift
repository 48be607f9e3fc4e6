public import Reports
public import Trials
import YAML

/// One parameter of a trial, its value, and where that came from.
public struct SourcedValue: Sendable, Equatable {
  /// The parameter, or the named choice.
  public let name: String
  /// The value, and the word under which the file gave it.
  public let value: ReportCell.AxisValue
  /// Where it came from.
  public let source: ValueSource
}

/// Where a value came from.
public enum ValueSource: Sendable, Equatable {
  /// A section of the sweep file, as `grid` or `include LSTM`, and the line there, or in the file that
  /// it extends.
  case file(section: String, line: Int, extended: String? = nil)
  /// A word of the command line, as `--set hidden=64`.
  case word(String)
  /// The program's default for it.
  case program(String)
  /// The value of another parameter, by the program's default.
  case parameter(String)
  /// The trial's seed.
  case seed
}

extension ValueSource: CustomStringConvertible {
  /// The source in words: `grid, line 9`, `--set hidden=64`, `default of orthornn`, `as lr.free`.
  public var description: String {
    switch self {
    case .file(let section, let line, let extended):
      "\(section), line \(line)" + (extended.map { " of \($0)" } ?? "")
    case .word(let word): word
    case .program(let name): "default of \(name)"
    case .parameter(let name): "as \(name)"
    case .seed: "the trial's seed"
    }
  }
}

/// Finds where the parameters of a sweep's cells come from.
public struct ValueSources: Sendable {
  private let spec: SweepSpec
  private let grid: Grid
  private let sources: ParameterSources

  /// Expands the sweep once more, because a checked one keeps only what it needs.
  /// - Precondition: `CheckedSweep(spec, schema)` is sound.
  public init(_ spec: SweepSpec, _ schema: ParameterSchema) {
    let reading = TypedSweep(spec, schema)
    self.spec = spec
    sources = reading.sources
    grid = Grid(reading.blocks, reading.sources, reading.rules, seed: spec.seeds.first)
  }

  /// The values of one cell's trial: named choices first, then parameters as the program lists them.
  /// - Parameters:
  ///   - cell: The cell's place among those of the whole sweep.
  ///   - seed: The trial's seed.
  /// - Returns: One value for each that the trial has.
  public func values(ofCell cell: Int, seed: Int) -> [SourcedValue] {
    let schema = sources.vocabulary.schema
    let cell = grid.cells[cell]
    let resolved = schema.resolve(cell.given.values, seed: seed).values
    let choices = sources.vocabulary.presets.groups.filter { !$0.isParameter }.map(\.name)
    let chosen = choices.compactMap { name -> SourcedValue? in
      guard let value = cell.axes[name] ?? sources.defaultValue(of: name) else { return nil }
      return SourcedValue(name: name, value: value, source: source(of: name, in: cell))
    }
    let parameters = schema.program.parameters.compactMap { parameter -> SourcedValue? in
      let name = parameter.name
      guard let value = resolved[name] else { return nil }
      let given = cell.axes[name] ?? sources.defaultValue(of: name)
      let alias = given?.value == value ? given?.alias : nil
      return SourcedValue(
        name: name, value: ReportCell.AxisValue(value, alias: alias),
        source: source(of: name, in: cell))
    }
    return chosen + parameters
  }

  private func source(of name: String, in cell: Grid.Cell) -> ValueSource {
    let block = grid.blocks[cell.block]
    if cell.axes[name] != nil, let mark = block.mark(of: name, at: cell.point) {
      return source(at: mark, in: section(of: name, block))
    }
    if let change = cell.changes.last(where: { $0.value.name.text == name }) {
      return source(at: change.value.name.mark, in: "set")
    }
    if let preset = cell.given.presets[name],
      let value = preset.values.first(where: { $0.name == name })
    {
      return source(at: value.mark, in: "preset \(preset.choice.text) of \(preset.group)")
    }
    if let setting = sources.defaults.first(where: { $0.name.text == name }) {
      return source(at: setting.name.mark, in: "defaults")
    }
    let program = sources.vocabulary.schema.program
    switch program.parameter(name)?.defaultValue {
    case "=seed": return .seed
    case let other? where other.hasPrefix("="): return .parameter(String(other.dropFirst()))
    default: return .program(program.program.name)
    }
  }

  private func source(at mark: Mark, in section: String) -> ValueSource {
    if let word = mark.word { return .word(spec.file.words[word]) }
    return .file(section: section, line: mark.line, extended: mark.otherText)
  }

  private func section(of name: String, _ block: Block) -> String {
    if case .include(let row) = block.source,
      let axis = block.axes.first(where: { $0.names.contains(name) }),
      !spec.across.contains(where: { $0.names[0].mark == axis.mark })
    {
      return row.map { "include \($0)" } ?? "include"
    }
    return spec.across.contains { $0.names.contains { $0.text == name } } ? "across" : "grid"
  }
}

extension Block {
  /// Where the value stands that an axis has at a point.
  fileprivate func mark(of name: String, at point: Expansion.Point) -> Mark? {
    for (axis, place) in zip(axes, point) where axis.names.contains(name) {
      return place.map { axis.items[$0].mark }
    }
    return nil
  }
}

extension ParameterSources {
  fileprivate func defaultValue(of name: String) -> ReportCell.AxisValue? {
    defaults.first { $0.name.text == name }?.value
  }
}

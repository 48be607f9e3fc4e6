import Reports
import Trials
import YAML

/// The cells of a sweep, in the order of the file: the grid first, then each include row.
struct Grid: Sendable {
  /// One cell before its trials are made.
  struct Cell: Sendable {
    let block: Int
    let point: Expansion.Point
    let name: String?
    let axes: [String: ReportCell.AxisValue]
    var given: ParameterSources.Given
    var resolution: Resolution
    /// What `set` has put, by the number of the rule; a later one wins.
    var changes: [(rule: Int, value: Change.Value)] = []
    /// What `set` has said of the machine's resources.
    var resources = TrialResources()
  }

  let blocks: [Block]
  let rules: Amendments
  /// The cells that an `exclude` took, and the number of the first that did.
  private(set) var excluded: [(cell: Cell, rule: Int)] = []
  /// The numbers of the `exclude`s and `set`s that hold in any cell.
  private(set) var used: (exclusions: Set<Int>, changes: Set<Int>) = ([], [])
  private(set) var cells: [Cell] = []
  /// How many cells are one with an earlier cell, and which one came first.
  private(set) var repeated: [(cell: Cell, first: Cell)] = []
  private(set) var findings = Findings()

  /// Expands all blocks; what is too large or circular is a problem, and then there are no cells.
  init(_ blocks: [Block], _ sources: ParameterSources, _ rules: Amendments, seed: Int) {
    self.blocks = blocks
    self.rules = rules
    var seen: [Key: Cell] = [:]
    for (number, block) in blocks.enumerated() {
      for point in points(of: block, sources, seed: seed) {
        var cell = Self.cell(number, point, block, sources, seed: seed)
        guard !isExcluded(cell, axes: sources.vocabulary.axes) else { continue }
        change(&cell, sources.vocabulary, seed: seed)
        if let first = seen[Key(cell)] {
          repeated.append((cell, first))
        } else {
          seen[Key(cell)] = cell
          cells.append(cell)
        }
      }
    }
  }

  /// Whether an `exclude` takes the cell; an include row was added on purpose, and none does.
  private mutating func isExcluded(_ cell: Cell, axes: Set<String>) -> Bool {
    guard case .grid = blocks[cell.block].source else { return false }
    let holding = rules.exclusions.indices.filter {
      rules.exclusions[$0].conditions.hold(in: cell, axes: axes)
    }
    guard let first = holding.first else { return false }
    used.exclusions.formUnion(holding)
    excluded.append((cell, first))
    return true
  }

  /// Puts the values of every `set` that holds in the cell as it was before them.
  private mutating func change(_ cell: inout Cell, _ vocabulary: Vocabulary, seed: Int) {
    let holding = rules.changes.indices.filter {
      rules.changes[$0].conditions.hold(in: cell, axes: vocabulary.axes)
    }
    guard !holding.isEmpty else { return }
    used.changes.formUnion(holding)
    cell.changes = holding.flatMap { rule in rules.changes[rule].values.map { (rule, $0) } }
    for change in cell.changes { cell.given.set(change.value) }
    for rule in holding { cell.resources = rules.changes[rule].resources.over(cell.resources) }
    cell.resolution = vocabulary.schema.resolve(cell.given.values, seed: seed)
  }

  /// What makes two cells the same to a report.
  private struct Key: Hashable {
    let name: String?
    let axes: [String: ReportCell.AxisValue]
    let parameters: [String: ParameterValue]

    init(_ cell: Cell) {
      name = cell.name
      axes = cell.axes
      parameters = cell.resolution.values
    }
  }

  private mutating func points(
    of block: Block, _ sources: ParameterSources, seed: Int
  ) -> [Expansion.Point] {
    let room = Expansion.limit - cells.count
    if let refusal = block.refusal(room: room) {
      findings.add(refusal, at: block.mark)
      return []
    }
    do {
      let binding = try BindingOrder(block, sources.vocabulary)
      var expansion = Expansion(block, binding, sources, seed: seed, room: room)
      return try expansion.expand()
    } catch let cycle as BindingOrder.Cycle {
      findings.add(cycle.message, at: cycle.mark)
    } catch {
      findings.add("more than \(Block.grouped(room)) cells \(block.factors)", at: block.mark)
    }
    return []
  }

  private static func cell(
    _ number: Int, _ point: Expansion.Point, _ block: Block, _ sources: ParameterSources, seed: Int
  ) -> Cell {
    var axes = Expansion.values(of: point, in: block)
    let given = sources.given(axes, seed: seed)
    let resolution = sources.vocabulary.schema.resolve(given.values, seed: seed)
    for name in resolution.inapplicable { axes[name] = nil }
    return Cell(
      block: number, point: point, name: block.name, axes: axes, given: given,
      resolution: resolution)
  }

  /// A cell in words: its row's name and its axis values in written order.
  func label(_ cell: Cell) -> String {
    let axes = blocks[cell.block].axes.flatMap(\.names).compactMap { name in
      cell.axes[name].map { "\(name) \($0.shown)" }
    }
    let words = (cell.name.map { [$0] } ?? []) + axes
    return words.isEmpty ? "the only one" : words.joined(separator: ", ")
  }
}

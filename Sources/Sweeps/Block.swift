import Reports
import YAML

/// A product of axes: across × grid, or across × one include row.
struct Block: Sendable {
  /// What made the block.
  enum Source: Sendable {
    case grid
    case include(name: String?)
  }

  let source: Source
  let mark: Mark
  /// The axes in written order, the first varying slowest.
  let axes: [Axis]

  /// Whether the block is across × grid.
  var isGrid: Bool {
    guard case .grid = source else { return false }
    return true
  }

  /// The name that the block's cells have in reports.
  var name: String? {
    guard case .include(let name) = source else { return nil }
    return name
  }

  /// The blocks of a sweep.
  ///
  /// A sweep of include rows alone has no grid; one without any of both has one cell.
  static func list(
    of spec: SweepSpec, _ vocabulary: Vocabulary, findings: inout Findings
  ) -> [Block] {
    guard !spec.describesTooMany(findings: &findings) else { return [] }
    let across = known(spec.across, of: spec.name, in: "across", vocabulary, findings: &findings)
    let grid = known(spec.grid ?? [], of: spec.name, in: "grid", vocabulary, findings: &findings)
    for axis in grid {
      for name in axis.names {
        guard let twin = across.first(where: { $0.names.contains(name) }) else { continue }
        findings.add(
          "`\(name)` is an axis of `across` already, at \(twin.mark.seen(from: axis.mark))",
          at: axis.mark)
      }
    }
    var blocks: [Block] = []
    if spec.grid != nil || spec.include.isEmpty {
      let mark = spec.sections["grid"] ?? spec.sections["across"] ?? .start
      blocks.append(Block(source: .grid, mark: mark, axes: across + grid))
    }
    for row in spec.include {
      let own = axes(of: row, of: spec.name, vocabulary, findings: &findings)
      let others = across.filter { !row.replaces($0, findings: &findings) }
      blocks.append(Block(source: .include(name: row.name), mark: row.mark, axes: others + own))
    }
    return blocks
  }

  private static func known(
    _ specs: [AxisSpec], of sweep: String, in section: String, _ vocabulary: Vocabulary,
    findings: inout Findings
  ) -> [Axis] {
    specs.compactMap { spec in
      let known = spec.names.filter {
        isKnown($0, in: section, vocabulary, findings: &findings)
      }
      guard known.count == spec.names.count else { return nil }
      return Axis(spec, of: sweep, vocabulary, findings: &findings)
    }
  }

  private static func axes(
    of row: IncludeRow, of sweep: String, _ vocabulary: Vocabulary, findings: inout Findings
  ) -> [Axis] {
    let lists = known(
      row.axes, of: sweep, in: row.name ?? "include", vocabulary, findings: &findings)
    let singles: [Axis] = row.settings.compactMap { setting in
      let name = setting.name
      guard isKnown(name, in: row.name ?? "include", vocabulary, findings: &findings),
        let value = vocabulary.value(setting.value, of: name.text, findings: &findings)
      else { return nil }
      return Axis(name, value, at: setting.value.mark)
    }
    let byName = Dictionary(
      (lists + singles).map { ($0.names[0], $0) }, uniquingKeysWith: { first, _ in first })
    return row.order.compactMap { byName[$0] }
  }

  private static func isKnown(
    _ name: Node.Key, in section: String, _ vocabulary: Vocabulary, findings: inout Findings
  ) -> Bool {
    if vocabulary.type(of: name.text) != nil { return true }
    findings.unknown("parameter", name, in: " in '\(section)'", among: vocabulary.names)
    return false
  }
}

extension IncludeRow {
  /// Whether the row has a word of its own for an axis of `across`.
  ///
  /// Part of a joint axis cannot be replaced: its other names would lose their values.
  fileprivate func replaces(_ axis: Axis, findings: inout Findings) -> Bool {
    let own = axis.names.filter(order.contains)
    guard !own.isEmpty, own.count < axis.names.count else { return !own.isEmpty }
    let rest = axis.names.filter { !own.contains($0) }
    let list = { (names: [String]) in names.map { "`\($0)`" }.joined(separator: " and ") }
    findings.add(
      "\(name ?? "this row") gives \(list(own)) of the joint axis `\(axis.title)` "
        + "(line \(axis.mark.line)); give \(list(rest)) as well",
      at: mark)
    return true
  }
}

extension SweepSpec {
  /// Whether more numbers are described than may be made, which is a problem.
  fileprivate func describesTooMany(findings: inout Findings) -> Bool {
    var count = 0
    for axis in across + (grid ?? []) + include.flatMap(\.axes) {
      count += axis.described
      guard count > NumberSeries.limit else { continue }
      findings.add(
        "\(AxisSpec.title(of: axis.names)): with this there are \(Block.grouped(count)) described "
          + "values in the file, limit \(Block.grouped(NumberSeries.limit))",
        at: axis.names[0].mark, about: axis.names)
      return true
    }
    return false
  }
}

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
    let across = known(spec.across, in: "across", vocabulary, findings: &findings)
    let grid = known(spec.grid ?? [], in: "grid", vocabulary, findings: &findings)
    for axis in grid {
      guard let twin = across.first(where: { $0.name == axis.name }) else { continue }
      findings.add(
        "`\(axis.name)` is an axis of `across` already, at \(twin.mark.seen(from: axis.mark))",
        at: axis.mark)
    }
    var blocks: [Block] = []
    if spec.grid != nil || spec.include.isEmpty {
      let mark = spec.sections["grid"] ?? spec.sections["across"] ?? .start
      blocks.append(Block(source: .grid, mark: mark, axes: across + grid))
    }
    for row in spec.include {
      let own = axes(of: row, vocabulary, findings: &findings)
      let others = across.filter { axis in !row.order.contains(axis.name) }
      blocks.append(Block(source: .include(name: row.name), mark: row.mark, axes: others + own))
    }
    return blocks
  }

  private static func known(
    _ specs: [AxisSpec], in section: String, _ vocabulary: Vocabulary, findings: inout Findings
  ) -> [Axis] {
    specs.compactMap { spec in
      guard isKnown(spec.name, in: section, vocabulary, findings: &findings) else { return nil }
      return Axis(spec, vocabulary, findings: &findings)
    }
  }

  private static func axes(
    of row: IncludeRow, _ vocabulary: Vocabulary, findings: inout Findings
  ) -> [Axis] {
    let lists = known(row.axes, in: row.name ?? "include", vocabulary, findings: &findings)
    let singles: [Axis] = row.settings.compactMap { setting in
      let name = setting.name
      guard isKnown(name, in: row.name ?? "include", vocabulary, findings: &findings),
        let value = vocabulary.value(setting.value, of: name.text, findings: &findings)
      else { return nil }
      return Axis(name, Axis.Item(value: value, mark: setting.value.mark, rule: nil))
    }
    let byName = Dictionary(
      (lists + singles).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
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

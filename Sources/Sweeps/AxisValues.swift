import Reports
import Trials
import YAML

/// Makes the typed values of an axis from what is written and what is described.
struct AxisValues {
  private let spec: AxisSpec
  private let sweep: String
  private let vocabulary: Vocabulary
  /// Where each value stands.
  private var seen: [[ReportCell.AxisValue]: Mark] = [:]

  init(_ spec: AxisSpec, of sweep: String, _ vocabulary: Vocabulary) {
    self.spec = spec
    self.sweep = sweep
    self.vocabulary = vocabulary
  }

  private var names: [String] { spec.names.map(\.text) }

  /// The values in written order; one that comes twice is a problem with both positions.
  ///
  /// Draws come last in time, so that they can keep clear of values that are written after them.
  mutating func items(findings: inout Findings) -> [Axis.Item] {
    var made: [[Axis.Item]] = Array(repeating: [], count: spec.items.count)
    for (place, item) in spec.items.enumerated() {
      switch item.source {
      case .values(let nodes):
        let values = zip(names, nodes).compactMap {
          vocabulary.value($1, of: $0, findings: &findings)
        }
        guard values.count == nodes.count else { continue }
        made[place] = new([values], of: item, findings: &findings)
      case .series(.range(let range)):
        let values = typed(range.numbers.map { [$0] }, at: item.mark, findings: &findings)
        made[place] = new(values, of: item, findings: &findings)
      case .series(.spaced(let scale, let points)):
        let numbers = scale.points(points) ?? []
        let values = typed(numbers.map { [$0] }, at: item.mark, findings: &findings)
        made[place] = new(values, of: item, findings: &findings)
      case .series(.drawn): break
      }
    }
    var draws = 0
    for (place, item) in spec.items.enumerated() {
      guard case .series(.drawn(let scales, let count)) = item.source else { continue }
      let taken = Set(seen.keys.map { $0.compactMap(\.value.number) })
      var stream = Draws(
        zip(names, scales).map { member($0, $1, number: draws) }, except: taken)
      draws += 1
      let drawn = stream.next(count)
      if drawn.count < count {
        findings.add(
          refusal(of: count, found: drawn.count), at: item.mark, about: spec.names)
      } else {
        let values = typed(drawn, at: item.mark, findings: &findings)
        made[place] = new(values, of: item, findings: &findings)
      }
    }
    return Array(made.joined())
  }

  /// The values that are not there yet.
  private mutating func new(
    _ values: [[ReportCell.AxisValue]], of item: AxisSpec.Item, findings: inout Findings
  ) -> [Axis.Item] {
    values.compactMap { values in
      let new = Axis.Item(values: values, mark: item.mark, rule: item.rule)
      guard let first = seen.updateValue(item.mark, forKey: values) else { return new }
      seen[values] = first
      findings.add(
        "\(AxisSpec.title(of: spec.names)): \(new.shown) comes twice; first at \(first)",
        at: item.mark, about: spec.names)
      return nil
    }
  }

  private func member(_ name: String, _ scale: NumberScale, number: Int) -> Draws.Member {
    let isWhole =
      if case .integer = vocabulary.type(of: name)?.kind { true } else { false }
    return Draws.Member(
      scale: scale, isWhole: isWhole,
      stream: DrawStream(sweep: sweep, axis: name, number: number))
  }

  /// Numbers as values of their parameters; the first that is none is a problem where they are
  /// described, and then there are no more.
  private func typed(
    _ numbers: [[Double]], at mark: Mark, findings: inout Findings
  ) -> [[ReportCell.AxisValue]] {
    var typed: [[ReportCell.AxisValue]] = []
    for tuple in numbers {
      let values = zip(names, tuple).compactMap { name, number in
        let node = Node(.scalar(CanonicalJSON.text(of: number), isPlain: true), mark: mark)
        return vocabulary.value(node, of: name, findings: &findings)
      }
      guard values.count == tuple.count else { return typed }
      typed.append(values)
    }
    return typed
  }

  private func refusal(of count: Int, found: Int) -> String {
    "\(AxisSpec.title(of: spec.names)): `draw: \(count)` finds only \(found) different values, "
      + "of 4 digits each; draw fewer, or from a wider interval"
  }
}

import Reports
import Trials
import YAML

/// Makes the typed values of an axis from what is written and what is described.
struct AxisValues {
  private let spec: AxisSpec
  private let sweep: String
  private let vocabulary: Vocabulary

  init(_ spec: AxisSpec, of sweep: String, _ vocabulary: Vocabulary) {
    self.spec = spec
    self.sweep = sweep
    self.vocabulary = vocabulary
  }

  private var names: [String] { spec.names.map(\.text) }

  /// The values in written order.
  ///
  /// Draws come last in time, so that they can keep clear of values that are written after them.
  func items(findings: inout Findings) -> [Axis.Item] {
    var made: [[Axis.Item]] = Array(repeating: [], count: spec.items.count)
    for (place, item) in spec.items.enumerated() {
      switch item.source {
      case .values(let nodes):
        let values = zip(names, nodes).compactMap {
          vocabulary.value($1, of: $0, findings: &findings)
        }
        guard values.count == nodes.count else { continue }
        made[place] = [Axis.Item(values: values, mark: item.mark, rule: item.rule)]
      case .series(.range(let range)):
        made[place] = typed(range.numbers.map { [$0] }, of: item, findings: &findings)
      case .series(.spaced(let scale, let points)):
        let numbers = scale.points(points) ?? []
        made[place] = typed(numbers.map { [$0] }, of: item, findings: &findings)
      case .series(.drawn): break
      }
    }
    var draws = 0
    for (place, item) in spec.items.enumerated() {
      guard case .series(.drawn(let scales, let count)) = item.source else { continue }
      let taken = Set(made.joined().map { $0.values.compactMap(\.value.number) })
      var stream = Draws(
        zip(names, scales).map { member($0, $1, number: draws) }, except: taken)
      let drawn = stream.next(count)
      draws += 1
      guard drawn.count == count else {
        findings.add(
          refusal(of: count, found: drawn.count), at: item.mark, about: spec.names)
        continue
      }
      made[place] = typed(drawn, of: item, findings: &findings)
    }
    return Array(made.joined())
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
    _ numbers: [[Double]], of item: AxisSpec.Item, findings: inout Findings
  ) -> [Axis.Item] {
    var items: [Axis.Item] = []
    for tuple in numbers {
      let values = zip(names, tuple).compactMap { name, number in
        let node = Node(.scalar(CanonicalJSON.text(of: number), isPlain: true), mark: item.mark)
        return vocabulary.value(node, of: name, findings: &findings)
      }
      guard values.count == tuple.count else { return items }
      items.append(Axis.Item(values: values, mark: item.mark, rule: item.rule))
    }
    return items
  }

  private func refusal(of count: Int, found: Int) -> String {
    "\(AxisSpec.title(of: spec.names)): `draw: \(count)` finds only \(found) different values, "
      + "of 4 digits each; draw fewer, or from a wider interval"
  }
}

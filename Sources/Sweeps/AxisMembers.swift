import Trials
import YAML

extension AxisSpec {
  /// The values of one of its names as the file says them, the first of them, for completing a command
  /// line; draws are known only when types are.
  func writtenValues(of name: String, atMost limit: Int) -> [String] {
    guard let member = names.firstIndex(where: { $0.text == name }) else { return [] }
    let values = items.prefix(limit).flatMap { item -> [String] in
      switch item.source {
      case .values(let nodes): [nodes[member].text].compactMap(\.self)
      case .series(.range(let range)): range.numbers.prefix(limit).map(CanonicalJSON.text(of:))
      case .series(.spaced(let scale, let points)):
        (scale.points(points) ?? []).prefix(limit).map(CanonicalJSON.text(of:))
      case .series(.drawn): []
      }
    }
    return Array(values.prefix(limit))
  }
}

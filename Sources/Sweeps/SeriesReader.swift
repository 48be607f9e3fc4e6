import Trials
import YAML

/// Reads `{range: …}` and `{log: …}`; what is wrong is told with the axis's name.
struct SeriesReader {
  let names: [Node.Key]

  private var title: String { AxisSpec.title(of: names) }

  /// The series that a map describes; its keys are known to be words of axis values.
  /// - Returns: nil, and a problem, if there is none.
  func series(_ map: MappingReader, findings: inout Findings) -> NumberSeries? {
    if let key = map.key("draw") {
      guard !isRefused("points", of: map, "give `points` or `draw`, not both", &findings),
        let count = count("draw", of: map, findings: &findings),
        let scale = scale(to: "draw", of: map, at: key.mark, findings: &findings)
      else { return nil }
      return .drawn([scale], count: count)
    }
    return map["log"] == nil
      ? range(map, findings: &findings) : spaced(map, findings: &findings)
  }

  /// The interval that draws come from; it begins at its lower end.
  func scale(
    to purpose: String, of map: MappingReader, at mark: Mark, findings: inout Findings
  ) -> NumberScale? {
    guard let node = map["range"] ?? map["log"] else {
      add("`\(purpose)` needs `range` or `log` beside it", at: mark, &findings)
      return nil
    }
    let isLog = map["log"] != nil
    guard
      let ends = isLog
        ? logEnds(node, findings: &findings)
        : numbers(
          node, count: 2, wanted: "a `range` to draw from is [from, to], as [0, 1]",
          findings: &findings)
    else { return nil }
    guard ends[0] < ends[1] else {
      add(
        "what is drawn from begins at its lower end, as [\(shown(ends[1])), \(shown(ends[0]))]",
        at: node.mark, &findings)
      return nil
    }
    return NumberScale(kind: isLog ? .log : .even, from: ends[0], to: ends[1])
  }

  /// How many there are to be.
  func count(_ key: String, of map: MappingReader, findings: inout Findings) -> Int? {
    let before = findings.problems.count
    let count = map.value(
      key, wanted: "an integer from 1 to \(Block.grouped(NumberSeries.limit))",
      findings: &findings
    ) { WrittenQuantity.wholeNumber($0, within: 1...NumberSeries.limit) }
    if findings.problems.count > before { findings.suspect(names) }
    return count
  }

  private func range(_ map: MappingReader, findings: inout Findings) -> NumberSeries? {
    let hint = "`points` goes with `log`; a range has its step, as [0, 1, 0.1]"
    guard let node = map["range"], !isRefused("points", of: map, hint, &findings),
      let numbers = numbers(
        node, count: 3, wanted: "`range` is [from, to, step], as [0, 1, 0.1]",
        findings: &findings)
    else { return nil }
    let (from, to, step) = (numbers[0], numbers[1], numbers[2])
    do {
      return .range(try DecimalRange(from: from, to: to, step: step))
    } catch {
      let way = "a step from \(shown(from)) to \(shown(to))"
      let message =
        switch error {
        case .noStep: "a range with a step of 0 has no end"
        case .wrongWay(let other):
          "\(way) is \(other > 0 ? "above" : "below") 0, as \(shown(other))"
        case .tooMany(let count):
          "a range of \(count) values, limit \(Block.grouped(NumberSeries.limit))"
        case .tooFine:
          "a step of \(shown(step)) is lost between \(shown(from)) and \(shown(to)), "
            + "where numbers have 12 digits"
        }
      add(message, at: node.mark, &findings)
      return nil
    }
  }

  private func spaced(_ map: MappingReader, findings: inout Findings) -> NumberSeries? {
    guard let node = map["log"], let key = map.key("log"),
      let ends = logEnds(node, findings: &findings)
    else { return nil }
    guard map.key("points") != nil else {
      add("`log` needs `points: 7` or `draw: 20` beside it", at: key.mark, &findings)
      return nil
    }
    guard let points = count("points", of: map, findings: &findings) else { return nil }
    let mark = map["points"]?.mark ?? key.mark
    guard points > 1 || ends[0] == ends[1] else {
      add("one point cannot be both ends; at least 2 are wanted", at: mark, &findings)
      return nil
    }
    let scale = NumberScale(kind: .log, from: ends[0], to: ends[1])
    guard scale.points(points) != nil else {
      let interval = "\(shown(ends[0])) to \(shown(ends[1]))"
      add(
        "\(Block.grouped(points)) points from \(interval) are not all different in 12 digits",
        at: mark, &findings)
      return nil
    }
    return .spaced(scale, points: points)
  }

  private func logEnds(_ node: Node, findings: inout Findings) -> [Double]? {
    let wanted = "`log` is [from, to], as [1e-4, 1e2]"
    guard let ends = numbers(node, count: 2, wanted: wanted, findings: &findings) else {
      return nil
    }
    guard let low = ends.firstIndex(where: { $0 <= 0 }) else { return ends }
    add(
      "the ends of `log` are above 0, and this is \(shown(ends[low]))",
      at: node.items?[low].mark ?? node.mark, &findings)
    return nil
  }

  private func numbers(
    _ node: Node, count: Int, wanted: String, findings: inout Findings
  ) -> [Double]? {
    guard let items = node.items, items.count == count else {
      add(wanted, at: node.mark, &findings)
      return nil
    }
    var numbers: [Double] = []
    for item in items {
      guard let text = item.text, let number = try? NumberGrammar.read(text) else {
        let what = item.text.map { "`\(Findings.short($0))` is no number; " } ?? ""
        add(what + wanted, at: item.mark, &findings)
        return nil
      }
      numbers.append(number)
    }
    return numbers
  }

  /// Tells that a key has no place here, if it is there.
  private func isRefused(
    _ key: String, of map: MappingReader, _ message: String, _ findings: inout Findings
  ) -> Bool {
    guard let key = map.key(key) else { return false }
    add(message, at: key.mark, &findings)
    return true
  }

  private func add(_ message: String, at mark: Mark, _ findings: inout Findings) {
    findings.add("\(title): \(message)", at: mark, about: names)
  }

  private func shown(_ number: Double) -> String { CanonicalJSON.text(of: number) }
}

import Trials
import YAML

/// The order in which the axes of a block get their values, so that each condition looks only at
/// what is known already.
struct BindingOrder {
  /// Axes that need each other.
  struct Cycle: Error {
    let message: String
    let mark: Mark
  }

  /// Places in the block's axes.
  let order: [Int]
  /// Axes whose `applies` can be judged when they are bound.
  let judged: Set<Int>

  /// Orders by the needs of the `when`s, and where these leave a choice, so that an axis comes
  /// after those that decide whether its parameter applies; else in written order.
  init(_ block: Block, _ vocabulary: Vocabulary) throws(Cycle) {
    let needs = Needs(block, vocabulary)
    let hard = block.axes.map { axis in
      Set(axis.rules.flatMap(\.conditions).flatMap { needs.axes(deciding: $0.name) })
    }
    let soft = block.axes.indices.map { needs.axes(decidingWhether: $0) }
    var order: [Int] = []
    var judged: Set<Int> = []
    var waiting = Array(block.axes.indices)
    while !waiting.isEmpty {
      let ready = waiting.filter { hard[$0].isSubset(of: order) }
      guard let next = ready.first(where: { soft[$0].isSubset(of: order) }) ?? ready.first else {
        throw Self.cycle(among: waiting, of: block, hard: hard)
      }
      if soft[next].isSubset(of: order) { judged.insert(next) }
      order.append(next)
      waiting.removeAll { $0 == next }
    }
    self.order = order
    self.judged = judged
  }

  private static func cycle(among waiting: [Int], of block: Block, hard: [Set<Int>]) -> Cycle {
    // Following the needs from any waiting axis ends in the circle; its start is cut off.
    var path: [Int] = []
    var here = waiting[0]
    while !path.contains(here) {
      path.append(here)
      here = waiting.first { hard[here].contains($0) } ?? here
    }
    let circle = path.drop { $0 != here }.sorted().map { block.axes[$0] }
    let names = circle.map { "`\($0.title)` (\($0.mark.lineInWords))" }.joined(separator: ", ")
    return Cycle(
      message: circle.count == 1
        ? "a `when` of \(names) looks at the axis itself"
        : "the `when`s of \(names) need each other",
      mark: circle.first?.mark ?? block.mark)
  }
}

/// Which axes of a block a parameter's value hangs on.
private struct Needs {
  let block: Block
  let vocabulary: Vocabulary
  private let places: [String: Expansion.Member]

  init(_ block: Block, _ vocabulary: Vocabulary) {
    self.block = block
    self.vocabulary = vocabulary
    places = block.members
  }

  /// The axes that decide a name's value.
  ///
  /// These are itself, or what its presets, its default and its `applies` look at. An axis that is
  /// not in the block is absent, and nothing decides it.
  func axes(deciding name: String) -> Set<Int> {
    if places[name] == nil, vocabulary.axes.contains(name) { return [] }
    var found: Set<Int> = []
    var seen: Set<String> = []
    visit(name, into: &found, seen: &seen)
    return found
  }

  /// The other axes that decide whether the parameters of an axis apply.
  func axes(decidingWhether axis: Int) -> Set<Int> {
    var found: Set<Int> = []
    var seen: Set<String> = []
    for name in block.axes[axis].names {
      let parameter = vocabulary.schema.parameter(name)
      for name in parameter?.applies.patterns.keys.sorted() ?? [] {
        visit(name, into: &found, seen: &seen)
      }
    }
    return found.subtracting([axis])
  }

  private func visit(_ name: String, into found: inout Set<Int>, seen: inout Set<String>) {
    guard seen.insert(name).inserted else { return }
    if let place = places[name] {
      found.insert(place.axis)
      return
    }
    var behind = vocabulary.presets.groups(setting: name).sorted()
    if let parameter = vocabulary.schema.parameter(name) {
      behind += parameter.applies.patterns.keys.sorted()
      if let value = parameter.defaultValue, value.hasPrefix("="), value != "=seed" {
        behind.append(String(value.dropFirst()))
      }
    }
    for other in behind { visit(other, into: &found, seen: &seen) }
  }
}

import Reports
import Trials

/// Makes the points of one block: for each axis the place of its value, or none where it is absent.
struct Expansion {
  /// The most cells of a sweep.
  static let limit = 100_000

  /// The block has more points than may be made.
  struct TooMany: Error {}

  typealias Point = [Int?]

  private let block: Block
  private let binding: BindingOrder
  private let sources: ParameterSources
  private let seed: Int
  private let places: [String: Member]
  private let room: Int
  private var points: [Point] = []

  /// Makes ready: at most `room` points will be made, and where a condition looks at a parameter it
  /// is resolved with `seed`.
  init(_ block: Block, _ binding: BindingOrder, _ sources: ParameterSources, seed: Int, room: Int) {
    self.block = block
    self.binding = binding
    self.sources = sources
    self.seed = seed
    self.room = room
    places = block.members
  }

  /// All points, the first axis varying slowest.
  mutating func expand() throws(TooMany) -> [Point] {
    try bind(0, Point(repeating: nil, count: block.axes.count))
    guard binding.order != Array(block.axes.indices) else { return points }
    return points.sorted(by: Self.precedes)
  }

  /// The values of a point, by axis.
  static func values(of point: Point, in block: Block) -> [String: ReportCell.AxisValue] {
    var values: [String: ReportCell.AxisValue] = [:]
    for (axis, place) in zip(block.axes, point) {
      guard let place else { continue }
      for (name, value) in zip(axis.names, axis.items[place].values) { values[name] = value }
    }
    return values
  }

  private mutating func bind(_ depth: Int, _ point: Point) throws(TooMany) {
    guard depth < binding.order.count else {
      guard points.count < room else { throw TooMany() }
      points.append(point)
      return
    }
    let place = binding.order[depth]
    let axis = block.axes[place]
    let rules = axis.rules.map { holds($0, at: point) }
    let holding = axis.items.indices.filter { axis.items[$0].rule.map { rules[$0] } ?? true }
    let items = applying(holding, of: axis, at: place, point)
    guard !items.isEmpty else {
      try bind(depth + 1, point)
      return
    }
    for item in items {
      var next = point
      next[place] = item
      try bind(depth + 1, next)
    }
  }

  private func holds(_ rule: Axis.Rule, at point: Point) -> Bool {
    rule.conditions.allSatisfy { condition in
      if let place = places[condition.name] {
        let value = point[place.axis].map { block.axes[place.axis].items[$0].values[place.name] }
        return condition.pattern.matches(value?.value, alias: value?.alias)
      }
      // An axis that this block does not have is absent in it.
      if sources.vocabulary.axes.contains(condition.name) {
        return condition.pattern.matches(nil)
      }
      let given = sources.given(Self.values(of: point, in: block), seed: seed)
      let resolved = sources.vocabulary.schema.resolve(given.values, seed: seed)
      return condition.pattern.matches(resolved.values[condition.name])
    }
  }

  /// The items that differ at this point, as far as that can be said yet; none where the axis is
  /// absent.
  ///
  /// Where a parameter does not exist, the axis is absent once and not once for each of its values,
  /// and of a joint axis those items are one that differ in such a parameter only.
  private func applying(
    _ items: [Int], of axis: Axis, at place: Int, _ point: Point
  ) -> [Int] {
    let schema = sources.vocabulary.schema
    let hasConditions = axis.names.contains {
      schema.parameter($0)?.applies.patterns.isEmpty == false
    }
    guard hasConditions, binding.judged.contains(place), let first = items.first else {
      return items
    }
    guard axis.names.count > 1 else {
      return inapplicable(at: point, with: first, of: place).contains(axis.names[0]) ? [] : items
    }
    var isPresent = false
    var seen: Set<[ReportCell.AxisValue?]> = []
    let distinct = items.filter { item in
      let missing = inapplicable(at: point, with: item, of: place)
      let values = zip(axis.names, axis.items[item].values).map { name, value in
        missing.contains(name) ? nil : value
      }
      if values.contains(where: { $0 != nil }) { isPresent = true }
      return seen.insert(values).inserted
    }
    return isPresent ? distinct : []
  }

  /// The given names that do not apply once an axis has one of its items.
  private func inapplicable(at point: Point, with item: Int, of place: Int) -> [String] {
    var next = point
    next[place] = item
    let given = sources.given(Self.values(of: next, in: block), seed: seed)
    return sources.vocabulary.schema.resolve(given.values, seed: seed).inapplicable
  }

  /// By the first axis that differs; an absent axis comes last.
  private static func precedes(_ left: Point, _ right: Point) -> Bool {
    for (a, b) in zip(left, right) where a != b { return (a ?? .max) < (b ?? .max) }
    return false
  }
}

extension Expansion {
  /// Which axis of a block has a name, and which of the axis's names it is.
  struct Member {
    let axis: Int
    let name: Int
  }
}

extension Block {
  /// Where each name has its values.
  var members: [String: Expansion.Member] {
    var members: [String: Expansion.Member] = [:]
    for (place, axis) in axes.enumerated() {
      for (number, name) in axis.names.enumerated() where members[name] == nil {
        members[name] = Expansion.Member(axis: place, name: number)
      }
    }
    return members
  }

  /// Why the block cannot be expanded, if its unconditional values alone are too many.
  ///
  /// Nothing is made to know this: the product is of counts, and checked for overflow.
  func refusal(room: Int) -> String? {
    let counts = axes.map { axis in (axis, axis.items.count { $0.rule == nil }) }
    var product = 1
    for (_, count) in counts {
      let (result, overflow) = product.multipliedReportingOverflow(by: max(1, count))
      guard !overflow else { return "more than \(Self.grouped(.max)) cells \(factors)" }
      product = result
    }
    return product > room ? "\(Self.grouped(product)) cells \(factors)" : nil
  }

  /// The numbers that the count is the product of, as "(hidden 1000 × epochs 20), limit 100,000".
  var factors: String {
    let factors = axes.filter { $0.items.count > 1 }.map { "\($0.title) \($0.items.count)" }
    let shown = factors.prefix(6).joined(separator: " × ") + (factors.count > 6 ? " × …" : "")
    return "(\(shown)), limit \(Self.grouped(Expansion.limit))"
  }

  /// A number with commas between its thousands.
  static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }
}

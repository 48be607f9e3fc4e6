extension ReportCell {
  /// The cell in words, as `margin 0.1, init orthogonal`; an include row begins with its name.
  var words: String { words(order: []) }

  /// The cell in words, its axes in this order, others after them by name.
  func words(order: [String]) -> String {
    var seen: Set<String> = []
    let ordered = (order + axes.keys.sorted()).filter { seen.insert($0).inserted }
    let parts = ordered.compactMap { axis in axes[axis].map { "\(axis) \($0.shown)" } }
    let all = [name].compactMap(\.self) + parts
    return all.isEmpty ? "the only cell" : all.joined(separator: ", ")
  }
}

/// Seeds as people write them: `0–4, 7`.
func rangeWords(_ numbers: some Collection<Int>) -> String {
  var ranges: [ClosedRange<Int>] = []
  for number in Set(numbers).sorted() {
    if let last = ranges.last, last.upperBound + 1 == number {
      ranges[ranges.count - 1] = last.lowerBound...number
    } else {
      ranges.append(number...number)
    }
  }
  return ranges.map { range in
    switch range.count {
    case 1: "\(range.lowerBound)"
    case 2: "\(range.lowerBound), \(range.upperBound)"
    default: "\(range.lowerBound)–\(range.upperBound)"
    }
  }.joined(separator: ", ")
}

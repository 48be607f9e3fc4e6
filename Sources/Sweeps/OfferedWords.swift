import YAML

extension SweepSpec {
  /// The axes and the values that the file writes for each, for completing a command line.
  public var wordsForCells: [(name: String, values: [String])] {
    let rows = include.compactMap(\.name)
    let seeds = seeds.range.prefix(Self.mostOffered).map(String.init)
    return axisWords + (rows.isEmpty ? [] : [("name", rows)]) + [("seed", seeds)]
  }

  /// The axes, and the parameters under `defaults`, with their values.
  public var wordsForSettings: [(name: String, values: [String])] {
    let axes = axisWords
    return axes
      + defaults.map { ($0.name.text, [$0.value.text].compactMap(\.self)) }
      .filter { setting in !axes.contains { $0.name == setting.0 } }
  }

  private var axisWords: [(name: String, values: [String])] {
    var words: [(name: String, values: [String])] = []
    for axis in across + (grid ?? []) + include.flatMap(\.axes) {
      for name in axis.names.map(\.text) {
        let values = axis.writtenValues(of: name, atMost: Self.mostOffered)
        if let place = words.firstIndex(where: { $0.name == name }) {
          words[place].values += values.filter { !words[place].values.contains($0) }
        } else {
          words.append((name, values))
        }
      }
    }
    return words
  }

  /// A shell lists no more than one looks through.
  private static let mostOffered = 100
}

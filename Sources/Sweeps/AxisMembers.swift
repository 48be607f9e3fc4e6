import YAML

// An axis as `--set`, `show` and completion look at it: by all of its names.

extension AxisSpec {
  /// The names that vary with it.
  var names: [Node.Key] { [name] }

  /// The values of one of its names as the file writes them, the first of them.
  func writtenValues(of name: String, atMost limit: Int) -> [String] {
    items.prefix(limit).compactMap(\.value.text)
  }
}

extension Axis {
  /// The names that vary with it.
  var names: [String] { [name] }
}

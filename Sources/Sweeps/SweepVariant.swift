public import Trials
import YAML

extension SweepSpec {
  /// What `--set` has changed.
  struct Variant: Sendable {
    /// One `--set NAME=…`.
    struct Change: Sendable {
      let name: String
      let mark: Mark
    }

    var changes: [Change] = []
    /// The names that became axes by it, in written order.
    var added: [String] = []
  }

  /// The sweep with the values of a command line, `NAME=VALUE[,VALUE…]` each (`--set`).
  ///
  /// A name that is an axis gets these values in place of its own, wherever it is one; another name
  /// becomes with several values the last axis of the grid and of each row, and with one it has that
  /// value everywhere: in defaults and include rows, and whatever presets say. The file as written
  /// should have been checked before: what its rules no longer match here is only noted.
  /// - Throws: what is wrong with the words, by the words.
  public func varied(
    by words: [String], _ schema: ParameterSchema
  ) throws(SweepProblems) -> SweepSpec {
    guard !words.isEmpty else { return self }
    var spec = self
    spec.file = file.with(words: words.map { "--set \($0)" })
    var findings = Findings()
    var variant = Variant()
    let names = schema.program.parameters.map(\.name) + presets.map(\.name.text)
    for (number, word) in words.enumerated() {
      guard let change = SetWord(word, at: .word(number), findings: &findings) else { continue }
      if !names.contains(change.name.text) {
        if let whole = names.first(where: { $0.hasPrefix(change.name.text + ".") }) {
          findings.add("a whole name is wanted here, as '\(whole)'", at: change.name.mark)
        } else {
          findings.unknown("parameter or axis", change.name, in: "", among: names)
        }
      } else if let first = variant.changes.first(where: { $0.name == change.name.text }) {
        findings.add("'\(first.name)' is set twice", at: change.name.mark)
      } else if let together = spec.companions(of: change.name.text) {
        findings.add(
          "\(change.name.text) varies together with \(together); change both in the file",
          at: change.name.mark)
      } else {
        variant.changes.append(Variant.Change(name: change.name.text, mark: change.name.mark))
        if let value = change.value(findings: &findings) {
          spec.put(value, for: change.name, &variant)
        }
      }
    }
    guard findings.problems.isEmpty else {
      throw SweepProblems(findings.problems, of: spec.file)
    }
    spec.variant = variant
    return spec
  }

  /// The other names of a joint axis, as `epochs and lr.free`; nil where the name stands alone.
  private func companions(of name: String) -> String? {
    for axis in across + (grid ?? []) + include.flatMap(\.axes) {
      let names = axis.names.map(\.text)
      guard names.count > 1, names.contains(name) else { continue }
      return names.filter { $0 != name }.joined(separator: " and ")
    }
    return nil
  }

  private mutating func put(_ value: SetWord.Value, for name: Node.Key, _ variant: inout Variant) {
    let isAxis = (across + (grid ?? [])).contains { $0.names[0].text == name.text }
    across.replace(name, by: value.axis)
    grid?.replace(name, by: value.axis)
    for place in include.indices { include[place].replace(name, by: value) }
    presets.drop(name.text)
    set = set.compactMap { $0.without(name.text) }
    // A row's axis is one of that row alone; elsewhere the value is a default.
    guard !isAxis else { return }
    defaults.removeAll { $0.name.text == name.text }
    if let single = value.single {
      defaults.append(Setting(name: name, value: single))
    } else {
      add(value.axis)
      variant.added.append(name.text)
    }
  }

  /// The axis varies fastest, so that its values stand together in every table.
  private mutating func add(_ axis: AxisSpec) {
    // Without a grid the rows alone are the sweep, if there are any.
    if grid != nil || include.isEmpty { grid = (grid ?? []) + [axis] }
    let name = axis.names[0].text
    for row in include.indices where !include[row].order.contains(name) {
      include[row].axes.append(axis)
      include[row].order.append(name)
    }
  }
}

extension SweepSpec.Variant {
  /// Values that no cell takes, because their parameters apply nowhere.
  func problems(_ check: GridCheck) -> [SweepProblem] {
    let schema = check.sources.vocabulary.schema
    return changes.compactMap { change in
      guard schema.parameter(change.name) != nil,
        !check.grid.cells.contains(where: { $0.resolution.values[change.name] != nil })
      else { return nil }
      return SweepProblem(
        "\(change.name) does not apply to any cell\(check.needs(of: change.name))",
        at: change.mark)
    }
  }
}

extension [AxisSpec] {
  fileprivate mutating func replace(_ name: Node.Key, by axis: AxisSpec) {
    for place in indices where self[place].names[0].text == name.text {
      self[place] = axis
    }
  }
}

extension [PresetSpec] {
  /// Takes a parameter out of all presets but its own.
  fileprivate mutating func drop(_ name: String) {
    for group in indices where self[group].name.text != name {
      for choice in self[group].choices.indices {
        self[group].choices[choice].settings.removeAll { $0.name.text == name }
      }
    }
  }
}

extension IncludeRow {
  /// Puts a value in the place of what the row says, if it says anything.
  fileprivate mutating func replace(_ name: Node.Key, by value: SetWord.Value) {
    axes.replace(name, by: value.axis)
    guard let place = settings.firstIndex(where: { $0.name.text == name.text }) else { return }
    if let single = value.single {
      settings[place] = Setting(name: name, value: single)
    } else {
      settings.remove(at: place)
      axes.append(value.axis)
    }
  }
}

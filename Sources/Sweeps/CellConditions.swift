import Reports
import Trials
import YAML

/// Patterns that select cells, typed: those of an `exclude` or a `set`.
struct CellConditions: Sendable {
  let all: [Axis.Condition]

  /// Types the patterns; `section` is where they stand, for messages.
  init(
    _ settings: [Setting], in section: String, _ vocabulary: Vocabulary,
    findings: inout Findings
  ) {
    all = settings.compactMap {
      Axis.condition($0, in: section, vocabulary, findings: &findings)
    }
  }

  /// Whether all patterns hold in a cell, as it is before any `set`.
  func hold(in cell: Grid.Cell, axes: Set<String>) -> Bool {
    all.allSatisfy {
      ReportCell.matches(
        $0.name, $0.pattern, axes: cell.axes, parameters: cell.resolution.values, allAxes: axes)
    }
  }

  /// The patterns as `plan` shows them, as `task ptb-*, margin 0.001`.
  func shown(separator: String) -> String {
    all.map { "\($0.name) \($0.pattern)" }.joined(separator: separator)
  }
}

/// One `exclude`: cells of the grid that are left out, and why.
struct Exclusion: Sendable {
  let mark: Mark
  let conditions: CellConditions
  let reason: String

  init(_ spec: ExclusionSpec, _ vocabulary: Vocabulary, findings: inout Findings) {
    mark = spec.mark
    reason = spec.reason
    conditions = CellConditions(
      spec.conditions, in: "exclude", vocabulary, findings: &findings)
  }
}

/// One `set`: values that some cells have instead of what all else says.
struct Change: Sendable {
  struct Value: Sendable {
    let name: Node.Key
    let value: ParameterValue
  }

  let mark: Mark
  let values: [Value]
  /// What `trial.memory` and `trial.timeout` say.
  let resources: TrialResources
  let conditions: CellConditions

  /// Types the values: parameters that are no axis and have no presets of their own, and the
  /// resources of a trial.
  init(_ spec: ChangeSpec, _ vocabulary: Vocabulary, findings: inout Findings) {
    mark = spec.mark
    conditions = CellConditions(spec.conditions, in: "when", vocabulary, findings: &findings)
    let isResource = { (setting: Setting) in
      let name = setting.name.text
      return name.hasPrefix("trial.") && vocabulary.schema.parameter(name) == nil
    }
    values = spec.settings.filter { !isResource($0) }.compactMap { setting in
      Self.value(setting, vocabulary, findings: &findings)
    }
    var resources = TrialResources()
    for setting in spec.settings where isResource(setting) {
      resources.take(setting, findings: &findings)
    }
    self.resources = resources
  }

  private static func value(
    _ setting: Setting, _ vocabulary: Vocabulary, findings: inout Findings
  ) -> Value? {
    let name = setting.name
    if vocabulary.axes.contains(name.text) {
      findings.add(
        "`\(name.text)` is an axis, which `set` may not touch; give it other values where it is one",
        at: name.mark)
      return nil
    }
    if vocabulary.presets.group(name.text) != nil {
      findings.add(
        "`\(name.text)` has presets, which a `set` would come too late for; write it under "
          + "`defaults` or in an axis", at: name.mark)
      return nil
    }
    return Vocabulary.plainValue(
      setting, in: "set", schema: vocabulary.schema, findings: &findings
    ).map { Value(name: name, value: $0) }
  }
}

/// What a file amends in the cells that its axes make.
struct Amendments: Sendable {
  var exclusions: [Exclusion] = []
  var changes: [Change] = []
}

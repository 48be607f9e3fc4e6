import Reports
import Trials
import YAML

/// Where the parameters of a cell come from: the program's defaults < `defaults` < `presets` <
/// the values of axes and include rows.
struct ParameterSources: Sendable {
  /// One line of `defaults`.
  struct Default: Sendable {
    let name: Node.Key
    let value: ReportCell.AxisValue
  }

  /// What a cell is given, before the program's own defaults.
  struct Given: Sendable {
    var values: [String: ParameterValue]
    /// The preset that gave a value, by parameter.
    var presets: [String: Preset] = [:]
    /// Numbers of the presets that fired.
    var fired: [Int] = []
    /// Two presets that give one parameter different values.
    var disagreement: Disagreement?

    /// Puts a value over all others; presets that disagree on it do so no longer.
    mutating func set(_ change: Change.Value) {
      values[change.name.text] = change.value
      if disagreement?.name == change.name.text { disagreement = nil }
    }
  }

  struct Disagreement: Sendable {
    let name: String
    let first: Preset
    let second: Preset
  }

  let vocabulary: Vocabulary
  let defaults: [Default]
  private let defaultsByName: [String: ReportCell.AxisValue]
  private let plainDefaults: [String: ParameterValue]
  /// Groups whose parameter exists everywhere, and is given: they fire without asking the schema.
  private let everywhere: Set<String>

  init(_ settings: [Setting], _ vocabulary: Vocabulary, findings: inout Findings) {
    self.vocabulary = vocabulary
    defaults = settings.compactMap { setting in
      guard vocabulary.type(of: setting.name.text) != nil else {
        findings.unknown(
          "parameter", setting.name, in: " in 'defaults'", among: vocabulary.names)
        return nil
      }
      return vocabulary.value(setting.value, of: setting.name.text, findings: &findings)
        .map { Default(name: setting.name, value: $0) }
    }
    defaultsByName = Dictionary(
      defaults.map { ($0.name.text, $0.value) }, uniquingKeysWith: { first, _ in first })
    plainDefaults = defaultsByName.filter { vocabulary.schema.parameter($0.key) != nil }
      .mapValues(\.value)
    everywhere = Set(
      vocabulary.presets.groups.map(\.name).filter {
        vocabulary.schema.parameter($0)?.applies.patterns.isEmpty ?? true
      })
  }

  /// What a cell with these axis values is given.
  ///
  /// Presets fire on a parameter's final value wherever it came from, also from the program's
  /// default, but not on one that does not apply in the cell; what a preset sets fires no other.
  func given(_ axes: [String: ReportCell.AxisValue], seed: Int) -> Given {
    var given = Given(values: plainDefaults)
    for (name, axis) in axes where vocabulary.schema.parameter(name) != nil {
      given.values[name] = axis.value
    }
    var late: [(group: Presets.Group, chosen: ReportCell.AxisValue?)] = []
    for group in vocabulary.presets.groups {
      let chosen = axes[group.name] ?? defaultsByName[group.name]
      if let chosen, everywhere.contains(group.name) {
        fire(group.preset(for: chosen), except: axes, into: &given)
      } else if group.isParameter {
        late.append((group, chosen))
      }
    }
    guard !late.isEmpty else { return given }
    let resolved = vocabulary.schema.resolve(given.values, seed: seed).values
    for (group, chosen) in late {
      guard let value = resolved[group.name] else { continue }
      fire(group.preset(for: chosen ?? ReportCell.AxisValue(value)), except: axes, into: &given)
    }
    return given
  }

  private func fire(
    _ preset: Preset?, except axes: [String: ReportCell.AxisValue], into given: inout Given
  ) {
    guard let preset else { return }
    given.fired.append(preset.number)
    for setting in preset.values where axes[setting.name] == nil {
      if let earlier = given.presets[setting.name], given.values[setting.name] != setting.value {
        given.disagreement = Disagreement(name: setting.name, first: earlier, second: preset)
      }
      given.presets[setting.name] = preset
      given.values[setting.name] = setting.value
    }
  }
}

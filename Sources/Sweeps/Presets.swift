import Reports
import Trials
import YAML

/// Values that come with one value of a parameter, or with one word of a named choice.
struct Preset: Sendable {
  /// One parameter that the preset sets.
  struct Value: Sendable {
    let name: String
    let value: ParameterValue
    let mark: Mark
  }

  let number: Int
  let group: String
  let choice: Node.Key
  let values: [Value]
}

/// All presets of a sweep, typed.
struct Presets: Sendable {
  /// The presets of one parameter, or one named choice.
  struct Group: Sendable {
    let name: String
    let isParameter: Bool
    /// Words that stand for a value, because their preset gives that same parameter.
    private(set) var aliases: [String: ParameterValue] = [:]
    /// All words, in written order.
    private(set) var words: [String] = []
    private var byAlias: [String: Preset] = [:]
    private var byValue: [ParameterValue: Preset] = [:]

    init(_ name: String, isParameter: Bool) {
      self.name = name
      self.isParameter = isParameter
    }

    /// The preset that fires on a value.
    func preset(for value: ReportCell.AxisValue) -> Preset? {
      value.alias.map { byAlias[$0] } ?? byValue[value.value]
    }

    /// Takes a preset in; returns the preset that already has this value, if there is one.
    mutating func add(_ preset: Preset, at value: ParameterValue, isAlias: Bool) -> Preset? {
      let word = preset.choice.text
      words.append(word)
      if isAlias {
        aliases[word] = value
        return byAlias.updateValue(preset, forKey: word)
      }
      return byValue.updateValue(preset, forKey: value)
    }
  }

  private(set) var groups: [Group] = []
  private(set) var all: [Preset] = []
  private var places: [String: Int] = [:]

  /// The group of this name.
  func group(_ name: String) -> Group? { places[name].map { groups[$0] } }

  /// The groups with a preset that sets this parameter.
  func groups(setting name: String) -> Set<String> {
    Set(all.filter { $0.values.contains { $0.name == name } }.map(\.group))
  }

  /// Types and checks the presets.
  ///
  /// They may not set `axes`, those of `across` and `grid`; a named choice must be among
  /// `used`, the names that are given a value anywhere.
  init(
    _ specs: [PresetSpec], schema: ParameterSchema, axes: Set<String>, used: Set<String>,
    findings: inout Findings
  ) {
    let grouped = Set(specs.map(\.name.text))
    for spec in specs {
      let name = spec.name.text
      let parameter = schema.parameter(name)
      if parameter == nil, !used.contains(name) {
        findings.unknown(
          "parameter or axis", spec.name, in: " in 'presets'",
          among: schema.program.parameters.map(\.name) + used.sorted())
        continue
      }
      var group = Group(name, isParameter: parameter != nil)
      for choice in spec.choices {
        read(
          choice, of: parameter, into: &group, schema: schema, axes: axes, grouped: grouped,
          findings: &findings)
      }
      places[name] = groups.count
      groups.append(group)
    }
  }

  private mutating func read(
    _ choice: PresetSpec.Choice, of parameter: ParameterDescription?, into group: inout Group,
    schema: ParameterSchema, axes: Set<String>, grouped: Set<String>, findings: inout Findings
  ) {
    var own: ParameterValue?
    var values: [Preset.Value] = []
    for setting in choice.settings {
      let name = setting.name.text
      guard
        let value = Vocabulary.plainValue(
          setting, in: choice.name.text, schema: schema, findings: &findings)
      else { continue }
      if name == group.name {
        own = value
      } else if axes.contains(name) {
        findings.add(
          "preset \(choice.name.text) may not set `\(name)`, which is an axis",
          at: setting.name.mark)
      } else if grouped.contains(name) {
        findings.add(
          "preset \(choice.name.text) may not set `\(name)`, which has presets itself",
          at: setting.name.mark)
      } else {
        values.append(Preset.Value(name: name, value: value, mark: setting.name.mark))
      }
    }
    let preset = Preset(
      number: all.count, group: group.name, choice: choice.name, values: values)
    all.append(preset)
    guard let value = own ?? self.value(of: choice, as: parameter, findings: &findings) else {
      return
    }
    if let twin = group.add(preset, at: value, isAlias: own != nil) {
      findings.add(
        "preset \(choice.name.text) is for the same value as \(twin.choice.text) at "
          + twin.choice.mark.seen(from: choice.name.mark), at: choice.name.mark)
    }
  }

  /// The value whose preset this is, if it gives no value of its own.
  private func value(
    of choice: PresetSpec.Choice, as parameter: ParameterDescription?, findings: inout Findings
  ) -> ParameterValue? {
    guard let parameter else { return .text(choice.name.text) }
    do {
      return try parameter.type.read(choice.name.text)
    } catch {
      // With a value that was refused for its type the choice would have been an alias.
      guard !choice.settings.contains(where: { $0.name.text == parameter.name }) else { return nil }
      findings.add(
        "presets of \(parameter.name): \(error); an alias gives `\(parameter.name)` itself",
        at: choice.name.mark)
      return nil
    }
  }
}

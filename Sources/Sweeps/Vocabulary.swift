import Reports
import Trials
import YAML

/// What names and words mean in one sweep: the program's parameters, the presets' aliases and
/// named choices.
struct Vocabulary: Sendable {
  let schema: ParameterSchema
  let presets: Presets
  /// All axes anywhere in the file.
  let axes: Set<String>

  /// Every name that can have a value, for finding the nearest one.
  var names: [String] {
    schema.program.parameters.map(\.name)
      + presets.groups.filter { !$0.isParameter }.map(\.name)
  }

  /// The values that a name takes; nil if it is neither a parameter nor a named choice.
  func type(of name: String) -> ParameterType? {
    if let parameter = schema.parameter(name) { return parameter.type }
    guard let choice = presets.group(name) else { return nil }
    return ParameterType(.choice(choice.words.map { .text($0) }))
  }

  /// The value that a node spells, or a problem at the node.
  func value(
    _ node: Node, of name: String, findings: inout Findings
  ) -> ReportCell.AxisValue? {
    guard let type = type(of: name),
      let text = Self.text(Self.whole(node, type), of: name, findings: &findings)
    else { return nil }
    let aliases = presets.group(name)?.aliases ?? [:]
    if let value = aliases[text] { return ReportCell.AxisValue(value, alias: text) }
    do {
      return ReportCell.AxisValue(try type.read(text))
    } catch {
      report(error, for: text, of: name, at: node.mark, findings: &findings)
      return nil
    }
  }

  /// The pattern that a node spells: one, or a list of which any may hold.
  func pattern(_ setting: Setting, findings: inout Findings) -> Pattern? {
    if let items = setting.value.items {
      let patterns = items.compactMap {
        pattern($0, of: setting.name.text, findings: &findings)
      }
      return patterns.count == items.count ? .anyOf(patterns) : nil
    }
    return pattern(setting.value, of: setting.name.text, findings: &findings)
  }

  private func pattern(_ node: Node, of name: String, findings: inout Findings) -> Pattern? {
    let type = type(of: name)
    let node = type.map { Self.whole(node, $0) } ?? node
    guard let text = Self.text(node, of: name, findings: &findings) else { return nil }
    let aliases = presets.group(name)?.aliases.keys
    do {
      return try Pattern.read(
        text, type: type, aliases: Set(aliases.map(Array.init) ?? []))
    } catch {
      report(error, for: text, of: name, at: node.mark, findings: &findings)
      return nil
    }
  }

  private func report(
    _ mismatch: ParameterType.Mismatch, for text: String, of name: String, at mark: Mark,
    findings: inout Findings
  ) {
    var message = "\(name): \(mismatch)"
    if !message.contains("did you mean"),
      let alias = NearestWord.of(text, among: presets.group(name)?.words ?? [])
    {
      message += "; did you mean `\(alias)`?"
    }
    findings.add(message, at: mark, about: name)
  }

  /// The value of a parameter where aliases do not count, as inside a preset.
  static func plainValue(
    _ setting: Setting, in section: String, schema: ParameterSchema, findings: inout Findings
  ) -> ParameterValue? {
    let name = setting.name.text
    guard let parameter = schema.parameter(name) else {
      findings.unknown(
        "parameter", setting.name, in: " in '\(section)'",
        among: schema.program.parameters.map(\.name))
      return nil
    }
    let node = whole(setting.value, parameter.type)
    guard let text = text(node, of: name, findings: &findings) else { return nil }
    do {
      return try parameter.type.read(text)
    } catch {
      findings.add("\(name): \(error)", at: setting.value.mark, about: name)
      return nil
    }
  }

  /// A list as the one value that it is to a parameter that is a text, and `{literal: …}`.
  private static func whole(_ node: Node, _ type: ParameterType) -> Node {
    if node.entries?.count == 1, let literal = node["literal"] {
      return LiteralText.node(literal) ?? node
    }
    guard node.items != nil, type.kind == .text else { return node }
    return LiteralText.node(node) ?? node
  }

  /// The text of a node that must be one value; a very long text can be none.
  private static func text(
    _ node: Node, of name: String, findings: inout Findings
  ) -> String? {
    guard let text = node.text, !node.isMissing else {
      let wanted = node.isMissing ? "a value is missing" : "one value is wanted here"
      let isForm = node.entries?.contains { AxisSpec.forms.contains($0.key.text) } == true
      let hint =
        node.items != nil || isForm ? "; lists are axes, under `grid` or `across`" : ""
      findings.add("\(name): \(wanted)\(hint)", at: node.mark, about: name)
      return nil
    }
    guard text.utf8.count <= longestValue else {
      findings.add(
        "\(name): a value of \(text.utf8.count) bytes; at most \(longestValue) are read",
        at: node.mark, about: name)
      return nil
    }
    return text
  }

  private static let longestValue = 1000
}

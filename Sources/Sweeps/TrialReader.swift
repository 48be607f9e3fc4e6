import Trials
import YAML

/// Reads the `trial` section.
enum TrialReader {
  private static let keys = KeyWords(
    ["program", "name", "command", "timeout", "memory", "stall", "retries", "environment"],
    later: ["folder", "metrics", "schema"])

  static func read(_ node: Node, findings: inout Findings) -> TrialSettings {
    guard let map = MappingReader(node, of: "trial", keys: keys, findings: &findings) else {
      return TrialSettings()
    }
    return TrialSettings(
      program: program(map, findings: &findings) ?? TrialSettings().program,
      timeout: duration("timeout", of: map, findings: &findings),
      memory: map.value(
        "memory", wanted: TrialResources.memories, findings: &findings,
        read: WrittenQuantity.memory),
      stall: duration("stall", of: map, findings: &findings),
      retries: map.value(
        "retries", wanted: "an integer from 0 to 100", findings: &findings
      ) { WrittenQuantity.wholeNumber($0, within: 0...100) },
      environment: environment(map, findings: &findings))
  }

  private static func duration(
    _ key: String, of map: MappingReader, findings: inout Findings
  ) -> Duration? {
    map.value(
      key, wanted: TrialResources.durations, findings: &findings,
      read: WrittenQuantity.duration)
  }

  private static func program(
    _ map: MappingReader, findings: inout Findings
  ) -> TrialSettings.Program? {
    guard let command = map["command"], let commandKey = map.key("command") else {
      if let name = map.key("name") {
        findings.add(
          "`name` names a `command`; for `program` it is the program's own", at: name.mark)
      }
      return map.value(
        "program", wanted: "a program's name", findings: &findings,
        read: { FileName.isAccepted($0) ? .installed($0) : nil })
    }
    if let program = map.key("program") {
      findings.add("give either `program` or `command`, not both", at: program.mark)
    }
    let name = map.value(
      "name", wanted: FileName.rule, findings: &findings, read: FileName.accepted)
    if map.key("name") == nil {
      findings.add(
        "`command` needs a `name` beside it, which is part of every trial's identity",
        at: commandKey.mark)
    }
    guard let arguments = arguments(command, findings: &findings), let name else { return nil }
    return .command(name: name, arguments: arguments)
  }

  private static func arguments(_ node: Node, findings: inout Findings) -> [String]? {
    guard let items = node.items, !items.isEmpty else {
      findings.add(
        "`command` must be a list of arguments, as [python3, train.py, \"{trial}\"]; "
          + "no shell reads it", at: node.mark)
      return nil
    }
    var arguments: [String] = []
    for item in items {
      if let text = item.text {
        checkPlaceholders(of: text, at: item.mark, findings: &findings)
        arguments.append(text)
      } else if let key = item.entries?.first?.key {
        findings.add("quote the placeholder: \"{\(key.text)}\"", at: key.mark)
      } else {
        findings.add("an argument is one text", at: item.mark)
      }
    }
    let tellsParameters = arguments.contains { $0.contains("{trial}") || $0.contains("{flags}") }
    guard arguments.count == items.count, !tellsParameters else { return arguments }
    findings.add(
      "`command` tells the program no parameters; add \"{trial}\" or \"{flags}\"", at: node.mark)
    return nil
  }

  private static func checkPlaceholders(
    of argument: String, at mark: Mark, findings: inout Findings
  ) {
    for match in argument.matches(of: #/\{([a-z]+)\}/#) {
      let word = String(match.output.1)
      guard !TrialSettings.placeholders.contains(word) else { continue }
      findings.unknown(
        "placeholder", Node.Key(word, mark: mark), in: " in 'command'",
        among: TrialSettings.placeholders)
    }
  }

  private static func environment(
    _ map: MappingReader, findings: inout Findings
  ) -> [String: String] {
    guard let node = map["environment"] else { return [:] }
    guard let entries = node.entries else {
      findings.add("`environment` must be a map of names and texts", at: node.mark)
      return [:]
    }
    var environment: [String: String] = [:]
    for entry in entries {
      let name = entry.key.text
      if name.isEmpty || name.contains("=") || name.contains("\0") {
        findings.add("`\(Findings.short(name))` cannot name a variable", at: entry.key.mark)
      } else if let text = entry.value.text, !text.contains("\0") {
        environment[name] = text
      } else {
        findings.add("the value of `\(name)` must be one text", at: entry.value.mark)
      }
    }
    return environment
  }
}

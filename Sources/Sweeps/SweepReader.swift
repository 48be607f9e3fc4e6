import Foundation
import YAML

extension SweepSpec {
  private static let keys = KeyWords(
    [
      "sweep", "name", "about", "trial", "defaults", "presets", "across", "grid", "include",
      "exclude", "set", "seeds", "report", "extends",
    ],
    later: ["parameters", "metrics"])

  /// Reads a sweep file as far as that is possible without knowing its program's parameters.
  /// - Throws: the problems of a file that cannot be read at all; others are kept.
  /// - Complexity: O(bytes).
  public static func read(_ file: SweepFile) throws(SweepProblems) -> SweepSpec {
    var findings = Findings()
    let reading = ExtendedFile(file)
    let file = reading.file
    findings.add(reading.problems)
    guard let root = reading.root,
      let map = MappingReader(root, of: "", keys: keys, findings: &findings)
    else { throw SweepProblems(findings.problems, of: file) }
    guard isReadable(map, at: root.mark, findings: &findings) else {
      throw SweepProblems(findings.problems, of: file)
    }
    let sections = Dictionary(
      keys.read.compactMap { name in map.key(name).map { (name, $0.mark) } },
      uniquingKeysWith: { first, _ in first })
    let include = map["include"].map { IncludeRow.list(of: $0, findings: &findings) } ?? []
    let names = include.compactMap(\.name)
    let across = map["across"].map { axes(of: $0, in: "across", names, findings: &findings) }
    let grid = map["grid"].map { axes(of: $0, in: "grid", names, findings: &findings) }
    return SweepSpec(
      file: file, name: name(map, of: file, findings: &findings),
      about: map.text("about", findings: &findings),
      trial: map["trial"].map { TrialReader.read($0, findings: &findings) } ?? TrialSettings(),
      seeds: map["seeds"].flatMap { Seeds.read($0, findings: &findings) }
        ?? Seeds(first: 0, count: 1),
      defaults: map["defaults"].map {
        Setting.list(of: $0, in: "defaults", findings: &findings)
      } ?? [],
      presets: map["presets"].map { PresetSpec.list(of: $0, findings: &findings) } ?? [],
      across: across ?? [], grid: grid, include: include,
      exclude: map["exclude"].map { ExclusionSpec.list(of: $0, findings: &findings) } ?? [],
      set: map["set"].map { ChangeSpec.list(of: $0, findings: &findings) } ?? [],
      report: map["report"].map { ReportSection.read($0, findings: &findings) } ?? ReportSection(),
      sections: sections, findings: findings)
  }

  /// Whether a text that another extends is a sweep file of this version.
  static func isReadable(_ root: Node, findings: inout Findings) -> Bool {
    guard let map = MappingReader(root, of: "", keys: keys, findings: &findings) else {
      return false
    }
    return isReadable(map, at: root.mark, findings: &findings)
  }

  /// Whether the format is this version's; what else a newer file says cannot be judged.
  private static func isReadable(
    _ map: MappingReader, at start: Mark, findings: inout Findings
  ) -> Bool {
    guard let node = map["sweep"] else {
      if map.key("sweep") == nil {
        findings.add(
          "`sweep: 1` is missing; it says which version of the format this is", at: start)
      }
      return true
    }
    guard let text = map.text("sweep", findings: &findings), text != "1" else { return true }
    findings.add("sweep: this version reads format 1, not `\(Findings.short(text))`", at: node.mark)
    return false
  }

  private static func name(
    _ map: MappingReader, of file: SweepFile, findings: inout Findings
  ) -> String {
    if map["name"] != nil {
      return map.value(
        "name", wanted: FileName.sweepRule, findings: &findings,
        read: { FileName.canNameSweep($0) ? $0 : nil }) ?? ""
    }
    let name = URL(fileURLWithPath: file.path).deletingPathExtension().lastPathComponent
    if !FileName.canNameSweep(name) {
      findings.add(
        "the file's name cannot name the sweep; add `name:`, \(FileName.sweepRule)", at: .start)
    }
    return name
  }

  private static func axes(
    of node: Node, in section: String, _ rows: [String], findings: inout Findings
  ) -> [AxisSpec] {
    var axes: [AxisSpec] = []
    let settings = Setting.list(of: node, in: section, findings: &findings)
    AxisSpec.tellTwins(among: settings, findings: &findings)
    let torn = AxisSpec.torn(node.entries ?? [])
    for setting in settings {
      guard !torn.contains(setting.name.mark) else {
        findings.suspect([setting.name])
        continue
      }
      let name = setting.name.text
      if let value = setting.value.text, !AxisSpec.isJoint(setting.name) {
        let others = rows.isEmpty ? "" : ", where \(rows.joined(separator: " and ")) gets it too"
        findings.add(
          "\(name): `\(section)` holds axes, and `\(Findings.short(value))` is one value; "
            + "write it under `defaults`\(others)",
          at: setting.value.mark, about: name)
      } else if let axis = AxisSpec.read(setting, findings: &findings) {
        axes.append(axis)
      }
    }
    return axes
  }
}

extension Seeds {
  /// `5` (seeds 0 to 4) or `{first: 10, count: 5}`.
  static func read(_ node: Node, findings: inout Findings) -> Seeds? {
    if let text = node.text {
      guard let count = WrittenQuantity.wholeNumber(text, within: counts) else {
        findings.add(
          "seeds: `\(Findings.short(text))` is not an integer from 1 to 100,000", at: node.mark)
        return nil
      }
      return Seeds(first: 0, count: count)
    }
    guard node.items == nil else {
      findings.add("seeds: give a count, as `5`, or `{first: 10, count: 5}`", at: node.mark)
      return nil
    }
    let keys = KeyWords(["first", "count"])
    guard let map = MappingReader(node, of: "seeds", keys: keys, findings: &findings) else {
      return nil
    }
    let first = map.value(
      "first", wanted: "an integer from 0 to 2^53", findings: &findings
    ) { WrittenQuantity.wholeNumber($0, within: 0...(1 << 53)) }
    let count = map.value(
      "count", wanted: "an integer from 1 to 100,000", findings: &findings
    ) { WrittenQuantity.wholeNumber($0, within: counts) }
    for missing in ["first", "count"] where map.key(missing) == nil {
      findings.add("seeds: `\(missing)` is missing", at: node.mark)
    }
    guard let first, let count else { return nil }
    return Seeds(first: first, count: count)
  }

  private static let counts = 1...100_000
}

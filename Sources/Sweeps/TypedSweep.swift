import Reports
import Trials
import YAML

/// A sweep's sections after every name was looked up and every scalar typed, before expansion.
struct TypedSweep {
  let blocks: [Block]
  let sources: ParameterSources
  let rules: Amendments
  let tables: [(table: TableSpec, mark: Mark)]
  let references: [ReferenceTable]
  /// All axes in the order of the file.
  let axes: [String]
  /// Where to say that a parameter is missing.
  let missingMark: Mark
  let findings: Findings

  init(_ spec: SweepSpec, _ schema: ParameterSchema) {
    var findings = spec.findings
    let gridAxes = (spec.across + (spec.grid ?? [])).flatMap(\.names).map(\.text)
    let rowAxes = spec.include.flatMap(\.axes).flatMap(\.names).map(\.text)
    var seen: Set<String> = []
    axes = (gridAxes + rowAxes).filter { seen.insert($0).inserted }
    let used = axes + spec.include.flatMap(\.order) + spec.defaults.map(\.name.text)
    let presets = Presets(
      spec.presets, schema: schema, axes: Set(gridAxes), used: Set(used), findings: &findings)
    // An axis that could not be read is still one: its name in a table is no second problem.
    let vocabulary = Vocabulary(
      schema: schema, presets: presets, axes: Set(axes).union(spec.findings.suspects))
    sources = ParameterSources(spec.defaults, vocabulary, findings: &findings)
    blocks = Block.list(of: spec, vocabulary, findings: &findings)
    rules = Amendments(
      exclusions: spec.exclude.map { Exclusion($0, vocabulary, findings: &findings) },
      changes: spec.set.map { Change($0, vocabulary, findings: &findings) })
    let references = ReferenceReader(file: spec.file, vocabulary: vocabulary)
    self.references = spec.report.references.compactMap {
      references.read($0, findings: &findings)
    }
    let reader = TableReader(
      vocabulary: vocabulary, axes: axes,
      references: Set(spec.report.references.map(\.key.text)))
    tables = spec.report.tables.compactMap { entry in
      reader.read(entry, findings: &findings).map {
        ($0.withRows(for: spec.variant?.added ?? []), entry.key.mark)
      }
    }
    missingMark =
      ["defaults", "grid", "across", "include"].compactMap { spec.sections[$0] }.first ?? .start
    self.findings = findings
  }

  /// Names whose absence follows from another problem: those that a problem speaks of, what their
  /// presets would have given, and all names if a whole section is not there.
  var suspects: (String) -> Bool {
    let sections: Set<String> = ["defaults", "presets", "across", "grid", "include"]
    guard findings.suspects.isDisjoint(with: sections) else { return { _ in true } }
    let presets = sources.vocabulary.presets.all.filter { findings.suspects.contains($0.group) }
    let names = findings.suspects.union(presets.flatMap(\.values).map(\.name))
    return { names.contains($0) }
  }
}

extension TableSpec {
  /// The table with a row for each value of axes that it does not know: nothing is averaged over
  /// an axis that `--set` has added.
  fileprivate func withRows(for added: [String]) -> TableSpec {
    let pivots = columns.compactMap { column -> String? in
      guard case .pivot(let axis, _) = column else { return nil }
      return axis
    }
    var table = self
    table.rows += added.filter { !rows.contains($0) && !pivots.contains($0) }
    return table
  }
}

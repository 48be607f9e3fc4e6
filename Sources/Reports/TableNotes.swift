import Trials

/// The notes under a table: how to read what is in it, and what is not.
extension TableDrawing {
  func notes(for rows: [[TableEntry]]) -> [String] {
    let entries = rows.flatMap(\.self)
    return scaleNotes + legend(entries) + selectionRules + gaps(rows) + referenceNotes
      + absenceNotes
  }

  /// Cells that stand for something larger must not be taken for it.
  private var scaleNotes: [String] {
    program.parameters.compactMap { parameter in
      guard let full = parameter.full, let size = try? parameter.type.read(full) else { return nil }
      let values = layout.cells.compactMap { $0.parameters[parameter.name] }.filter { $0 != size }
      var seen: Set<ParameterValue> = []
      let others = values.filter { seen.insert($0).inserted }.map(\.description)
      guard !others.isEmpty else { return nil }
      return "scaled down: \(parameter.name) \(others.joined(separator: ", ")), where the real "
        + "size is \(full)"
    }
  }

  /// Only signs that occur are explained.
  private func legend(_ entries: [TableEntry]) -> [String] {
    var notes: [String] = []
    let samples = entries.filter { if case .sample = $0.content { true } else { false } }
    if samples.contains(where: { $0.measured > 1 }) {
      notes.append("mean ± sample standard deviation over seeds")
    }
    notes += arrivalsLegend(entries)
    let partial = samples.filter { $0.measured < $0.seeds }
    if !partial.isEmpty {
      let areNamed = partial.allSatisfy { $0.unmeasured.count == $0.seeds - $0.measured }
      notes.append(
        "(k/n): k of n seeds have a value; the mean is over these"
          + (areNamed ? "; the others are named below" : ""))
    }
    if entries.contains(where: \.isBest) {
      notes.append("bold: the best entry of a column among those with all seeds")
    }
    return notes
  }

  private func arrivalsLegend(_ entries: [TableEntry]) -> [String] {
    let arrivals = entries.compactMap { entry -> (seeds: Int, arrivals: Arrivals)? in
      guard case .arrivals(let arrivals) = entry.content else { return nil }
      return (entry.seeds, arrivals)
    }
    guard !arrivals.isEmpty else { return [] }
    var note = "epochs_to: median over seeds (seeds that arrived / seeds)"
    if arrivals.contains(where: { $0.arrivals.count < $0.seeds }) {
      note += "; (k/n of m): only n of m seeds were measured"
    }
    if arrivals.contains(where: \.arrivals.median.isBound) {
      note += "; > n: half of the seeds or more arrived after epoch n or not at all"
    }
    return [note]
  }

  /// Which value of a curve counts, where the heading does not say it.
  private var selectionRules: [String] {
    var rules: [String] = []
    for (index, column) in layout.columns.enumerated() {
      guard case .measured(.metric(let written)) = column.content else { continue }
      for row in layout.rows.indices {
        guard let meaning = meaning(row: row, column: index), meaning.words != written else {
          continue
        }
        // `train.loss: at the last epoch` says its name once.
        let isNamed = meaning.metric == written
        let words = isNamed ? String(meaning.words.dropFirst(written.count + 1)) : meaning.words
        let rule = "\(written): \(words)"
        if !rules.contains(rule) { rules.append(rule) }
      }
    }
    return rules
  }

  /// Seeds that finished, and still have no number, are named under no other heading.
  private func gaps(_ rows: [[TableEntry]]) -> [String] {
    layout.columns.indices.flatMap { column in
      layout.rows.indices.compactMap { row in
        let seeds = rows[row][column].unmeasured
        guard !seeds.isEmpty, let cell = layout.cell(row: row, column: column) else { return nil }
        return "\(layout.columns[column].quantity.written): no finite value at "
          + "\(cell.words(order: layout.table.rows)), seed \(rangeWords(seeds))"
      }
    }
  }

  private var referenceNotes: [String] {
    var notes: [String] = []
    let named = Set(layout.columns.compactMap(\.reference))
    for (name, lookup) in references.sorted(by: { $0.key < $1.key }) where named.contains(name) {
      let used = Set(layout.cells.flatMap(lookup.rows))
      let unused = lookup.table.rows.indices.filter { !used.contains($0) }.map { $0 + 1 }
      if !unused.isEmpty {
        notes.append(
          "\(name): no cell fits \(unused.count == 1 ? "row" : "rows") \(rangeWords(unused))")
      }
    }
    for column in layout.columns {
      guard case .delta(let name, _) = column.content else { continue }
      notes.append(
        "delta \(name): mean − \(name), with its 95 % interval by Student's t over seeds, "
          + "\(name) taken as exact")
    }
    // A pivot has one column a value, and says it once.
    return notes.enumerated().filter { !notes[..<$0].contains($1) }.map(\.element)
  }

  private var absenceNotes: [String] {
    layout.absent.sorted { $0.key < $1.key }.map { key, count in
      "'where' leaves out \(count) \(count == 1 ? "cell" : "cells") without \(key); "
        + "the pattern 'absent' would keep \(count == 1 ? "it" : "them")"
    }
  }
}

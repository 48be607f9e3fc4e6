import Reports
import Trials
import YAML

extension CheckedSweep {
  /// The part of the sweep that words of a command line select: all of them must hold, and of
  /// several trial IDs any.
  ///
  /// Its ``seeds`` are the least seed and the most that a cell of the part has; its tables are those
  /// that have a cell in it.
  /// - Throws: what is wrong with the words, by the words; that nothing is left is wrong, too.
  public func part(_ words: [String]) throws(SweepProblems) -> CheckedSweep {
    guard !words.isEmpty else { return self }
    var findings = Findings()
    let read = words.enumerated().compactMap { number, word in
      CellWord(word, at: .word(number), of: self, findings: &findings).map { (number, $0) }
    }
    let allAxes = Set(axes)
    var kept = cells
    if findings.problems.isEmpty {
      let digits = read.compactMap { number, word -> (Int, String)? in
        guard case .trial(let digits) = word else { return nil }
        return (number, digits)
      }
      kept = trials(beginningWith: digits, findings: &findings)
      for (number, word) in read {
        let left = kept.compactMap { word.part(of: $0, axes: allAxes) }
        if left.isEmpty, findings.problems.isEmpty {
          let earlier = words[..<number].joined(separator: " ")
          findings.add(emptiness(word, of: kept, after: earlier), at: .word(number))
        }
        kept = left
      }
    }
    guard findings.problems.isEmpty else {
      throw SweepProblems(findings.problems, of: file.with(words: words))
    }
    return holding(kept, words)
  }

  private func holding(_ cells: [ReportCell], _ words: [String]) -> CheckedSweep {
    var part = self
    part.cells = cells
    part.trials = Self.inOrderOfWork(cells)
    part.seeds = Seeds(
      first: cells.flatMap(\.trials).map(\.seed).min() ?? seeds.first,
      count: cells.map(\.trials.count).max() ?? 0)
    part.rules = [
      CellRule(text: "only \(words.joined(separator: " "))", cells: cells.count, line: nil)
    ]
    part.report.tables = report.tables.filter { !TableLayout($0, cells: cells).cells.isEmpty }
    return part
  }

  /// The cells of the trials whose IDs begin so; all cells if there is no such word.
  private func trials(
    beginningWith words: [(number: Int, digits: String)], findings: inout Findings
  ) -> [ReportCell] {
    guard !words.isEmpty else { return cells }
    var wanted: Set<TrialID> = []
    for (number, digits) in words {
      let found = trials.map(\.id).filter { $0.hex.hasPrefix(digits) }
      wanted.formUnion(found)
      if let message = TrialID.refusal(of: digits, found, in: "of this sweep") {
        findings.add(message, at: .word(number))
      }
    }
    return cells.compactMap { cell in cell.holding { wanted.contains($0.id) } }
  }

  private func emptiness(_ word: CellWord, of cells: [ReportCell], after words: String) -> String {
    let place = words.isEmpty ? "" : " where \(words)"
    var seen: Set<String> = []
    let values = word.values(in: cells).filter { seen.insert($0).inserted }
    let name = word.name
    guard !values.isEmpty else { return "no cell\(place) has \(name)" }
    let more = values.count > Self.valuesShown ? ", …" : ""
    let shown = values.prefix(Self.valuesShown).joined(separator: ", ") + more
    // No number is meant for another one.
    let hint = Double(word.written) == nil ? NearestWord.hint(word.written, among: values) : ""
    return "matches no cell\(place): \(name) takes \(shown)\(hint)"
  }

  private static let valuesShown = 12
}

extension CellWord {
  /// What of a cell the word selects; nil if nothing.
  fileprivate func part(of cell: ReportCell, axes: Set<String>) -> ReportCell? {
    switch self {
    case .cells(let name, let pattern):
      cell.matches(name, pattern, axes: axes) ? cell : nil
    case .rows(let pattern): pattern.matches(cell.name.map { .text($0) }) ? cell : nil
    case .seeds(let pattern):
      cell.holding { pattern.matches(.number(Double($0.seed))) }
    case .trial: cell
    }
  }

  fileprivate var name: String {
    switch self {
    case .cells(let name, _): name
    case .rows: "name"
    case .seeds: "seed"
    case .trial: "ID"
    }
  }

  fileprivate var written: String {
    switch self {
    case .cells(_, let pattern), .rows(let pattern), .seeds(let pattern): "\(pattern)"
    case .trial(let digits): digits
    }
  }

  /// The values that cells have of what the word looks at, in their order.
  fileprivate func values(in cells: [ReportCell]) -> [String] {
    switch self {
    case .cells(let name, _):
      cells.compactMap { $0.axes[name]?.shown ?? $0.parameters[name]?.description }
    case .rows: cells.compactMap(\.name)
    case .seeds: cells.flatMap { $0.trials.map { "\($0.seed)" } }
    case .trial: []
    }
  }
}

extension ReportCell {
  /// The cell with those of its trials that are wanted; nil if none is.
  fileprivate func holding(_ isWanted: (Trial) -> Bool) -> ReportCell? {
    let kept = trials.filter(isWanted)
    guard !kept.isEmpty else { return nil }
    return ReportCell(name: name, axes: axes, parameters: parameters, trials: kept)
  }
}

import Reports
import Trials
import YAML

/// One word of a command line that selects cells or trials of a sweep.
enum CellWord {
  /// Cells by an axis or a parameter.
  case cells(String, Pattern)
  /// Cells by the name of their include row.
  case rows(Pattern)
  /// Trials by their seed.
  case seeds(Pattern)
  /// A trial by the first digits of its ID.
  case trial(String)

  /// Reads `margin=0.1`, `margin=0,0.1`, `task=copy-*`, `margin > 0`, `name=LSTM`, `seed=0` or
  /// `3fa9`; nil, and a problem, for anything else.
  ///
  /// An axis or parameter that is called `name` or `seed` comes first.
  init?(_ word: String, at mark: Mark, of sweep: CheckedSweep, findings: inout Findings) {
    guard let sign = word.firstIndex(where: { "=<>".contains($0) }) else {
      guard let digits = Self.digits(word, of: sweep) else {
        findings.add(Self.refusal(of: word, sweep), at: mark)
        return nil
      }
      self = .trial(digits)
      return
    }
    let name = Node.Key(WordText.trimmed(word[..<sign]), mark: mark)
    let text = WordText.trimmed(word[sign...].drop { $0 == "=" })
    guard !name.text.hasSuffix("!") else {
      let axis = name.text.dropLast()
      findings.add("what is not to match is written '\(axis)=not \(text)'", at: mark)
      return nil
    }
    guard !name.text.isEmpty else {
      findings.add("a name is missing; \(Self.example(sweep, nil))", at: mark)
      return nil
    }
    let isKnown = sweep.vocabulary.type(of: name.text) != nil
    guard isKnown || ["name", "seed"].contains(name.text) else {
      findings.unknown(
        "axis or parameter", name, in: "",
        among: sweep.axes + sweep.vocabulary.names + ["name", "seed"])
      return nil
    }
    guard !text.isEmpty else {
      findings.add("a pattern is missing; \(Self.example(sweep, name.text))", at: mark)
      return nil
    }
    guard
      let pattern = Self.pattern(text, of: name, sweep.vocabulary, isKnown, findings: &findings)
    else { return nil }
    self =
      isKnown
      ? .cells(name.text, pattern) : name.text == "name" ? .rows(pattern) : .seeds(pattern)
  }

  private static func pattern(
    _ text: String, of name: Node.Key, _ vocabulary: Vocabulary, _ isKnown: Bool,
    findings: inout Findings
  ) -> Pattern? {
    // The commas of `> 0, <= 1` part bounds that must all hold, others part alternatives.
    let isBounds = Comparison.list(text)?.isEmpty == false
    let texts = isBounds ? [text] : WordText.list(text)
    if isKnown {
      let items = texts.map { Node(.scalar($0, isPlain: false), mark: name.mark) }
      let value = items.count == 1 ? items[0] : Node(.sequence(items), mark: name.mark)
      return vocabulary.pattern(Setting(name: name, value: value), findings: &findings)
    }
    let type = ParameterType(name.text == "seed" ? "integer >= 0" : "text")
    do {
      let patterns = try texts.map { try Pattern.read($0, type: type) }
      return patterns.count == 1 ? patterns[0] : .anyOf(patterns)
    } catch {
      findings.add("\(name.text): \(error)", at: name.mark)
      return nil
    }
  }

  /// The digits of an ID; a word that names an axis or parameter is none.
  private static func digits(_ word: String, of sweep: CheckedSweep) -> String? {
    sweep.vocabulary.type(of: word) == nil ? TrialID.beginning(word) : nil
  }

  private static func refusal(of word: String, _ sweep: CheckedSweep) -> String {
    if sweep.vocabulary.type(of: word) != nil {
      return "a pattern is missing; quote comparisons: '\(word) > 0'"
    }
    let hint = NearestWord.hint(word, among: sweep.axes)
    return "this selects nothing; \(example(sweep, nil))\(hint)"
  }

  /// How a cell is selected, by a value that the sweep has.
  private static func example(_ sweep: CheckedSweep, _ name: String?) -> String {
    let axis = name.flatMap { sweep.axes.contains($0) ? $0 : nil } ?? sweep.axes.first
    let value = axis.flatMap { axis in sweep.cells.lazy.compactMap { $0.axes[axis]?.shown }.first }
    guard let axis, let value else { return "give AXIS=PATTERN, as seed=\(sweep.seeds.first)" }
    return "give AXIS=PATTERN, as \(axis)=\(value)"
  }
}

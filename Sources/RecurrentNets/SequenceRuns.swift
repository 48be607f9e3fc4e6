/// The sequences next to each other that are all active at a time step, or all are not.
///
/// Where the longest sequences come first there is one run of each kind, and the steps behind the ends
/// of the others cost nothing.
struct SequenceRuns: Sequence, IteratorProtocol {
  private let marks: [UInt8]
  private let places: Range<Int>
  private let active: Bool
  private var place: Int

  init(marks: [UInt8], places: Range<Int>, active: Bool) {
    self.marks = marks
    self.places = places
    self.active = active
    place = places.lowerBound
  }

  /// The next run, counted within the step's sequences.
  mutating func next() -> Range<Int>? {
    while place < places.upperBound, (marks[place] != 0) != active { place += 1 }
    let start = place
    while place < places.upperBound, (marks[place] != 0) == active { place += 1 }
    return start < place ? start - places.lowerBound..<place - places.lowerBound : nil
  }
}

extension SequenceBatch {
  /// The runs of sequences of a time step; all are active where there are no marks.
  func runs(of step: Int, active: Bool) -> SequenceRuns {
    guard !marks.isEmpty else {
      return SequenceRuns(
        marks: Array(repeating: 1, count: size), places: 0..<size, active: active)
    }
    return SequenceRuns(marks: marks, places: places(of: step, 0..<size), active: active)
  }

  /// Some of the sequences at a time step, as rows of inputs, targets and marks.
  func places(of step: Int, _ run: Range<Int>) -> Range<Int> {
    step * size + run.lowerBound..<step * size + run.upperBound
  }
}

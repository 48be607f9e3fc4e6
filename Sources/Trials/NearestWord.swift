/// Finds the word that was probably meant.
public enum NearestWord {
  /// The candidate nearest to `word` in edits (a swap of neighbours counts one), if it is near.
  ///
  /// Near is at most a third of the longer word, and at least one edit. Ties go to the earlier
  /// candidate, so that messages do not depend on hashing. O(candidates × length²).
  public static func of(_ word: String, among candidates: some Sequence<String>) -> String? {
    var best: (distance: Int, word: String)?
    for candidate in candidates where candidate != word {
      let distance = edits(from: Array(word), to: Array(candidate))
      let allowed = max(1, max(word.count, candidate.count) / 3)
      guard distance <= allowed, distance < best?.distance ?? .max else { continue }
      best = (distance, candidate)
    }
    return best?.word
  }

  /// `; did you mean 'x'?`, or nothing.
  public static func hint(_ word: String, among candidates: some Sequence<String>) -> String {
    of(word, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Optimal string alignment distance.
  private static func edits(from a: [Character], to b: [Character]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], rows[i - 2][j - 2] + 1)
        }
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}

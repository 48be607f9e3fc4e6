extension TrialID {
  /// The fewest digits by which a trial is addressed.
  public static let fewestDigits = 4

  /// The digits of a word that may begin an ID, in lower case: 4 to 64 hex digits; nil for any
  /// other word.
  public static func beginning(_ word: String) -> String? {
    let digits = word.lowercased()
    guard (fewestDigits...64).contains(digits.utf8.count), digits.utf8.allSatisfy(isHexDigit)
    else { return nil }
    return digits
  }

  /// Why some digits do not say which of the `found` trials is meant; nil if they do.
  public static func refusal(of digits: String, _ found: [TrialID], in place: String) -> String? {
    guard found.count != 1 else { return nil }
    guard !found.isEmpty else { return "no trial \(place) has an ID that begins with \(digits)" }
    let shown = found.sorted().prefix(8).map(\.short).joined(separator: ", ")
    return "\(found.count) trials \(place) have IDs that begin with \(digits) (\(shown)"
      + (found.count > 8 ? ", …" : "") + "); give more digits"
  }
}

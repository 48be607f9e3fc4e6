import Testing
import Trials

@Suite("Beginnings of IDs") struct BeginningTests {
  @Test(arguments: ["abcd", "0123456789", "ABCD", String(repeating: "f", count: 64)])
  func `4 to 64 hex digits may begin an ID`(word: String) {
    #expect(TrialID.beginning(word) == word.lowercased())
  }

  @Test(arguments: ["", "abc", "abcg", "ab cd", "sweep", "ａｂｃｄ", String(repeating: "f", count: 65)])
  func `another word is none`(word: String) {
    #expect(TrialID.beginning(word) == nil)
  }

  @Test func `one trial is meant, and none or several are told`() {
    let ids = (0..<10).map { TrialID(of: "\($0)") }.sorted()
    #expect(TrialID.refusal(of: "ab", [ids[0]], in: "here") == nil)
    #expect(
      TrialID.refusal(of: "abcd", [], in: "here")
        == "no trial here has an ID that begins with abcd")
    #expect(
      TrialID.refusal(of: "ab", ids.reversed(), in: "here") == "10 trials here have IDs that begin "
        + "with ab (\(ids.prefix(8).map(\.short).joined(separator: ", ")), …); give more digits")
  }
}

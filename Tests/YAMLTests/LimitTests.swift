import Testing
import YAML

@Suite("Limits of YAML") struct LimitTests {
  private func message(_ text: String) -> [String] {
    Reading(of: Array(text.utf8)).problems.map { "\($0.mark): \($0.message)" }
  }

  @Test func `a megabyte of brackets is answered at the 65th`() {
    let clock = ContinuousClock()
    let text = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    var reading: Reading?
    let best = (0..<5).map { _ in clock.measure { reading = Reading(of: text) } }.min()
    #expect(reading?.problems.map(\.message) == ["nested deeper than 64"])
    #expect(reading?.problems.first?.mark == Mark(line: 1, column: 65))
    // Asked: 5 ms. Measured 1.6 ms, in a debug build as well: the time is libyaml's.
    #expect(best.map { $0 <= .milliseconds(5) } == true)
  }

  @Test func `64 levels are read`() {
    let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(message(text) == [])
    #expect(message("[\(text)]") == ["1:65: nested deeper than 64"])
  }

  @Test func `aliases cannot nest deeper than a text may`() {
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    let text = "a: &a \(deep)\nb: \(String(repeating: "[", count: 30))*a"
    #expect(message(text) == ["2:34: nested deeper than 64"])
  }

  @Test func `an alias bomb is refused while it is counted`() {
    var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for (name, before) in zip("bcdefghij", "abcdefghi") {
      let items = Array(repeating: "*\(before)", count: 9).joined(separator: ", ")
      text += "\(name): &\(name) [\(items)]\n"
    }
    let message = "more than 100,000 values, aliases replaced by what they stand for"
    #expect(self.message(text).map { $0.hasSuffix(message) } == [true])
  }

  @Test func `more than a mebibyte is refused by its size`() {
    let text = "a: " + String(repeating: "x", count: 1_048_576 - 3)
    #expect(message(text) == [])
    #expect(message(text + "x") == ["1:1: the file is larger than 1 MiB"])
  }
}

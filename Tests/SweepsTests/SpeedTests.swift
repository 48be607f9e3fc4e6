import Sweeps
import Testing

/// Bounds on the time of an answer, whatever the file says; measured in optimised builds.
@Suite("Speed of reading sweep files", .serialized) struct SpeedTests {
  private let head = """
    sweep: 1
    defaults: {task: copy, delay: 100, activation: identity, epochs: 45}

    """

  private func values(_ count: Int) -> String {
    (1...count).map(String.init).joined(separator: ", ")
  }

  @Test func `a grid of a million million cells is refused before anything is made`() {
    let list = values(1000)
    let text =
      head + "grid: {hidden: [\(list)], batch: [\(list)], clip: [\(list)], bias: [\(list)]}\n"
    var problems: [String] = []
    let time = processorTime { problems = SweepFixture.problems(text) }
    #expect(
      problems == [
        "3:1: 1,000,000,000,000 cells (hidden 1000 × batch 1000 × clip 1000 × bias 1000), "
          + "limit 100,000"
      ])
    // Asked: 10 ms.
    #expect(time < .milliseconds(10), "\(time)")
  }

  @Test func `conditional values beyond the limit are refused while they are made`() {
    let list = values(60)
    let text =
      head
      + "grid: {margin: [0], hidden: [{value: [\(list)], when: {margin: 0}}], "
      + "batch: [{value: [\(list)], when: {margin: 0}}], clip: [{value: [\(list)], "
      + "when: {margin: 0}}]}\n"
    #expect(
      SweepFixture.problems(text) == [
        "3:1: more than 100,000 cells (hidden 60 × batch 60 × clip 60), limit 100,000"
      ])
  }

  @Test func `a product beyond all integers is refused`() {
    let axes = ["hidden", "batch", "clip", "bias", "epochs", "delay", "margin", "init"]
    let list = values(1000)
    let grid = axes.dropLast().map { "\($0): [\(list)]" }.joined(separator: ", ")
    #expect(
      SweepFixture.problems(head + "grid: {\(grid)}\n") == [
        "3:1: more than 9,223,372,036,854,775,807 cells (hidden 1000 × batch 1000 × clip 1000 "
          + "× bias 1000 × epochs 1000 × delay 1000 × …), limit 100,000"
      ])
  }

  @Test(arguments: ["[", "{", "- ", "a: ", "\"", "[a: ", "&a ", "\u{FEFF}", "'x' "])
  func `a megabyte of anything is answered in a tenth of a second`(piece: String) {
    let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
    var message = ""
    let time = processorTime { message = SweepFixture.message(text) }
    #expect(message.hasPrefix("sweeps/study.yaml:1:"))
    #expect(message.utf8.count < 2000)
    #expect(time < .milliseconds(100), "\(time)")
  }

  @Test func `a file full of unknown keys is answered in a tenth of a second`() {
    let keys = (0..<40_000).map { "unknown-\($0): 1\n" }.joined()
    var message = ""
    let time = processorTime { message = SweepFixture.message("sweep: 1\ndefaults:\n" + keys) }
    #expect(message.hasSuffix("problems; no trial was started"))
    #expect(time < .milliseconds(100), "\(time)")
  }

  @Test func `a hundred thousand cells are made in seconds, not minutes`() throws {
    let text =
      head + "grid: {margin: [\(values(10))], hidden: [\(values(100))], bias: [\(values(100))]}\n"
    var count = 0
    let time = processorTime(tries: 1) {
      count = (try? SweepFixture.sweep(text).trials.count) ?? 0
    }
    #expect(count == 100_000)
    // Measured 10 s, two thirds of it for the trials' IDs; twice that for a slower processor.
    #expect(time < .seconds(20), "\(time)")
  }

  @Test func `ten thousand cells in one entry are told in seconds`() {
    let grid = "grid: {hidden: [\(values(100))], bias: [\(values(100))]}\n"
    var problems: [String] = []
    let time = processorTime(tries: 1) {
      problems = SweepFixture.problems(head + grid + "report: {tables: {t: [accuracy]}}\n")
    }
    #expect(problems.first?.hasPrefix("4:19: table t: 10000 cells that differ in") == true)
    // The cells themselves take one second; looking for twins must not be quadratic in them.
    #expect(time < .seconds(5), "\(time)")
  }
}

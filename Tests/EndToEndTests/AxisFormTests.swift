import Foundation
import TestSupport
import Testing
import Trials

/// Sweeps whose values are described, planned and run as their users would.
@Suite("Described axes from file to records", .timeLimit(.minutes(2))) struct AxisFormTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  private func plan(_ sweep: String) throws -> String {
    let planned = try project.orthosweep("plan", sweep)
    #expect(planned.status == 0 && planned.errors == "")
    return planned.output.replacing(#/ {6}about .*/#, with: "")
  }

  @Test func `a search that draws more trials keeps those it has`() throws {
    let file = Checkout.root.appending(path: "Tests/EndToEndTests/Sweeps/search.yaml")
    let search = try String(contentsOf: file, encoding: .utf8)
      .replacing("draw: 8", with: "draw: 2").replacing("epochs: 2", with: "epochs: 1")
    try project.write(search, to: "search.yaml")
    #expect(
      try plan("search.yaml") == """
        search   4 cells × 2 seeds = 8 trials      0 done · 8 to run
          lr.free, lr.bases 0.0006551 0.00004132 | 0.001689 9.82e-8 × hidden 31 9     4

        """)
    #expect(try project.orthosweep("run", "search.yaml").status == 0)
    #expect(
      try Set(project.records().compactMap { $0.trial.parameters["lr.free"]?.number })
        == [0.0006551, 0.001689])
    try project.write(search.replacing("draw: 2,", with: "draw: 3,"), to: "search.yaml")
    #expect(
      try plan("search.yaml") == """
        search   6 cells × 2 seeds = 12 trials      8 done · 4 to run
          lr.free, lr.bases 0.0006551 0.00004132 | 0.001689 9.82e-8 | 0.005964 7.414e-7 × \
        hidden 31 9     6

        """)
  }

  @Test func `a range and the list that one would type are the same trials`() throws {
    try project.write(SweepText.copy("margin: {range: [0, 0.3, 0.1]}"), to: "range.yaml")
    try project.write(SweepText.copy("margin: [0, 0.1, 0.2, 0.3]"), to: "list.yaml")
    #expect(try project.orthosweep("run", "range.yaml").status == 0)
    #expect(try plan("list.yaml").contains("4 done · 0 to run"))
  }

  @Test func `a joint axis fills the rows of a table by one of its names`() throws {
    try project.write(
      SweepText.copy(
        "\"delay, hidden\": [[3, 4], [5, 8]]", table: "[delay, hidden, train.loss]"),
      to: "joint.yaml")
    #expect(try project.orthosweep("run", "joint.yaml").status == 0)
    let table = try project.text("results/joint/tiny.csv")
    let rows = table.split(separator: "\r\n").map { $0.split(separator: ",").prefix(2) }
    #expect(rows == [["delay", "hidden"], ["3", "4"], ["5", "8"]])
  }
}

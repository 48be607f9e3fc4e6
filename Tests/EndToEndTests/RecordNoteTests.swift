import Foundation
import TestSupport
import Testing

/// Records that are results, and still not all that is asked for.
@Suite("Notes on records", .timeLimit(.minutes(2))) struct RecordNoteTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  /// The sweep of these values with settings of its probes.
  private func write(_ values: [Int], probes: String) throws {
    let text = SweepText.toy(values).replacing("grid:", with: "defaults: {\(probes)}\ngrid:")
    try project.write(text, to: "toy.yaml")
  }

  private func plan() throws -> String {
    let planned = try project.orthosweep("plan", "toy.yaml")
    #expect(planned.status == 0)
    return planned.errors
  }

  @Test func `results without a probe that is now asked for are told, and are not made again`()
    throws
  {
    try project.writeToy()
    try write([1, 2, 3], probes: "")
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
    try write([1, 2, 3, 4], probes: "probe.norms: true")
    let note = """
      note: 3 trials were done without probe.norms, so their artifacts are missing; to measure \
      them, run with another --results folder

      """
    #expect(try plan() == note)
    let run = try project.orthosweep("run", "toy.yaml")
    #expect(run.errors.hasPrefix(note + "finished: value 4"), "\(run.errors)")
    #expect(try project.attempts().values.allSatisfy { $0 == 1 })
    // The fourth was made with the probe; without a wish for one nothing is missing.
    #expect(try plan() == note)
    try write([4], probes: "probe.norms: true, probe.every: 5")
    #expect(
      try plan() == """
        note: 1 trial was done without probe.every 5, so its artifacts are missing; to measure \
        it, run with another --results folder

        """)
    try write([1, 2, 3, 4], probes: "probe.norms: false")
    #expect(try plan() == "")
  }

  @Test func `results of another engine are told`() throws {
    try project.writeToy()
    try project.write(SweepText.toy([1]), to: "toy.yaml")
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
    try project.writeToy(engine: 2)
    #expect(
      try plan() == "note: 1 trial was done with another engine (1; toy now has engine 2)\n")
    try project.write(SweepText.toy([1, 2]), to: "toy.yaml")
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
    try project.writeToy(engine: 3)
    let note = "note: 2 trials were done with another engine (1, 2; toy now has engine 3)\n"
    #expect(try plan() == note)
    #expect(try project.orthosweep("run", "toy.yaml").errors.hasPrefix(note))
  }
}

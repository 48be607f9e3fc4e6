import Foundation
import TestSupport
import Testing
import Trials

/// Sweeps by name, cells by pattern, trials by the first digits of their IDs.
@Suite("Addressing", .timeLimit(.minutes(2))) struct AddressTests {
  private let project: SweepFixture

  init() throws {
    project = try SweepFixture()
    try project.writeToy()
    try project.write(SweepText.toy(1...3, seeds: 2), to: "sweeps/paper/toy.yaml")
    try project.write(
      "name: small-toy\n" + SweepText.toy([1]), to: "sweeps/small/toy.yaml")
    try project.write(SweepText.toy([4]), to: "sweeps/other.yaml")
  }

  private func expectRefusal(_ refused: Invocation, _ message: String) {
    #expect(refused.status == 2 && refused.output == "")
    #expect(refused.errors == message + "\n")
  }

  @Test func `a sweep is found by name from any folder of the project`() throws {
    let named = try project.orthosweep("plan", "toy")
    #expect(named.output.hasPrefix("toy   3 cells × 2 seeds = 6 trials"))
    #expect(
      try project.orthosweep("plan", "small-toy").output.hasPrefix("small-toy   1 cell"))
    // The program of this file, ./toy, lies in the project's folder only.
    let below = project.root.appending(path: "sweeps/small")
    try project.write(SweepText.copy("margin: [0, 0.1]"), to: "sweeps/copy.yaml")
    #expect(try project.orthosweep("plan", "copy", in: below).output.hasPrefix("copy   2 cells"))
  }

  @Test func `problems of a sweep given by name begin with its path`() throws {
    try project.write("sweep: 2\n", to: "sweeps/new.yaml")
    expectRefusal(
      try project.orthosweep("plan", "new"),
      """
      sweeps/new.yaml:1:8: error: sweep: this version reads format 1, not `2`
       1 | sweep: 2
         |        ^
      1 problem; no trial was started
      """)
  }

  @Test func `a name of none or of several is told with what there is`() throws {
    expectRefusal(
      try project.orthosweep("run", "otehr"),
      """
      orthosweep: no sweep below sweeps/ is called 'otehr'; did you mean 'other'?
      there are: other, small-toy, toy
      """)
    try project.write(SweepText.toy([5]), to: "sweeps/more/toy.yaml")
    expectRefusal(
      try project.orthosweep("run", "toy"),
      "orthosweep: 3 sweeps are called 'toy': sweeps/more/toy.yaml, sweeps/paper/toy.yaml, "
        + "sweeps/small/toy.yaml; give the path")
    let empty = try SweepFixture()
    expectRefusal(
      try empty.orthosweep("run", "toy"),
      "orthosweep: there is no file 'toy', and no sweep below sweeps/")
  }

  @Test func `status and plan look at the cells that are named`() throws {
    #expect(try project.orthosweep("run", "toy", "value=2").status == 0)
    let planned = try project.orthosweep("plan", "toy", "value > 1").output
    #expect(
      planned.replacing(#/ {6}about .*/#, with: "") == """
        toy   2 cells × 2 seeds = 4 trials      2 done · 2 to run
          only value > 1                                         2

        """)
    #expect(
      try project.orthosweep("status", "toy", "value=2", "seed=1").output
        == "toy   1 trial: 1 finished · 0 to run\n")
  }

  @Test func `digits of an ID stand for a trial, with and without its sweep`() throws {
    #expect(try project.orthosweep("run", "toy", "seed=0").status == 0)
    let record = try #require(try project.records().first)
    let id = record.trial.id
    for words in [["show", id.short], ["show", String(id.hex.prefix(20)).uppercased()]] {
      let shown = try Invocation(
        Invocation.builtProgram("orthosweep"), words, folder: project.root,
        environment: ["ORTHOSWEEP_RESULTS": ""])
      #expect(shown.status == 0 && shown.output.hasPrefix(id.short))
    }
    #expect(
      try project.orthosweep("plan", "toy", id.short).output.hasPrefix(
        "toy   1 cell × 1 seed = 1 trial      1 done · 0 to run"))
    expectRefusal(
      try project.orthosweep("show", "0123456789"),
      "orthosweep: no trial below \(project.root.path)/results has an ID that begins with "
        + "0123456789")
    expectRefusal(
      try project.orthosweep("show", id.short, "value=1"),
      "orthosweep: value=1: a trial's ID needs no other words")
  }
}

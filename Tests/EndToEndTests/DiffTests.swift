import Foundation
import TestSupport
import Testing
import Trials

@Suite("orthosweep diff", .timeLimit(.minutes(2))) struct DiffTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  private func diff(_ words: String...) throws -> String {
    let compared = try Invocation(
      Invocation.builtProgram("orthosweep"), ["diff"] + words, folder: project.root,
      environment: ["ORTHOSWEEP_RESULTS": ""])
    #expect(compared.status == 0 && compared.errors == "", "\(compared.errors)")
    return compared.output
  }

  @Test func `two trials stand side by side`() throws {
    try project.writeToy()
    try project.write(SweepText.toy([1, 20]), to: "sweeps/toy.yaml")
    #expect(try project.orthosweep("run", "toy").status == 0)
    let text = try diff("toy", "value=1", "value > 1")
    let ids = text.prefix { $0 != "\n" }.split(separator: " ")
    try #require(ids.count == 2)
    // The columns are as wide as the host's name.
    let lines = text.split(separator: "\n").map { $0.replacing(#/ {3,}/#, with: "  ") }
    #expect(
      lines.prefix(13) == [
        "  \(ids[0])  \(ids[1])", "  value 1  value 20", "parameters", "  value  1  20",
        "last values", "  score  1  20", "best values", "  score  1 at 1  20 at 1", "made",
        "  outcome  finished  same", "  epochs  1  same", "  engine  1  same", "  version  1  same",
      ])
    #expect(
      lines[14...].map { String($0.dropFirst(2).prefix { $0 != " " }) }.prefix(4) == [
        "host", "processor", "orthosweep", "attempts",
      ])
    #expect(
      text.hasSuffix("curves: differ from epoch 1 on, of the 1 epoch that both have (score)\n"))
    #expect(try diff(String(ids[0]), String(ids[1])).contains(#/\n  value +1 +20\n/#))
    #expect(try diff("toy \(ids[0])", "sweeps/toy.yaml value = 20") == text)
  }

  @Test func `the same trial of two results folders is equal to the last bit`() throws {
    try project.write(SweepText.copy("margin: [0.1]"), to: "sweeps/tiny.yaml")
    #expect(try project.orthosweep("run", "tiny").status == 0)
    #expect(try project.orthosweep("run", "tiny", "--results", "other").status == 0)
    let id = try #require(try project.records().first).trial.id.short
    for words in [[id, id], ["tiny", "tiny"]] {
      let text = try diff(words[0], words[1], "--with", "other")
      #expect(text.contains("\nparameters             none differs\n"), "\(text)")
      #expect(text.hasSuffix("curves: equal to the last bit in the 2 epochs that both have\n"))
    }
  }

  @Test func `a trial of more epochs parts from the other where they differ`() throws {
    try project.write(
      SweepText.copy("epochs: [2, 3]\nhidden: [8, 9]", table: "[epochs, hidden, train.loss]"),
      to: "sweeps/tiny.yaml")
    #expect(try project.orthosweep("run", "tiny").status == 0)
    #expect(
      try diff("tiny", "epochs=2 hidden=8", "epochs=3 hidden=8").hasSuffix(
        "curves: equal to the last bit in the 2 epochs that both have\n"))
    let json = try diff("tiny", "epochs=2 hidden=8", "epochs=2 hidden=9", "--json")
    struct Comparison: Decodable {
      struct Pair: Decodable, Equatable { let name, first, second: String }
      struct Parting: Decodable { let epochs, first: Int }
      let parameters: [Pair]
      let curves: Parting
    }
    let comparison = try TrialJSON.read(Comparison.self, from: Data(json.utf8))
    #expect(comparison.parameters == [.init(name: "hidden", first: "8", second: "9")])
    #expect(comparison.curves.epochs == 2 && comparison.curves.first == 1)
  }

  @Test func `sides that are no single trial are refused`() throws {
    try project.writeToy()
    try project.write(SweepText.toy([1, 2], seeds: 2), to: "sweeps/toy.yaml")
    let several = try project.orthosweep("diff", "toy", "value > 0", "value=1")
    #expect(several.status == 2)
    #expect(
      several.errors.hasPrefix("orthosweep: 'toy 'value > 0'' fits 4 trials; give one's ID:\n"))
    let one = try project.orthosweep("diff", "toy")
    #expect(one.status == 2)
    #expect(
      one.errors.hasPrefix(
        """
        Error: two sides are wanted, not 1 words; quote a side of several words, as orthosweep \
        diff SWEEP margin=0 'margin=0.1 init=orthogonal'

        """))
  }
}

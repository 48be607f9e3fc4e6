import Foundation
import Sweeps
import TestSupport
import Testing
import Trials

@Suite("Whole sweep files") struct WholeFileTests {
  /// The design's study: tasks × margins × initializations × soft constraints.
  private let study = """
    sweep: 1
    presets:
      task:
        copy-200:  {task: copy, activation: identity, delay: 200,  epochs: 160}
        copy-500:  {task: copy, activation: identity, delay: 500,  epochs: 200}
        copy-1000: {task: copy, activation: identity, delay: 1000, epochs: 200}
        smnist:    {activation: tanh, epochs: 120}
        psmnist:   {activation: tanh, epochs: 120}
        ptb-75:    {task: ptb, max_length: 75,  activation: tanh, hidden: 512, clip: 30, \
        epochs: 200}
        ptb-300:   {task: ptb, max_length: 300, activation: tanh, hidden: 512, clip: 30, \
        epochs: 200}
    across:
      task: [copy-200, copy-500, copy-1000, smnist, psmnist, ptb-75, ptb-300]
    grid:
      margin: [0, 0.001, 0.01, 0.1, 1, none, {value: 100, when: {task: "ptb-*"}}]
      init: [orthogonal, {value: [glorot-normal, identity], when: {margin: none}}]
      penalty.orthogonality:
        - 0
        - value: &strengths [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100]
          when: {task: "copy-*", margin: none, init: orthogonal}
      penalty.spectrum:
        - 0
        - value: *strengths
          when: {task: "copy-*", margin: [none, 1], init: orthogonal, penalty.orthogonality: 0}
    exclude:
      - {task: "ptb-*", margin: 0.001, because: not in Tables 3 and 4}
    include:
      - {name: LSTM, model: lstm, task: [smnist, psmnist], epochs: 150, clip: 1}
    seeds: 3
    report:
      tables:
        accuracy:
          where: {penalty.orthogonality: [0, absent], penalty.spectrum: [0, absent]}
          rows: [margin, init]
          columns: {task: accuracy}
        soft:
          where: {penalty.orthogonality: "> 0"}
          rows: [penalty.orthogonality]
          columns: {task: "epochs_to(train.accuracy >= 0.99)"}
    """

  @Test func `the study has as many cells as were counted by hand`() throws {
    let sweep = try SweepFixture.sweep(study)
    // 7 tasks × 8 (6 margins and 2 more initializations), 2 margins of 100 on Penn Treebank,
    // 3 × 7 + 3 × 14 soft constraints on copy, 2 LSTMs; less 2 on Penn Treebank.
    #expect(sweep.cells.count == 56 + 2 + 21 + 42 + 2 - 2)
    #expect(sweep.cells.count == 121)
    #expect(sweep.trials.count == 363)
    #expect(sweep.rules.map(\.cells) == [42, 2, 14, 21, 42, 2, -2])
    #expect(sweep.rules.map(\.line) == [nil, 14, 15, 19, 23, 27, 25])
    #expect(sweep.rules[3].text.hasSuffix("when task copy-* and margin none and init orthogonal"))
  }

  @Test func `the order in which axes are written changes no cell`() throws {
    let lines = study.split(separator: "\n", omittingEmptySubsequences: false)
    let margin = try #require(lines.firstIndex { $0.hasPrefix("  margin") })
    var swapped = lines
    swapped.swapAt(margin, margin + 1)
    let ids = try [lines, swapped].map { lines in
      Set(try SweepFixture.sweep(lines.joined(separator: "\n")).trials.map(\.id))
    }
    #expect(ids[0] == ids[1])
  }

  @Test(arguments: [
    ("sweeps/quickstart.yaml", 5, 5), ("sweeps/paper/figure1-copy.yaml", 24, 120),
    ("sweeps/paper/figure4-soft.yaml", 48, 144), ("sweeps/paper/figure5-adding.yaml", 5, 25),
  ])
  func `a sweep that ships is sound`(path: String, cells: Int, trials: Int) throws {
    let file = try SweepFile(reading: Checkout.root.appending(path: path), shownAs: path)
    let sweep = try CheckedSweep(SweepSpec.read(file), ProgramFixture.schema)
    #expect(sweep.cells.count == cells)
    #expect(sweep.trials.count == trials)
    #expect(sweep.notes == [])
  }

  @Test func `a missing file and a folder are told without a line`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SweepProblems.self) {
      try SweepFile(reading: folder.url, shownAs: "sweeps")
    }
    do {
      _ = try SweepFile(reading: folder.url.appending(path: "x.yaml"), shownAs: "x.yaml")
    } catch {
      #expect(
        error.description == "x.yaml: error: no such file\n1 problem; no trial was started")
    }
  }

  @Test(arguments: ["trials", "quarantine"])
  func `a sweep cannot take the name of the store's own folders`(name: String) {
    let text = "sweep: 1\nname: \(name)\ndefaults: {task: copy}\n"
    let problems = #expect(throws: SweepProblems.self) { try SweepFixture.sweep(text) }
    #expect(problems?.description.contains("2:7: error: name: `\(name)` is not") == true)
  }

  @Test func `trial settings are typed`() throws {
    let sweep = try SweepFixture.sweep(
      """
      sweep: 1
      trial:
        name: mine
        command: [python3, train.py, "{flags}", "--out={dir}"]
        timeout: 2h30m
        stall: 90 s
        retries: 2
        environment: {OMP_NUM_THREADS: 1, EMPTY: ""}
      defaults: {task: copy, delay: 1, activation: tanh, epochs: 1}
      """)
    #expect(
      sweep.settings
        == TrialSettings(
          program: .command(
            name: "mine", arguments: ["python3", "train.py", "{flags}", "--out={dir}"]),
          timeout: .seconds(9000), stall: .seconds(90), retries: 2,
          environment: ["OMP_NUM_THREADS": "1", "EMPTY": ""]))
  }

  @Test(arguments: ["1.5 d", "36h", "35h 60min", "129600 s"])
  func `one duration has many spellings`(text: String) {
    #expect(WrittenQuantity.duration(text) == .seconds(129_600))
  }

  @Test(arguments: ["", "5", "0 s", "-1 s", "1 y", "s", "1 s 2", "1e9 d"])
  func `what is no duration is refused`(text: String) {
    #expect(WrittenQuantity.duration(text) == nil)
  }
}

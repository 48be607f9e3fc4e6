import Reports
import Testing
import Trials

@testable import Sweeps

/// `trial.memory` and `trial.timeout`: for a whole sweep, and by `set` for some of its cells.
@Suite("Resources of trials") struct ResourceTests {
  private let head = """
    sweep: 1
    defaults: {task: copy, delay: 10, activation: identity, epochs: 3}

    """

  private func resources(_ text: String) throws -> [TrialResources] {
    let sweep = try SweepFixture.sweep(head + text)
    return sweep.cells.map { sweep.resources(of: $0.trials[0].id) }
  }

  @Test(
    arguments: [
      ("512 MB", 512_000_000), ("4GB", 4_000_000_000), ("1.5 GiB", 1_610_612_736), ("1 kB", 1000),
      ("2 TiB", 2_199_023_255_552), ("1 MiB ", 1_048_576),
    ])
  func `GB are powers of 1000 and GiB of 1024`(text: String, bytes: Int) {
    #expect(WrittenQuantity.memory(text) == bytes)
  }

  @Test(arguments: ["", "4", "4 gb", "0 GB", "-1 GB", "1 GB 2", "1 GB 2 MB", "4 min", "1e9 TB"])
  func `what is no amount of memory is refused`(text: String) {
    #expect(WrittenQuantity.memory(text) == nil)
  }

  @Test func `a set gives some trials more than the rest`() throws {
    let found = try resources(
      """
      trial: {memory: 1 GB, timeout: 10 min}
      grid: {hidden: [8, 512, 1024]}
      set:
        - {trial.memory: 4 GiB, when: {hidden: "> 8"}}
        - {trial: {timeout: 2h, memory: 8 GB}, when: {hidden: 1024}}
      """)
    #expect(
      found == [
        TrialResources(memory: 1_000_000_000, timeout: .seconds(600)),
        TrialResources(memory: 4_294_967_296, timeout: .seconds(600)),
        TrialResources(memory: 8_000_000_000, timeout: .seconds(7200)),
      ])
  }

  @Test func `resources make no other trial`() throws {
    let grid = "grid: {hidden: [8, 512]}\n"
    let plain = try SweepFixture.sweep(head + grid)
    let held = try SweepFixture.sweep(
      head + grid + "trial: {memory: 1 GB}\nset: [{trial.timeout: 1h, trial.memory: 2 GB}]\n")
    #expect(plain.trials == held.trials)
    #expect(plain.trials.map(\.json) == held.trials.map(\.json))
  }

  @Test func `without any words there is no limit`() throws {
    #expect(try resources("grid: {hidden: [8]}\n") == [TrialResources()])
  }

  @Test func `a trial that two cells share has enough for each`() throws {
    let found = try resources(
      """
      trial: {timeout: 1h}
      grid: {hidden: [8, 16]}
      include:
        - {name: same, hidden: 8}
      set:
        - {trial.memory: 1 GB, trial.timeout: 10 min, when: {hidden: 8}}
        - {trial.memory: 2 GB, when: {bias: 0}}
      """)
    #expect(found.map(\.memory) == [2_000_000_000, 2_000_000_000, 2_000_000_000])
    #expect(found.map(\.timeout) == [.seconds(600), .seconds(3600), .seconds(600)])
  }

  @Test func `what a resource cannot be is told with its place`() {
    #expect(
      SweepFixture.message(
        head + """
          grid: {hidden: [8]}
          set:
            - {trial.memory: lots}
            - {trial.timeout: 90}
            - {trial.stall: 1 min}
            - {trial: {memory: [1 GB], retries: 3}}
            - {trial.memory: 1 GB, when: {hidden: 16}}
          """) == """
          sweeps/study.yaml:5:20: error: trial.memory: `lots` is not an amount of memory, as `512 \
          MB`, `4 GB` or `1.5 GiB`
           5 |   - {trial.memory: lots}
             |                    ^~~~
          sweeps/study.yaml:6:21: error: trial.timeout: `90` is not a duration, as `90 s`, `5 min` \
          or `2h30m`
           6 |   - {trial.timeout: 90}
             |                     ^~
          sweeps/study.yaml:7:6: error: `trial.stall` cannot be set for some cells alone; of \
          `trial`, `memory` and `timeout` can
           7 |   - {trial.stall: 1 min}
             |      ^~~~~~~~~~~
          sweeps/study.yaml:8:22: error: trial.memory: this is not an amount of memory, as `512 \
          MB`, `4 GB` or `1.5 GiB`
           8 |   - {trial: {memory: [1 GB], retries: 3}}
             |                      ^
          sweeps/study.yaml:8:30: error: `trial.retries` cannot be set for some cells alone; of \
          `trial`, `memory` and `timeout` can
           8 |   - {trial: {memory: [1 GB], retries: 3}}
             |                              ^~~~~~~
          5 problems; no trial was started
          """)
  }

  @Test func `a set of resources that matches nothing is an error, too`() {
    #expect(
      SweepFixture.problems(
        head + "grid: {hidden: [8, 9]}\nset: [{trial.memory: 1 GB, when: {hidden: 16}}]\n") == [
          "4:8: this `set` matches no cell: nothing has hidden 16; hidden takes 8, 9; to run a part, "
            + "leave the file whole and add hidden=8"
        ])
  }
}

import Foundation
import Synchronization
import TestSupport
import Testing
import Trials

@testable import Scheduling

@Suite("Memory of trials", .timeLimit(.minutes(1))) struct MemoryTests {
  let fixture: SweepFixture

  init() throws { fixture = try SweepFixture() }

  @Test func `trials begin only while their stated memory fits together`() async throws {
    let trials = SweepFixture.trials(6)
    // The even ones need 6 of 10, so no two of them fit; the odd ones need 3.
    let needs = trials.map { ($0.id, $0.seed.isMultiple(of: 2) ? 6 : 3) }
    var options = RunnerOptions(parallel: 4, retries: 0)
    options.memory = MemoryBudget(total: 10, needs: Dictionary(uniqueKeysWithValues: needs))
    let atWork = Mutex<Set<Int>>([])
    let sums = Mutex<[Int]>([])
    let launcher = SweepFixture.launcher("sleep 0.1\n" + SweepFixture.twoEpochs)
    let course = try await fixture.run(trials, launcher, options) { _, event in
      switch event {
      case .began(let trial, _):
        let all = atWork.withLock { seeds in
          seeds.insert(trial.seed)
          return seeds
        }
        sums.withLock { $0.append(all.reduce(0) { $0 + ($1.isMultiple(of: 2) ? 6 : 3) }) }
      case .ended(let trial, _, _, _, _): atWork.withLock { _ = $0.remove(trial.seed) }
      default: break
      }
    }
    #expect(course.ending.finished == 6)
    #expect(sums.withLock { $0.allSatisfy { $0 <= 10 } })
    // Small ones begin beside a large one: memory is not left idle.
    #expect(sums.withLock { $0.contains(9) })
  }

  @Test func `trials that state nothing are held up by none`() {
    let trials = SweepFixture.trials(3)
    let budget = MemoryBudget(total: 10, needs: [trials[0].id: 10])
    #expect(budget.hasRoom(for: trials[1].id, beside: [trials[0].id]))
    #expect(budget.hasRoom(for: trials[0].id, beside: [trials[1].id, trials[2].id]))
    #expect(
      !MemoryBudget(total: 10, needs: [trials[0].id: 10, trials[1].id: 1])
        .hasRoom(for: trials[1].id, beside: [trials[0].id]))
    #expect(MemoryBudget(needs: [trials[0].id: .max]).hasRoom(for: trials[0].id, beside: []))
  }

  @Test func `a trial that is larger than the machine is run alone, if it is run at all`()
    async throws
  {
    let trials = SweepFixture.trials(3)
    var options = RunnerOptions(parallel: 2, retries: 0)
    options.memory = MemoryBudget(total: 10, needs: [trials[1].id: 11])
    let course = try await fixture.run(
      trials, SweepFixture.launcher(SweepFixture.twoEpochs), options)
    #expect(course.ending.finished == 3)
  }

  @Test func `what does not fit the machine is told once for each need`() {
    let trials = SweepFixture.trials(4)
    let budget = MemoryBudget(
      total: 15_999_999_999,
      needs: [
        trials[0].id: 1, trials[1].id: 16_000_000_000, trials[2].id: 64 << 30,
        trials[3].id: 16_000_000_000,
      ])
    let problems = budget.problems(trials)
    #expect(
      problems.map(\.problem) == [
        "`trial.memory` is 16.00 GB, and this machine has 15.99 GB",
        "`trial.memory` is 68.71 GB, and this machine has 15.99 GB",
      ])
    #expect(problems.map(\.trials) == [2, 1])
    #expect(problems.map(\.first) == [trials[1], trials[2]])
    #expect(MemoryBudget(needs: budget.needs).problems(trials).isEmpty)
  }

  @Test func `each trial has its own timeout`() async throws {
    let trials = SweepFixture.trials(3)
    let launcher = LocalLauncher(
      TrialCommand(["/bin/sh", "-c", "sleep 1; " + SweepFixture.twoEpochs, "sh", "{trial}"]),
      limits: TrialLimits(grace: .milliseconds(200), timeout: .milliseconds(200)),
      timeouts: [trials[1].id: .seconds(50), trials[2].id: .milliseconds(300)])
    let course = try await fixture.run(
      trials, launcher, RunnerOptions(parallel: 3, retries: 0))
    let ends = course.events.compactMap { event -> String? in
      guard case .ended(let trial, let outcome, _, _, _) = event else { return nil }
      return "\(trial.seed) \(outcome)"
    }
    #expect(ends.sorted() == ["0 timed out", "1 finished", "2 timed out"])
  }

  @Test func `the machine's memory is what the system says, at most the group's`() throws {
    #expect(MemoryBudget.machine("MemTotal:       16384 kB\nMemFree: 1 kB\n") == 16 << 20)
    #expect(MemoryBudget.machine("MemFree: 1 kB\n") == nil)
    let folder = try TemporaryFolder()
    let cases = [
      ("a/memory.max", "max\n", nil), ("b/memory.max", "1073741824\n", 1 << 30),
      ("c/memory.limit_in_bytes", "9223372036854771712\n", nil),
      ("d/memory.limit_in_bytes", "4096\n", 4096),
    ]
    for (name, text, limit) in cases {
      let file = try folder.write(text, to: name)
      #expect(ControlGroup.memoryLimit(in: file.deletingLastPathComponent().path) == limit)
    }
    let here = try #require(MemoryBudget.ofThisMachine())
    #expect(here > 1 << 26)
  }
}

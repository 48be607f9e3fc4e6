import Foundation
public import Trials

/// The memory of a machine, and what trials say that they need of it.
public struct MemoryBudget: Sendable {
  /// The bytes that all trials which run at once may need together; nil: no limit is known.
  public var total: Int?
  /// The bytes that trials need, where that is stated.
  public var needs: [TrialID: Int]

  /// A budget; with nothing said, every trial has room.
  public init(total: Int? = nil, needs: [TrialID: Int] = [:]) {
    self.total = total
    self.needs = needs
  }

  /// Whether a trial may begin while others run.
  ///
  /// One that says nothing needs nothing, and alone any trial may run: what is too large for the
  /// machine has been told before (``problems(_:)``), and a sweep must come to its end.
  func hasRoom(for trial: TrialID, beside running: some Collection<TrialID>) -> Bool {
    guard let total, let need = needs[trial], !running.isEmpty else { return true }
    return running.reduce(need) { $0 + (needs[$1] ?? 0) } <= total
  }

  /// Trials that need more than the machine has: one problem for each need, in the order of trials.
  public func problems(_ trials: [Trial]) -> [TrialQuestions.Problem] {
    guard let total else { return [] }
    var places: [Int: Int] = [:]
    var found: [(need: Int, first: Trial, count: Int)] = []
    for trial in trials {
      guard let need = needs[trial.id], need > total else { continue }
      if let place = places[need] {
        found[place].count += 1
      } else {
        places[need] = found.count
        found.append((need, trial, 1))
      }
    }
    return found.map { need, first, count in
      TrialQuestions.Problem(
        kind: .missing,
        problem: "`trial.memory` is \(Self.shown(need)), and this machine has \(Self.shown(total))",
        first: first, trials: count)
    }
  }

  /// In GB, rounded down: 15.99 GB are not 16 for a trial that needs 16.
  static func shown(_ bytes: Int) -> String {
    let hundredths = bytes / 10_000_000
    let digits = String(format: "%02d", hundredths % 100)
    return "\(hundredths / 100).\(digits) GB"
  }
}

extension MemoryBudget {
  /// The bytes of this machine's memory, at most what the control group may use; nil if that cannot
  /// be told.
  public static func ofThisMachine() -> Int? {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    return [machine(text), ControlGroup.memoryLimit()].compactMap(\.self).min()
  }

  /// `MemTotal:       16384256 kB`, which means KiB.
  static func machine(_ meminfo: String) -> Int? {
    let key = "MemTotal:"
    guard let line = meminfo.split(separator: "\n").first(where: { $0.hasPrefix(key) }),
      let number = line.dropFirst(key.count).split(separator: " ").first
    else { return nil }
    return Int(number).map { $0 << 10 }
  }
}

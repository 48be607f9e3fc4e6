import Reports
public import Trials
import YAML

/// What a trial may have of the machine: no part of its identity, so that more of it makes no other
/// trial.
public struct TrialResources: Sendable, Equatable {
  /// The memory that the trial will need, in bytes; nil: not stated.
  public internal(set) var memory: Int?
  /// The longest an attempt may take; nil: as long as it wants.
  public internal(set) var timeout: Duration?

  /// These, and where they say nothing, what `others` say.
  func over(_ others: TrialResources) -> TrialResources {
    TrialResources(memory: memory ?? others.memory, timeout: timeout ?? others.timeout)
  }

  /// Enough for both: the more memory, the longer time, no limit being the longest.
  fileprivate func joined(with other: TrialResources) -> TrialResources {
    let memories = [memory, other.memory].compactMap(\.self)
    var joined = TrialResources(memory: memories.max())
    if let timeout, let second = other.timeout { joined.timeout = max(timeout, second) }
    return joined
  }
}

extension TrialResources {
  /// The names under which `set` changes them.
  static let names = ["trial.memory", "trial.timeout"]

  /// What is wanted of each, for messages.
  static let durations = "a duration, as `90 s`, `5 min` or `2h30m`"
  static let memories = "an amount of memory, as `512 MB`, `4 GB` or `1.5 GiB`"

  /// Takes one setting of a `set`, as `trial.memory: 4 GB`; what it cannot be is a problem.
  mutating func take(_ setting: Setting, findings: inout Findings) {
    let name = setting.name.text
    guard Self.names.contains(name) else {
      findings.add(
        "`\(Findings.short(name))` cannot be set for some cells alone; of `trial`, `memory` and "
          + "`timeout` can", at: setting.name.mark)
      return
    }
    let isMemory = name == "trial.memory"
    let text = setting.value.text ?? ""
    let memory = isMemory ? WrittenQuantity.memory(text) : nil
    let timeout = isMemory ? nil : WrittenQuantity.duration(text)
    guard memory != nil || timeout != nil else {
      let given = setting.value.text.map { "`\(Findings.short($0))`" } ?? "this"
      findings.add(
        "\(name): \(given) is not \(isMemory ? Self.memories : Self.durations)",
        at: setting.value.mark)
      return
    }
    self = TrialResources(memory: memory, timeout: timeout).over(self)
  }
}

extension CheckedSweep {
  /// What a trial of the sweep may have of the machine.
  public func resources(of trial: TrialID) -> TrialResources {
    let everywhere = TrialResources(memory: settings.memory, timeout: settings.timeout)
    return changedResources[trial] ?? everywhere
  }

  /// What `set` says of trials; one that several cells share has enough for each of them.
  static func resources(
    changedIn grid: Grid, _ cells: [ReportCell], _ settings: TrialSettings
  ) -> [TrialID: TrialResources] {
    guard grid.rules.changes.contains(where: { $0.resources != TrialResources() }) else {
      return [:]
    }
    let everywhere = TrialResources(memory: settings.memory, timeout: settings.timeout)
    var found: [TrialID: TrialResources] = [:]
    for (cell, reported) in zip(grid.cells, cells) {
      let own = cell.resources.over(everywhere)
      for trial in reported.trials {
        found[trial.id] = found[trial.id].map { $0.joined(with: own) } ?? own
      }
    }
    return found
  }
}

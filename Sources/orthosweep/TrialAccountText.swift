import Foundation
import Results
import Trials

/// A trial's account as a person reads it.
struct TrialAccountText {
  let account: TrialAccount
  let metrics: MetricText

  /// Rows of the table of iterations before a divergence.
  private static let iterationsShown = 10

  /// The sections that have anything to tell, with empty lines between them.
  var text: String {
    let sections = [
      head, parameters, divergence, epochs, summary, attempts, log, provenance, byHand,
    ]
    return sections.filter { !$0.isEmpty }.map { $0.map { $0 + "\n" }.joined() }
      .joined(separator: "\n")
  }

  private var head: [String] {
    let name = [account.id.short, account.label].compactMap(\.self).joined(separator: "  ")
    let epochs = account.epochs > 0 ? ", \(Count.of(account.epochs, "epoch"))" : ""
    let sweeps =
      account.sweeps.isEmpty ? [] : ["  listed by \(account.sweeps.joined(separator: ", "))"]
    return ["\(name)   \(account.outcome)\(epochs)", "  in \(account.folder)"] + sweeps
  }

  private var parameters: [String] {
    let rows = account.parameters.map { parameter in
      let alias = parameter.alias.map { " (\($0))" } ?? ""
      return [parameter.name, "\(parameter.value)\(alias)", parameter.source ?? ""]
    }
    return ["parameters"] + AlignedText.lines(rows + [["seed", "\(account.seed)", ""]])
  }

  /// The last iterations, so that one sees what grew.
  private var divergence: [String] {
    guard account.outcome.hasPrefix("diverged") else { return [] }
    guard !account.lastIterations.isEmpty else {
      return [
        "last iterations",
        "  the attempt's events.jsonl, which holds them, is not here; trained by hand (below) it "
          + "prints them again",
      ]
    }
    let all = account.lastIterations
    var names: [String] = []
    for name in ["step"] + Set(all.flatMap(\.keys)).sorted() where !names.contains(name) {
      names.append(name)
    }
    let rows = all.suffix(Self.iterationsShown).map { iteration in
      names.map { name in iteration[name].map { String(format: "%.6g", $0) } ?? "" }
    }
    let which = all.count > rows.count ? " (\(rows.count) of \(all.count) kept)" : ""
    return ["last iterations\(which)"]
      + AlignedText.lines([names] + rows, isNumber: { _ in true })
  }

  /// One row a metric: the last epochs, then the best one.
  private var epochs: [String] {
    let tail = account.lastEpochs
    guard !tail.isEmpty else { return [] }
    let names = metrics.ordered(tail.flatMap(\.values.keys))
    let rows = names.map { name in
      let best = account.best[name].map { "\(metrics.value($0.value, of: name)) at \($0.epoch)" }
      return [name] + tail.map { $0.values[name].map { metrics.value($0, of: name) } ?? "" }
        + [best ?? ""]
    }
    let header = ["epoch"] + tail.map { "\($0.epoch)" } + ["best"]
    return ["last epochs"] + AlignedText.lines([header] + rows, isNumber: { $0 > 0 })
  }

  private var summary: [String] {
    guard !account.summary.isEmpty else { return [] }
    let rows = metrics.ordered(account.summary.keys).map { name in
      [name, account.summary[name].map { metrics.value($0, of: name) } ?? ""]
    }
    return ["at the end"] + AlignedText.lines(rows)
  }

  private var attempts: [String] {
    guard !account.attempts.isEmpty else { return [] }
    let rows = account.attempts.map { attempt in
      [
        "\(attempt.number)", attempt.outcome, "epoch \(attempt.epoch)",
        attempt.seconds.map { SpokenTime.of(seconds: $0) } ?? "",
        attempt.started ?? "", attempt.host.map { "on \($0)" } ?? "",
        attempt.engine.map { "engine \($0)" } ?? "",
      ]
    }
    return ["attempts"] + AlignedText.lines(rows)
  }

  private var log: [String] {
    guard let attempt = account.attempts.last, !account.log.isEmpty else { return [] }
    return ["log, the last lines of \(attempt.log)"] + account.log.map { "  " + $0 }
  }

  private var provenance: [String] {
    guard let made = account.provenance else { return [] }
    let libraries = made.libraries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let resumed = (made.resumedSteps ?? []).map(String.init).joined(separator: ", ")
    var rows = [
      [
        "by",
        "\(account.program) \(made.programVersion), engine \(made.engine), file "
          + "\(made.programChecksum.prefix(12)); orthosweep \(made.orthosweepVersion)",
      ],
      ["on", "\(made.host), \(made.processor)"],
      ["from", "\(made.started) to \(made.ended), \(SpokenTime.of(seconds: made.seconds))"],
      ["memory", "\((made.peakMemoryBytes + 500_000) / 1_000_000) MB at most"],
    ]
    if !libraries.isEmpty { rows.append(["with", libraries.joined(separator: ", ")]) }
    if let commit = made.gitCommit { rows.append(["commit", commit]) }
    if !resumed.isEmpty { rows.append(["went on", "after iteration \(resumed)"]) }
    // Weights are left out by git and by `import`.
    rows += account.artifacts.map { path in
      ["left", path + (FileManager.default.fileExists(atPath: path) ? "" : " (not here)")]
    }
    return ["made"] + AlignedText.lines(rows)
  }

  private var byHand: [String] {
    account.byHand.isEmpty ? [] : ["to repeat it by hand"] + account.byHand.map { "  " + $0 }
  }
}

public import Foundation
public import Trials

/// What a trial program's `check` is asked about a sweep: each distinct set of parameters once,
/// whatever the seed.
///
/// Cost: the trials are looked at once, about 3 µs each; only distinct ones are written out.
public struct TrialQuestions: Sendable {
  /// One problem, and the trials that have it.
  public struct Problem: Sendable, Equatable {
    /// Whether the trials are wrong or the machine lacks something.
    public let kind: CheckFinding.Kind
    /// A sentence for people, without a full stop.
    public let problem: String
    /// The first of the trials, in the order in which they were given.
    public let first: Trial
    /// How many trials they are.
    public let trials: Int
  }

  /// An answer that is no list of findings; the description is a whole clause.
  public struct Misfit: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with it.
    public let description: String
  }

  /// The first trial of each distinct set, in the order in which they were given.
  public private(set) var distinct: [Trial] = []
  private var counts: [Int] = []

  /// Questions about trials.
  /// - Parameters:
  ///   - trials: All that are to be run.
  ///   - seedParameters: The parameters that are the trial's seed unless they are given.
  public init(_ trials: some Sequence<Trial>, seedParameters: Set<String>) {
    var places: [Seedless: Int] = [:]
    for trial in trials {
      let place = places[Seedless(trial, seedParameters), default: distinct.count]
      if place == distinct.count {
        places[Seedless(trial, seedParameters)] = place
        distinct.append(trial)
        counts.append(0)
      }
      counts[place] += 1
    }
  }

  /// What the program reads: each distinct trial as a line of JSON.
  public var lines: some Sequence<String> { distinct.lazy.map(\.json) }

  /// The problems that an answer tells, equal ones of several trials as one, wrong trials first.
  /// - Throws: What makes it no answer.
  public func problems(in answer: Data) throws(Misfit) -> [Problem] {
    var places: [CheckFinding.Kind: [String: Set<Int>]] = [:]
    for (number, line) in answer.split(separator: UInt8(ascii: "\n")).enumerated() {
      let finding = try finding(line, number: number + 1)
      places[finding.kind, default: [:]][finding.problem, default: []].insert(finding.trial)
    }
    return CheckFinding.Kind.allCases.flatMap { kind in
      (places[kind] ?? [:]).map { problem, trials in (problem, trials, trials.min() ?? 0) }
        .sorted { ($0.2, $0.0) < ($1.2, $1.0) }
        .map { problem, trials, first in
          Problem(
            kind: kind, problem: problem, first: distinct[first],
            trials: trials.reduce(0) { $0 + counts[$1] })
        }
    }
  }

  private func finding(_ line: Data, number: Int) throws(Misfit) -> CheckFinding {
    let finding: CheckFinding
    do {
      finding = try TrialJSON.read(CheckFinding.self, from: Data(line))
    } catch {
      let text = String(decoding: line, as: UTF8.self)
      let why = text.hasPrefix("{") ? TrialJSON.explain(error) : "it begins '\(text.prefix(60))'"
      throw Misfit(description: "line \(number) is no finding: \(why)")
    }
    guard distinct.indices.contains(finding.trial) else {
      throw Misfit(
        description: "line \(number) speaks of trial \(finding.trial), and it was asked about "
          + "0 to \(distinct.count - 1)")
    }
    return finding
  }
}

/// A trial that equals another where only the seed tells them apart.
private struct Seedless: Hashable {
  private let trial: Trial
  private let seedParameters: Set<String>

  init(_ trial: Trial, _ seedParameters: Set<String>) {
    self.trial = trial
    self.seedParameters = seedParameters
  }

  private func isSeed(_ name: String, _ value: ParameterValue?) -> Bool {
    seedParameters.contains(name) && value == .number(Double(trial.seed))
  }

  static func == (left: Seedless, right: Seedless) -> Bool {
    func agree(
      _ mine: [String: ParameterValue], _ others: [String: ParameterValue]
    ) -> Bool {
      mine.count == others.count
        && mine.allSatisfy { name, value in
          others[name] == value
            || (left.isSeed(name, value) && right.isSeed(name, others[name]))
        }
    }
    return agree(left.trial.parameters, right.trial.parameters)
      && agree(left.trial.settings, right.trial.settings)
  }

  func hash(into hasher: inout Hasher) {
    // A sum, because dictionaries have no order.
    var sum = 0
    for values in [trial.parameters, trial.settings] {
      for (name, value) in values where !isSeed(name, value) {
        var pair = Hasher()
        pair.combine(name)
        pair.combine(value)
        sum &+= pair.finalize()
      }
    }
    hasher.combine(sum)
  }
}

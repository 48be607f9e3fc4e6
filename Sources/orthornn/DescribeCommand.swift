import ArgumentParser
import Foundation
import Trials
import Training

/// `orthornn describe`: what there is to set and what is measured.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Prints all parameters and metrics, as JSON for schedulers or as a table for people.")

  @Flag(help: "Print a table for people.")
  var table = false

  func run() throws {
    let description = ProgramDescription.orthornn
    let text =
      table ? Data(DescriptionTable(description).text.utf8) : try TrialJSON.pretty(description)
    try StandardStream.output.write(text)
  }
}

/// A program's description as columns of text.
struct DescriptionTable {
  let text: String

  init(_ description: ProgramDescription) {
    let parameters = description.parameters.map { parameter in
      [
        parameter.name, "\(parameter.type)", parameter.defaultValue ?? "must be given",
        Self.condition(parameter.applies), parameter.about,
      ]
    }
    let metrics = description.metrics.map { metric in
      [metric.name, metric.unit, metric.better?.rawValue ?? "", metric.per.rawValue, metric.about]
    }
    text =
      Self.columns([["PARAMETER", "TYPE", "DEFAULT", "WHERE", "MEANING"]] + parameters) + "\n"
      + Self.columns([["METRIC", "UNIT", "BETTER", "PER", "MEANING"]] + metrics)
  }

  private static func condition(_ applies: AppliesWhere) -> String {
    applies.patterns.keys.sorted().map { key in
      "\(key): " + (applies.patterns[key] ?? []).joined(separator: " or ")
    }.joined(separator: "; ")
  }

  /// Rows whose columns begin one below the other; the last one is not padded.
  private static func columns(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        .joined(separator: "  ").trimmingSuffix(of: " ") + "\n"
    }.joined()
  }
}

extension String {
  fileprivate func trimmingSuffix(of character: Character) -> String {
    String(reversed().drop { $0 == character }.reversed())
  }
}

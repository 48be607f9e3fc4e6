import ArgumentParser
import Trials

/// `orthosweep describe`: the parameters and metrics of a trial program.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Show the parameters and metrics of a trial program.",
    discussion: "Example: orthosweep describe orthornn")

  @Argument(help: "The program (default: orthornn, beside orthosweep).")
  var program: String?

  func run() throws {
    let file =
      try program.map { name throws(CommandFailure) in try ProgramInquiry.found(name) }
      ?? ProgramInquiry.besideOrthosweep("orthornn")
    Terminal.output.write(Self.text(try ProgramInquiry.describe(file).program))
  }

  static func text(_ description: ProgramDescription) -> String {
    let program = description.program
    let parameters = description.parameters.map { parameter in
      let fallback = parameter.defaultValue.map { "default \($0)" } ?? "must be given"
      let type = "\(parameter.type), \(fallback)"
      return [parameter.name, type, condition(parameter.applies), parameter.about]
    }
    let metrics = description.metrics.map { metric in
      let better = metric.better.map { $0 == .min ? "smaller is better" : "larger is better" } ?? ""
      let headlines = metric.headlines.map(\.name).joined(separator: ", ")
      return [metric.name, metric.unit, better, headlines, metric.about]
    }
    return "\(program.name) \(program.version), engine \(program.engine)\n\n"
      + aligned([["parameter", "values", "where", "about"]] + parameters) + "\n"
      + aligned([["metric", "unit", "better", "also called", "about"]] + metrics)
  }

  /// `task copy, transition factorized`; empty where it exists everywhere.
  private static func condition(_ applies: AppliesWhere) -> String {
    applies.patterns.sorted { $0.key < $1.key }.map {
      "\($0.key) \($0.value.joined(separator: " or "))"
    }.joined(separator: ", ")
  }

  private static func aligned(_ rows: [[String]]) -> String {
    let columns = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, columns).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      let line = cells.joined(separator: "  ")
      return "  " + line.reversed().drop { $0 == " " }.reversed() + "\n"
    }.joined()
  }
}

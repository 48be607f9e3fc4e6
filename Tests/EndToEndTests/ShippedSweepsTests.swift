import Foundation
import TestSupport
import Testing

/// The sweep files that come with the programs, planned and reported as their users would.
@Suite("the sweeps that ship", .timeLimit(.minutes(5))) struct ShippedSweepsTests {
  private let project: SweepFixture

  init() throws { project = try SweepFixture() }

  /// What `plan` says first: the sweep's name and the number of its cells.
  private func plan(_ file: String) throws -> (name: String, cells: Int) {
    let planned = try project.orthosweep(
      "plan", file, "--results", project.root.path, in: Checkout.root)
    #expect(planned.status == 0, "\(planned.errors)")
    #expect(!planned.errors.contains("never used"), "\(planned.errors)")
    let head = try #require(
      planned.output.firstMatch(of: #/^(\S+)   (\d+) cells? × /#), "\(planned.output)")
    return (String(head.1), try #require(Int(head.2)))
  }

  @Test func `every shipped sweep has its number of cells written down here`() {
    let root = Checkout.root.appending(path: "sweeps").path + "/"
    let files = Checkout.files(below: "sweeps", extension: "yaml").map {
      $0.path.replacing(root, with: "")
    }
    #expect(files.sorted() == ShippedSweep.all.map(\.file).sorted())
  }

  @Test(arguments: ShippedSweep.all)
  func `a shipped sweep passes its plan with the cells that its source has`(
    sweep: ShippedSweep
  ) throws {
    #expect(try plan("sweeps/\(sweep.file)").cells == sweep.cells, "\(sweep.source)")
  }

  @Test func `no two shipped sweeps have one name`() throws {
    let names = try ShippedSweep.all.map { try plan("sweeps/\($0.file)").name }
    #expect(Set(names).count == names.count, "\(names.sorted())")
  }

  @Test func `a small sweep is named after the paper's`() throws {
    for sweep in ShippedSweep.all where sweep.file.hasPrefix("small/") {
      let stem = sweep.file.dropFirst("small/".count).dropLast(".yaml".count)
      #expect(try plan("sweeps/\(sweep.file)").name == "small-\(stem)")
    }
  }
}

// MARK: - References

extension ShippedSweepsTests {
  private static let tables = [
    "table1-smnist", "table2-psmnist", "table3-ptb75", "table4-ptb300", "table5-runtime",
  ]

  /// A CSV file without quotes as rows of fields by column.
  private static func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test func `every table of the paper has one file of its numbers`() {
    let files = Checkout.files(below: "sweeps", extension: "csv").map(\.lastPathComponent)
    #expect(files == Self.tables.map { "\($0).paper.csv" })
  }

  @Test(arguments: Self.tables, ["", "small-"])
  func `every number of the paper stands in one entry of its table`(
    table: String, size: String
  ) throws {
    let folder = size.isEmpty ? "paper" : "small"
    let reported = try project.orthosweep(
      "report", "sweeps/\(folder)/\(table).yaml", "--results", project.root.path,
      in: Checkout.root)
    #expect(reported.status == 0, "\(reported.errors)")
    let key = try #require(table.split(separator: "-").first)
    let drawn = Self.rows(try project.text("\(size)\(table)/\(key).csv"))
    let reference = Checkout.root.appending(path: "sweeps/paper/\(table).paper.csv")
    var numbers = 0
    for row in Self.rows(try String(contentsOf: reference, encoding: .utf8)) {
      let metrics = row.filter { $0.key.contains(".") && !$0.key.hasSuffix(".std") }
      let axes = row.filter { !$0.key.contains(".") }
      // An axis that has no column of its own is one over the columns.
      let fitting = drawn.filter { line in axes.allSatisfy { $1 == line[$0] ?? $1 } }
      #expect(fitting.count == 1, "\(row)")
      let pivot = axes.filter { drawn.first?[$0.key] == nil }.map { "[\($0)=\($1)]" }.joined()
      for (metric, number) in metrics {
        let column = metric.replacing(".mean", with: "") + pivot + ".paper"
        #expect(fitting.first?[column].flatMap(Double.init) == Double(number), "\(row)")
        numbers += 1
      }
    }
    let shown = drawn.flatMap { $0.filter { $0.key.hasSuffix(".paper") && !$0.value.isEmpty } }
    #expect(numbers > 0 && shown.count == numbers)
  }
}

/// A sweep file, and how many cells it should have according to what it repeats.
struct ShippedSweep: CustomTestStringConvertible {
  /// The path below `sweeps/`.
  let file: String
  /// The cells.
  let cells: Int
  /// Where the number of cells comes from, counted by hand.
  let source: String

  var testDescription: String { file }

  /// The same axes at both sizes.
  private static func twice(_ file: String, _ cells: Int, _ source: String) -> [ShippedSweep] {
    ["paper", "small"].map {
      ShippedSweep(file: "\($0)/\(file).yaml", cells: cells, source: source)
    }
  }

  /// All of them.
  static let all =
    twice("table1-smnist", 9, "Table 1: eight rows of RNNs and one LSTM")
    + twice("table2-psmnist", 9, "Table 2: eight rows of RNNs and one LSTM")
    + twice("table3-ptb75", 8, "Table 3: eight rows")
    + twice("table4-ptb300", 8, "Table 4: eight rows")
    + twice("table5-runtime", 6, "Table 5: three sizes, SGD and geoSGD")
    + twice("figure2-gradients", 6, "Figure 2: six panels, one for each margin")
    + twice("figure3-spectrum", 6, "Figure 3: six panels")
    + twice("figure5-adding", 5, "Figure 5: five curves")
    + twice("figure6-curves", 16, "Figure 6: two panels of eight curves")
    + twice(
      "appendix-nonlinearity", 38,
      "gain: 3 on 2 tasks; OPLU and identity: 6 margins on MNIST and on copy; 4 tanh, 4 PReLU")
    + [
      ShippedSweep(
        file: "paper/table1-smnist-earlier.yaml", cells: 17,
        source: "Table 1's eight rows of RNNs with two profiles of rates, and one LSTM"),
      ShippedSweep(
        file: "paper/table2-psmnist-earlier.yaml", cells: 17,
        source: "Table 2's eight rows of RNNs with two profiles of rates, and one LSTM"),
      ShippedSweep(
        file: "paper/figure1-copy.yaml", cells: 24, source: "Figure 1: four panels of six curves"),
      ShippedSweep(
        file: "small/figure1-copy.yaml", cells: 18, source: "three short delays, six margins"),
      ShippedSweep(
        file: "paper/figure4-soft.yaml", cells: 48,
        source: "Figure 4: four panels, two of them again with RMSprop, seven strengths and none"),
      ShippedSweep(
        file: "small/figure4-soft.yaml", cells: 30, source: "six panels, four strengths and none"),
      ShippedSweep(file: "small/learning-copy.yaml", cells: 1, source: "nine seeds of one cell"),
      ShippedSweep(file: "small/learning-psmnist.yaml", cells: 1, source: "two seeds of one cell"),
      ShippedSweep(file: "small/learning-ptb.yaml", cells: 1, source: "two seeds of one cell"),
      ShippedSweep(file: "quickstart.yaml", cells: 5, source: "five margins"),
    ]
}

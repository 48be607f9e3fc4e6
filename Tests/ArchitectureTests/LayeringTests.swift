import Foundation
import TestSupport
import Testing

/// SwiftPM does not hold targets to their declared imports, so this suite does.
@Suite("Layering") struct LayeringTests {
  /// Which targets of ours each target may import: house.md's table, lower rows first.
  private static let allowed: [String: Set<String>] = [
    "CLibYAML": [], "COpenBLAS": [], "CZlib": [], "CKernels": [], "CProcess": [],
    "Trials": [], "Randomness": [],
    "YAML": ["CLibYAML"],
    "LinearAlgebra": ["COpenBLAS", "CKernels"],
    "RecurrentNets": ["LinearAlgebra", "Randomness"],
    "Optimization": ["LinearAlgebra"],
    "SequenceTasks": ["LinearAlgebra", "Randomness", "CZlib"],
    "Reports": ["Trials"],
    "Results": ["Trials"],
    "Sweeps": ["YAML", "Reports", "Trials"],
    "Scheduling": ["Trials", "Results", "CProcess"],
    "Training": [
      "Trials", "RecurrentNets", "Optimization", "SequenceTasks", "LinearAlgebra", "Randomness",
    ],
    "orthornn": ["Training", "SequenceTasks", "Trials"],
    "orthosweep": ["Sweeps", "Scheduling", "Results", "Reports", "Trials"],
  ]

  /// Modules that are nobody's of ours, and who may use them; Foundation is open to all.
  private static let packages: [String: Set<String>] = [
    "ArgumentParser": ["orthosweep", "orthornn"],
    "Synchronization": ["Scheduling", "Results", "Training", "orthosweep", "orthornn"],
    "Foundation": Set(allowed.keys), "Glibc": Set(allowed.keys), "Dispatch": Set(allowed.keys),
  ]

  /// One import line of one file.
  struct Import: CustomStringConvertible {
    let target: String
    let file: String
    let line: Int
    let module: String

    var description: String { "\(file):\(line): \(target) may not import \(module)" }

    var isForbidden: Bool {
      if let ours = LayeringTests.allowed[target], ours.contains(module) { return false }
      return !(LayeringTests.packages[module]?.contains(target) ?? false)
    }
  }

  /// The import lines of a source text.
  static func imports(in text: String, target: String, file: String) -> [Import] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      number, line in
      let words = line.split(separator: " ")
      guard let keyword = words.firstIndex(of: "import"), keyword <= 2,
        words[..<keyword].allSatisfy({ $0.hasPrefix("@") || accessLevels.contains(String($0)) })
      else { return nil }
      let kinds: Set<Substring> = ["struct", "enum", "class", "func", "protocol", "typealias"]
      guard let name = words[(keyword + 1)...].first(where: { !kinds.contains($0) }) else {
        return nil
      }
      let module = String(name.split(separator: ".")[0])
      return Import(target: target, file: file, line: number + 1, module: module)
    }
  }

  private static let accessLevels: Set<String> = ["public", "package", "internal", "private"]

  @Test func `every import goes down the layers`() throws {
    var seen: [Import] = []
    for file in Checkout.files(below: "Sources", extension: "swift") {
      let path = file.path.replacing(Checkout.root.path + "/", with: "")
      let target = String(path.split(separator: "/")[1])
      let text = try String(contentsOf: file, encoding: .utf8)
      seen += Self.imports(in: text, target: target, file: path)
    }
    #expect(seen.count > 50, "the sources were not found below \(Checkout.root.path)")
    #expect(seen.filter(\.isForbidden).map(\.description) == [])
  }

  @Test func `a forbidden import is caught with its file and line`() {
    let text = "// a stage\nimport Foundation\n@testable public import Scheduling\n"
    let found = Self.imports(in: text, target: "Sweeps", file: "Sources/Sweeps/Grid.swift")
    #expect(
      found.filter(\.isForbidden).map(\.description) == [
        "Sources/Sweeps/Grid.swift:3: Sweeps may not import Scheduling"
      ])
  }

  @Test func `only the parser knows libyaml`() throws {
    let users = try Checkout.files(below: "Sources", extension: "swift").filter {
      try String(contentsOf: $0, encoding: .utf8).contains("import CLibYAML")
    }
    #expect(users.map(\.lastPathComponent) == ["Parser.swift"])
  }

  @Test func `randomness comes in through the door`() throws {
    // A stream's own `shuffle(&elements)` is the door; the standard library's takes no such argument.
    let draws = #/\.(random|shuffled|shuffle|randomElement)\((?!.*using:|&)/#
    for file in Checkout.files(below: "Sources", extension: "swift") {
      let lines = try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() {
        #expect(
          line.firstMatch(of: draws) == nil,
          "\(file.lastPathComponent):\(number + 1): system random numbers")
      }
    }
  }

  @Test func `every target of the package has its place in the layers`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Checkout.root.appending(path: "Sources").path)
    #expect(Set(folders) == Set(Self.allowed.keys))
  }
}

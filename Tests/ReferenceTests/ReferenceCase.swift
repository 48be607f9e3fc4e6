import Foundation
import LinearAlgebra
import RecurrentNets

/// One JSON file of reference numbers, computed in float64 by JAX and NumPy (see the folder's README).
struct ReferenceCase {
  let name: String
  private let root: [String: Any]

  /// The cases' folder: ORTHOSWEEP_REFERENCE, or the copy beside these tests.
  static var folder: URL? {
    if let path = ProcessInfo.processInfo.environment["ORTHOSWEEP_REFERENCE"] {
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    return Bundle.module.url(forResource: "Cases", withExtension: nil)
  }

  /// The names of all cases, sorted; empty where the folder cannot be read.
  static var names: [String] {
    guard
      let folder,
      let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  /// Reads the case of a name.
  init(_ name: String) throws {
    guard let folder = Self.folder else { throw Problem("no folder of reference cases") }
    let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
    guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw Problem("\(name).json is no JSON object")
    }
    self.init(name: name, root: root)
  }

  private init(name: String, root: [String: Any]) {
    self.name = name
    self.root = root
  }

  /// What a case cannot be without.
  struct Problem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}

extension ReferenceCase {
  /// Whether there is something under a dotted path.
  func has(_ path: String) -> Bool {
    let value = find(path)
    return value != nil && !(value is NSNull)
  }

  /// The keys of the object under a dotted path, sorted.
  func keys(_ path: String) throws -> [String] {
    guard let object = find(path) as? [String: Any] else { throw missing(path) }
    return object.keys.sorted()
  }

  /// The objects of a list, each as a case of its own.
  func list(_ path: String) throws -> [ReferenceCase] {
    guard let list = find(path) as? [[String: Any]] else { throw missing(path) }
    return list.map { ReferenceCase(name: name, root: $0) }
  }

  func text(_ path: String) throws -> String {
    guard let text = find(path) as? String else { throw missing(path) }
    return text
  }

  func number(_ path: String) throws -> Double {
    guard let number = find(path) as? NSNumber else { throw missing(path) }
    return number.doubleValue
  }

  /// A list of any depth as a matrix: its last dimension gives the columns, the others join as rows;
  /// a number is 1 × 1.
  func matrix(_ path: String) throws -> Matrix<Double> {
    if let number = find(path) as? NSNumber { return Matrix(row: [number.doubleValue]) }
    guard let list = find(path) as? [Any] else { throw missing(path) }
    let entries = flattened(list)
    let columns = innermost(list)
    guard columns > 0, entries.count.isMultiple(of: columns) else { throw missing(path) }
    return Matrix(rows: entries.count / columns, columns: columns, elements: entries)
  }

  private func flattened(_ list: [Any]) -> [Double] {
    list.flatMap { item -> [Double] in
      if let inner = item as? [Any] { return flattened(inner) }
      return (item as? NSNumber).map { [$0.doubleValue] } ?? []
    }
  }

  private func innermost(_ list: [Any]) -> Int {
    guard let inner = list.first as? [Any] else { return list.count }
    return innermost(inner)
  }

  private func find(_ path: String) -> Any? {
    path.split(separator: ".").reduce(root as Any?) { value, key in
      (value as? [String: Any])?[String(key)]
    }
  }

  private func missing(_ path: String) -> Problem { Problem("\(name): no usable \(path)") }
}

import Foundation
import Results
import Sweeps
import Trials

/// What a shell is offered for the word at its cursor.
enum WordCompletion {
  /// Names of the project's sweeps, and sweep files and folders whose paths begin as the word does.
  @Sendable static func sweeps(_ words: [String], _ place: Int, _ beginning: String) -> [String] {
    let names = SweepCatalogue(below: SweepAddress.sweepsFolder).entries.map(\.name)
    return matching(names + paths(beginning), beginning)
  }

  /// `AXIS=` for each axis of the sweep, and behind the `=` the axis's values.
  @Sendable static func cells(_ words: [String], _ place: Int, _ beginning: String) -> [String] {
    guard let spec = spec(in: words) else { return [] }
    return offers(spec.wordsForCells, words, place, beginning)
  }

  /// `NAME=` for each axis and each parameter that the file gives.
  @Sendable static func settings(_ words: [String], _ place: Int, _ beginning: String) -> [String] {
    guard let spec = spec(in: words) else { return [] }
    return offers(spec.wordsForSettings, words, place, beginning)
  }

  /// The words that complete the one at the cursor.
  ///
  /// Bash takes `=` for a word of its own, so that only what stands behind it is completed there;
  /// other shells complete the whole word.
  private static func offers(
    _ all: [(name: String, values: [String])], _ words: [String], _ place: Int, _ beginning: String
  ) -> [String] {
    let before = words.indices.contains(place - 1) ? words[place - 1] : ""
    let current = words.indices.contains(place) ? words[place] : beginning
    if current == "=" || before == "=" {
      let sign = current == "=" ? place : place - 1
      let name = words.indices.contains(sign - 1) ? words[sign - 1] : ""
      let values = all.first { $0.name == name }?.values ?? []
      return current == "=" ? values : matching(values, current)
    }
    if let sign = current.firstIndex(of: "=") {
      let name = String(current[..<sign])
      let values = all.first { $0.name == name }?.values ?? []
      return matching(values.map { name + "=" + $0 }, current)
    }
    return matching(all.map { $0.name + "=" }, current)
  }

  private static func matching(_ words: [String], _ beginning: String) -> [String] {
    var seen: Set<String> = []
    return words.filter { $0.hasPrefix(beginning) && seen.insert($0).inserted }
  }

  /// The sweep that a command line is about: its first word after the verb that is one.
  private static func spec(in words: [String]) -> SweepSpec? {
    for word in words.dropFirst(2) where !word.hasPrefix("-") {
      guard let path = try? SweepAddress(word).path else { continue }
      let url = URL(fileURLWithPath: path)
      guard let file = try? SweepFile(reading: url, shownAs: path) else { continue }
      return try? SweepSpec.read(file)
    }
    return nil
  }

  /// Folders, and files that end as sweep files do.
  private static func paths(_ beginning: String) -> [String] {
    let folder = beginning.lastIndex(of: "/").map { String(beginning[...$0]) } ?? ""
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.isEmpty ? "." : folder)
    return (names ?? []).sorted().compactMap { name in
      guard !name.hasPrefix(".") else { return nil }
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder + name, isDirectory: &isFolder)
      if isFolder.boolValue { return folder.isEmpty ? nil : folder + name + "/" }
      let isSweep = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      // The file that marks a project's folder is no sweep.
      return isSweep && name != "orthosweep.yaml" ? folder + name : nil
    }
  }
}

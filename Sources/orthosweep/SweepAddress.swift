import Foundation
import Results
import Sweeps

/// Which sweep file a word of the command line means: a path, or the name of a sweep below the
/// project's folder `sweeps`.
struct SweepAddress {
  /// The path as messages show it: as it was given, or from the current folder.
  let path: String

  /// - Throws: a failure that says what sweeps there are.
  init(_ word: String) throws(CommandFailure) {
    guard !Self.isPath(word) else {
      path = word
      return
    }
    let folder = Self.sweepsFolder
    let catalogue = SweepCatalogue(below: folder)
    let found = catalogue.find(word)
    guard !found.isEmpty || !Self.isFile(word) else {
      path = word
      return
    }
    guard found.count == 1 else {
      throw CommandFailure(.usage, Self.refusal(of: word, found, catalogue, folder))
    }
    path = Self.fromHere(found[0].path)
  }

  /// Whether the word is a path and no name: a file without an ending is one only if no sweep has
  /// its name, because a program beside it may be called like the sweep.
  private static func isPath(_ word: String) -> Bool {
    word.contains("/") || word.isEmpty || word.hasSuffix(".yaml") || word.hasSuffix(".yml")
  }

  /// Whether the word is a file or names a sweep; one that names several does.
  static func isSweep(_ word: String) -> Bool {
    isPath(word) || !SweepCatalogue(below: sweepsFolder).find(word).isEmpty || isFile(word)
  }

  private static func isFile(_ word: String) -> Bool {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: word, isDirectory: &isFolder)
    return exists && !isFolder.boolValue
  }

  /// The project's folder of sweeps: beside the nearest Package.swift, orthosweep.yaml or .git above
  /// the current folder, else in the current folder.
  static var sweepsFolder: URL {
    let here = FileManager.default.currentDirectoryPath
    return URL(fileURLWithPath: (ResultLayout.project(above: here) ?? here) + "/sweeps")
  }

  /// A path from the current folder, if it lies in it.
  static func fromHere(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  private static func refusal(
    of word: String, _ found: [SweepCatalogue.Entry], _ catalogue: SweepCatalogue, _ folder: URL
  ) -> String {
    let place = fromHere(folder.path)
    guard found.isEmpty else {
      let paths = found.map { fromHere($0.path) }.joined(separator: ", ")
      return "orthosweep: \(found.count) sweeps are called '\(word)': \(paths); give the path"
    }
    let (nearest, names) = catalogue.suggestion(for: word)
    guard !names.isEmpty else {
      return "orthosweep: there is no file '\(word)', and no sweep below \(place)/"
    }
    let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
    return "orthosweep: no sweep below \(place)/ is called '\(word)'\(hint)\n"
      + "there are: \(names.joined(separator: ", "))"
  }
}

public import Foundation
import Trials
import YAML

/// The sweep files of a project, to be named instead of given by their paths.
public struct SweepCatalogue: Sendable {
  /// One sweep file.
  public struct Entry: Sendable, Equatable {
    /// The file.
    public let path: String
    /// The sweep's name: what `name:` in it says, else the file's name.
    public let name: String
    /// The file's name without its ending.
    let fileName: String
  }

  /// The sweeps in order of their paths.
  public let entries: [Entry]

  /// Reads the names of all `*.yaml` and `*.yml` files in a folder and the folders below it.
  ///
  /// Hidden ones are left out; a file that is no YAML has its file's name.
  public init(below folder: URL) {
    let files = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    let paths = (files?.allObjects ?? []).compactMap { ($0 as? URL)?.path }
      .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    entries = paths.sorted().map(Self.entry)
  }

  /// A catalogue of known entries.
  init(_ entries: [Entry]) { self.entries = entries }

  private static func entry(_ path: String) -> Entry {
    let url = URL(fileURLWithPath: path)
    let fileName = url.deletingPathExtension().lastPathComponent
    let bytes = try? SweepFile(reading: url, shownAs: path).bytes
    let root = bytes.flatMap { Reading(of: $0).root }
    return Entry(path: path, name: root?["name"]?.text ?? fileName, fileName: fileName)
  }

  /// The sweeps that a word may mean: files of this name, or the one of them whose sweep has the
  /// name, too; without such a file, sweeps of the name.
  public func find(_ word: String) -> [Entry] {
    let files = entries.filter { $0.fileName == word }
    guard !files.isEmpty else { return entries.filter { $0.name == word } }
    let exact = files.filter { $0.name == word }
    return exact.count == 1 ? exact : files
  }

  /// The name that was probably meant by a word that ``find(_:)`` finds nothing for, and all names,
  /// each once.
  public func suggestion(for word: String) -> (nearest: String?, names: [String]) {
    var seen: Set<String> = []
    let names = entries.map(\.name).filter { seen.insert($0).inserted }.sorted()
    return (NearestWord.of(word, among: names + entries.map(\.fileName)), names)
  }
}

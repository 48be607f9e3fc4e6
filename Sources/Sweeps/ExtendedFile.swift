import Foundation
import YAML

/// A sweep file joined with those that it extends: `extends: FILE`.
///
/// A file takes every section that it does not write. Of what it writes, some sections are joined name by
/// name, and the others stand in the place of the base's. What a sweep is called and about is its own.
struct ExtendedFile {
  /// The file, with those that it extends.
  let file: SweepFile
  /// The joined text; nil if one of the files cannot be read, and the rest would be guesswork.
  let root: Node?
  /// What is wrong with the texts, and with the way from one to the next.
  private(set) var problems: [SweepProblem] = []

  /// The longest way from a file to the last that it extends.
  static let mostBases = 8

  private static let own: Set<String> = ["sweep", "name", "about", "extends"]

  /// Reads the file and, one after the other, what it extends.
  init(_ file: SweepFile) {
    let reading = Reading(of: file.bytes)
    problems = reading.problems.map { SweepProblem($0.message, at: $0.mark) }
    var texts: [(file: SweepFile, root: Node)] = []
    var isWhole = reading.root != nil
    if let root = reading.root { texts = [(file, root)] }
    while let last = texts.last, let extends = last.root["extends"] {
      do throws(SweepProblem) {
        let base = try Self.base(extends, of: last.file, after: texts.map(\.file))
        let reading = Reading(of: base.bytes)
        problems += reading.problems.map {
          SweepProblem($0.message, at: $0.mark.moved(to: base.path))
        }
        isWhole = reading.root != nil
        texts.append((base, reading.root?.moved(to: base.path) ?? last.root.nothing))
      } catch {
        problems.append(error)
        isWhole = false
      }
      guard isWhole else { break }
    }
    self.file = file.with(bases: texts.dropFirst().map(\.file))
    let joined = texts.last.map { last in
      texts.dropLast().reversed().reduce(last.root) { Self.join($1.root, onto: $0) }
    }
    root = isWhole ? joined : nil
  }

  /// The next file, if it is one that can be extended.
  private static func base(
    _ node: Node, of file: SweepFile, after files: [SweepFile]
  ) throws(SweepProblem) -> SweepFile {
    guard let name = node.text, !name.isEmpty, !name.contains("\0") else {
      throw SweepProblem("extends: the path of one sweep file", at: node.mark)
    }
    let url = URL(fileURLWithPath: name, relativeTo: file.folder).standardizedFileURL
    let folder = (file.path as NSString).deletingLastPathComponent
    let path = name.hasPrefix("/") ? name : (folder as NSString).appendingPathComponent(name)
    let places = files.map(\.place)
    if places.contains(url.path) {
      let way = (files.map(\.path) + [path]).joined(separator: " extends ")
      throw SweepProblem("extends: a circle: \(way)", at: node.mark)
    }
    guard files.count <= mostBases else {
      throw SweepProblem(
        "extends: more than \(mostBases) files, one extending the next", at: node.mark)
    }
    do {
      return try SweepFile(reading: url, shownAs: path)
    } catch {
      let reason = error.problems.first?.message ?? "cannot be read"
      throw SweepProblem("extends: \(path): \(reason)", at: node.mark)
    }
  }

  /// A file's text with what it takes from its base.
  private static func join(_ text: Node, onto base: Node) -> Node {
    guard let ours = text.entries, let theirs = base.entries else { return text }
    let taken = theirs.filter { entry in
      !own.contains(entry.key.text) && !ours.contains { $0.key.text == entry.key.text }
    }
    let joined = ours.map { entry in
      guard let depth = depths[entry.key.text], let other = base[entry.key.text] else {
        return entry
      }
      // Settings may be nested or dotted: `lr: {free: 1}` is `lr.free: 1`.
      let isSettings = entry.key.text == "defaults"
      let (mine, base) = isSettings ? (flat(entry.value), flat(other)) : (entry.value, other)
      return Node.Entry(key: entry.key, value: join(mine, onto: base, depth: depth))
    }
    return Node(.mapping(joined + taken), mark: text.mark)
  }

  /// The sections that are joined, and how deep names are names: tables and presets have names of
  /// their own inside.
  private static let depths = [
    "trial": 1, "defaults": 1, "parameters": 1, "run": 1, "presets": 2, "report": 2,
  ]

  /// Both maps' entries in the base's order, ours in place of theirs, new ones behind.
  private static func join(_ text: Node, onto base: Node, depth: Int) -> Node {
    guard depth > 0, let ours = text.entries, let theirs = base.entries else { return text }
    let kept = theirs.map { entry in
      guard let mine = ours.first(where: { $0.key.text == entry.key.text }) else { return entry }
      let value = join(mine.value, onto: entry.value, depth: depth - 1)
      return Node.Entry(key: mine.key, value: value)
    }
    let new = ours.filter { entry in !theirs.contains { $0.key.text == entry.key.text } }
    return Node(.mapping(kept + new), mark: text.mark)
  }

  /// A map of settings with its names dotted; as it is, if something is wrong with the writing, which
  /// is told when the section itself is read.
  private static func flat(_ node: Node) -> Node {
    guard let entries = node.entries else { return node }
    var findings = Findings()
    let settings = Setting.list(of: entries, in: "", findings: &findings)
    guard findings.problems.isEmpty else { return node }
    return Node(
      .mapping(settings.map { Node.Entry(key: $0.name, value: $0.value) }), mark: node.mark)
  }
}

extension Node {
  /// A map without entries, in the place of one that cannot be read.
  fileprivate var nothing: Node { Node(.mapping([]), mark: .start) }
}

extension SweepFile {
  /// Where the file lies, as one place has one spelling.
  fileprivate var place: String {
    folder.appending(path: (path as NSString).lastPathComponent).standardizedFileURL.path
  }
}

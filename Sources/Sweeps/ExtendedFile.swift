import Foundation
import YAML

/// A sweep file joined with those that it extends: `extends: FILE`.
///
/// A file takes every section that it does not write. Of what it writes, some sections are joined
/// name by name, and the others stand in the place of the base's. What a sweep is called and about is
/// its own.
struct ExtendedFile {
  /// The file, with those that it extends.
  let file: SweepFile
  /// The joined text; nil if one of the files cannot be read, and the rest would be guesswork.
  let root: Node?
  /// What is wrong with the texts, and with the way from one to the next.
  private(set) var problems: [SweepProblem] = []

  /// The longest way from a file to the last that it extends.
  static let mostBases = 8

  /// Reads the file and, one after the other, what it extends.
  init(_ file: SweepFile) {
    let reading = Reading(of: file.bytes)
    problems = reading.problems.map { SweepProblem($0.message, at: $0.mark) }
    var files = [file]
    var roots = [reading.root].compactMap(\.self)
    while roots.count == files.count, let extends = roots.last?["extends"] {
      do throws(SweepProblem) {
        files.append(try Self.base(extends, of: files[files.count - 1], after: files))
        let number = files.count - 1
        if let root = Self.read(files[number], number: number, &problems) { roots.append(root) }
      } catch {
        problems.append(error)
        roots = []
      }
    }
    self.file = file.with(bases: Array(files.dropFirst()))
    let isWhole = roots.count == files.count
    root = isWhole ? roots.dropLast().reversed().reduce(roots.last) { $1.joined(onto: $0) } : nil
  }

  /// A file that is extended; nil, and problems, if it is no sweep file of this version.
  private static func read(
    _ base: SweepFile, number: Int, _ problems: inout [SweepProblem]
  ) -> Node? {
    let reading = Reading(of: base.bytes)
    problems += reading.problems.map {
      SweepProblem($0.message, at: $0.mark.moved(to: number))
    }
    guard let root = reading.root?.mapMarks({ $0.moved(to: number) }) else { return nil }
    var findings = Findings()
    let isReadable = SweepSpec.isReadable(root, findings: &findings)
    problems += findings.problems
    return isReadable ? root : nil
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
    do throws(SweepFile.UnreadableFile) {
      return SweepFile(
        path: path, bytes: try file.neighbour(name), folder: url.deletingLastPathComponent())
    } catch {
      throw SweepProblem("extends: \(Findings.short(path)): \(error.reason)", at: node.mark)
    }
  }
}

extension SweepFile {
  /// Where the file lies, as one place has one spelling.
  fileprivate var place: String {
    folder.appending(path: (path as NSString).lastPathComponent).standardizedFileURL.path
  }
}

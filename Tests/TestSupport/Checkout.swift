public import Foundation

/// The checkout that the tests were compiled from.
public enum Checkout {
  /// The folder of Package.swift.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All files below a folder of the checkout with this extension, in order of their paths.
  public static func files(below folder: String, extension wanted: String) -> [URL] {
    let start = root.appending(path: folder)
    let found = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
    let files = (found?.allObjects ?? []).compactMap { $0 as? URL }
    return files.filter { $0.pathExtension == wanted }.sorted { $0.path < $1.path }
  }
}

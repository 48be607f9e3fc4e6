import Foundation
public import Trials

/// Where everything under `results/` lies.
///
///     results/trials/ab/ab12…/       trial.json, attempts/, artifacts/, curves.safetensors, record.json
///     results/<sweep>/               lock, and what the report writes
///     results/quarantine/ab12…/      files that were found damaged
///     results/.programs/<checksum>/  the pinned copy of a trial program
public struct ResultLayout: Sendable, Hashable {
  /// The folder `results`, without a slash at its end.
  public let root: String

  /// The layout below a folder.
  public init(root: String) {
    self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
  }

  /// The results folder of a sweep file: `override`, else the variable `ORTHOSWEEP_RESULTS`, else
  /// `results` beside the nearest Package.swift, orthosweep.yaml or .git above the sweep file, else
  /// beside the sweep file.
  ///
  /// Without a sweep file, `currentFolder` is where the search begins. `override` is what the
  /// command line says (`--results`); relative paths are relative to `currentFolder`.
  public static func locate(
    sweepFile: String?, override: String?, environment: [String: String], currentFolder: String
  ) -> ResultLayout {
    func absolute(_ path: String) -> String {
      let base = URL(fileURLWithPath: currentFolder, isDirectory: true)
      return URL(fileURLWithPath: path, relativeTo: base).standardizedFileURL.path
    }
    for named in [override, environment["ORTHOSWEEP_RESULTS"]] {
      if let named, !named.isEmpty { return ResultLayout(root: absolute(named)) }
    }
    let start =
      sweepFile.map { (absolute($0) as NSString).deletingLastPathComponent } ?? currentFolder
    return ResultLayout(root: (project(above: start) ?? start) + "/results")
  }

  /// The nearest folder, `start` or one above it, with Package.swift, orthosweep.yaml or .git; nil if
  /// there is none, and "" for the root.
  public static func project(above start: String) -> String? {
    var folder = start
    while true {
      for marker in ["Package.swift", "orthosweep.yaml", ".git"]
      where FileManager.default.fileExists(atPath: folder + "/" + marker) {
        return folder == "/" ? "" : folder
      }
      if folder == "/" || folder.isEmpty { return nil }
      folder = (folder as NSString).deletingLastPathComponent
    }
  }
}

extension ResultLayout {
  /// A trial's folder, from ``root``: 16 digits of its ID, below their first two.
  public static func folderBelowRoot(of id: TrialID) -> String {
    "trials/\(id.hex.prefix(2))/\(id.folderName)"
  }

  /// A trial's folder.
  public func folder(of id: TrialID) -> String { "\(root)/\(Self.folderBelowRoot(of: id))" }

  /// The trial's identity: its SHA-256 is the trial's ID.
  public func trialFile(of id: TrialID) -> String { folder(of: id) + "/trial.json" }

  /// The result: it exists if and only if the trial is done.
  public func recordFile(of id: TrialID) -> String { folder(of: id) + "/record.json" }

  /// The metrics over the epochs.
  public func curvesFile(of id: TrialID) -> String { folder(of: id) + "/curves.safetensors" }

  /// The files that the trial asked to keep.
  public func artifactsFolder(of id: TrialID) -> String { folder(of: id) + "/artifacts" }

  /// The attempts at the trial, `<number>-<random>`.
  public func attemptsFolder(of id: TrialID) -> String { folder(of: id) + "/attempts" }

  /// What belongs to one sweep only; its name must be a plain file name.
  public func folder(ofSweep sweep: String) -> String { "\(root)/\(sweep)" }

  /// The file whose kernel lock means that a scheduler works on the sweep.
  public func lockFile(ofSweep sweep: String) -> String { folder(ofSweep: sweep) + "/lock" }

  /// Where damaged files of a trial are moved; nothing is deleted.
  public func quarantineFolder(of id: TrialID) -> String {
    "\(root)/quarantine/\(id.folderName)"
  }

  /// The pinned copies of trial programs.
  public var programsFolder: String { root + "/.programs" }
}

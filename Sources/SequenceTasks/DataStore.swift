public import Foundation

/// The folders in which data sets are looked for, the first first.
///
/// Each holds `mnist/train-images-idx3-ubyte.gz`, `ptb/ptb.train.txt` and their like.
public struct DataStore: Sendable, Equatable {
  /// The folders, in the order of the search.
  public let folders: [String]
  /// Where new files go if nobody says: ORTHOSWEEP_DATA, else the user's cache folder; nil where
  /// the environment names neither.
  public let home: String?

  /// The folder given, then the one that ORTHOSWEEP_DATA names, then the user's cache folder.
  ///
  /// - Parameters:
  ///   - folder: the folder to look in first, if any.
  ///   - environment: has ORTHOSWEEP_DATA, XDG_CACHE_HOME and HOME.
  public init(
    folder: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    func named(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    // XDG Base Directory Specification: a relative path is invalid and shall be ignored.
    let cache =
      named("XDG_CACHE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? named("HOME").map { $0 + "/.cache" }
    home = named("ORTHOSWEEP_DATA") ?? cache.map { $0 + "/orthosweep" }
    var found: [String] = []
    for candidate in [folder, named("ORTHOSWEEP_DATA"), cache.map { $0 + "/orthosweep" }] {
      if let candidate, !candidate.isEmpty, !found.contains(candidate) { found.append(candidate) }
    }
    folders = found
  }

  /// The first folder that has all files of a data set.
  ///
  /// - Throws: where the data set was looked for, and the command that gets it.
  public func folder(of dataSet: DataSet) throws(DataProblem) -> String {
    var places: [String] = []
    for folder in folders {
      let lacking = dataSet.files.map(\.name).filter {
        !FileManager.default.fileExists(atPath: "\(folder)/\(dataSet.folder)/\($0)")
      }
      if lacking.isEmpty { return folder }
      let isPartly = lacking.count < dataSet.files.count
      places.append(isPartly ? "\(folder) (without \(lacking.joined(separator: ", ")))" : folder)
    }
    let search =
      places.isEmpty
      ? "no folder to look in (neither HOME nor ORTHOSWEEP_DATA is set)"
      : "looked in " + places.joined(separator: ", ")
    throw DataProblem(
      .missing,
      "\(dataSet.title) is not here: \(search); "
        + "get it with: orthornn data fetch \(dataSet.rawValue), or from a folder: "
        + "orthornn data import DIR")
  }
}

/// Why a data set cannot be used, and the way out where there is one.
public struct DataProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of problem it is.
  public enum Kind: Sendable, Equatable {
    /// The files are not on this machine.
    case missing
    /// A file is there, but it cannot be read or is not what it should be.
    case unreadable
  }

  /// What kind of problem it is.
  public let kind: Kind
  /// The place, the thing and the way out, in one line.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

/// A file of a data set that was found in a folder.
struct FoundFile {
  let dataSet: DataSet
  let folder: String
  let name: String

  init(_ file: DataSet.File, of dataSet: DataSet, in folder: String) {
    self.dataSet = dataSet
    self.folder = folder
    name = file.name
  }

  var path: String { "\(folder)/\(dataSet.folder)/\(name)" }

  /// The content is wrong, and fetching the file again would mend it.
  func damaged(_ reason: String) -> DataProblem {
    let words = ["orthornn", "data", "fetch", dataSet.rawValue, "--to", folder]
    let command = words.map(ShellWord.quoted).joined(separator: " ")
    return DataProblem(.unreadable, "\(path): \(reason); get it anew with: \(command)")
  }

  /// The content does not serve this task, although nothing is wrong with it.
  func unsuitable(_ reason: String) -> DataProblem {
    DataProblem(.unreadable, "\(path): \(reason)")
  }

  /// The system does not let the file be read.
  func unreadable(_ code: Int32) -> DataProblem {
    unsuitable("cannot be read: \(String(cString: strerror(code)))")
  }
}

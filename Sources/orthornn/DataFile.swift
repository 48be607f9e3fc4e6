import Foundation
import SequenceTasks
import Trials

/// A published file's place in a data folder.
struct DataFile {
  let file: DataSet.File
  /// The folder of the data set, within the data folder.
  let folder: String

  init(_ file: DataSet.File, of dataSet: DataSet, in dataFolder: String) {
    self.init(file, folder: "\(dataFolder)/\(dataSet.folder)")
  }

  init(_ file: DataSet.File, folder: String) {
    self.file = file
    self.folder = folder
  }

  var path: String { "\(folder)/\(file.name)" }
  /// Where the file grows until it is whole.
  var partPath: String { path + ".part" }

  /// What is at a path.
  enum Content: Equatable {
    case nothing
    case published
    /// Something else; the reason reads on after "it".
    case other(reason: String)
  }

  /// What is at the file's place.
  func content() throws(CommandFailure) -> Content { try content(of: path) }

  /// What is at another path, held against the published size and checksum.
  func content(of path: String) throws(CommandFailure) -> Content {
    guard let bytes = try Self.size(of: path) else { return .nothing }
    guard bytes == file.bytes else {
      return .other(reason: "has \(Grouped(bytes)) bytes, not \(Grouped(file.bytes))")
    }
    let digest = try Self.digest(of: path)
    guard digest == file.sha256 else {
      return .other(reason: "has the SHA-256 \(digest), not \(file.sha256)")
    }
    return .published
  }

  /// Gives a whole file its name: synced, renamed, and the folder synced.
  func place(_ temporary: String) throws(CommandFailure) {
    try Self.sync(temporary, O_RDONLY)
    guard rename(temporary, path) == 0 else { throw Self.failure("written", path) }
    try Self.sync(folder, O_RDONLY | O_DIRECTORY)
  }
}

// MARK: - The system's calls, each with its failure

extension DataFile {
  static func failure(_ participle: String, _ path: String) -> CommandFailure {
    let reason = String(cString: strerror(errno))
    return CommandFailure(.inputOutput, "orthornn: \(path) cannot be \(participle): \(reason)\n")
  }

  /// The bytes of a file; nil where there is nothing.
  static func size(of path: String) throws(CommandFailure) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw failure("read", path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CommandFailure(.inputOutput, "orthornn: \(path) is no file\n")
    }
    return Int(status.st_size)
  }

  /// The SHA-256 of a file.
  static func digest(of path: String) throws(CommandFailure) -> String {
    var digest = SHA256()
    try readChunks(of: path) { (chunk) throws(CommandFailure) in digest.add(chunk) }
    return digest.finish()
  }

  /// Reads a file a mebibyte at a time.
  static func readChunks(
    of path: String, _ body: (ArraySlice<UInt8>) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("read", path) }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("read", path) }
      if count == 0 { return }
      try body(buffer[..<count])
    }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(CommandFailure) {
    var made = path.hasPrefix("/") ? "" : "."
    for name in path.split(separator: "/") {
      made += "/" + name
      guard mkdir(made, 0o777) == 0 || errno == EEXIST else { throw failure("made", path) }
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure("made", path) }
    errno = ENOTDIR
    guard status.st_mode & S_IFMT == S_IFDIR else { throw failure("made", path) }
  }

  private static func sync(_ path: String, _ flags: Int32) throws(CommandFailure) {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("written", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("written", path) }
  }
}

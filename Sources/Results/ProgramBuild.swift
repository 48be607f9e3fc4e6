import Foundation
import Glibc
public import Trials

/// One build of a trial program: what it says of itself, and the bytes that are run.
public struct ProgramBuild: Sendable, Equatable {
  /// Name, version and engine number.
  public let program: ProgramDescription.Program
  /// Its metrics, whose directions say which value of a curve is the best.
  public let metrics: [MetricDescription]
  /// SHA-256 of the program's file.
  public let checksum: String

  /// A build from its parts.
  public init(
    program: ProgramDescription.Program, metrics: [MetricDescription], checksum: String
  ) {
    self.program = program
    self.metrics = metrics
    self.checksum = checksum
  }
}

/// A program's file that a rebuild cannot change under a running sweep.
public struct PinnedProgram: Sendable, Equatable {
  /// The copy's path.
  public let path: String
  /// SHA-256 of the file.
  public let checksum: String

  /// Copies the program to `results/.programs/<checksum>/`, once for each content.
  ///
  /// A copy, not a hard link: a linker or `cp` may write into the old file.
  /// Cost: the digest, about 7 ms per MB.
  /// - Throws: ``StorageError`` if the program cannot be read or the copy cannot be written.
  public init(of program: String, in layout: ResultLayout) throws {
    guard let bytes = try AtomicFile.read(program) else {
      throw StorageError(path: program, action: "read", code: ENOENT)
    }
    checksum = SHA256.hexDigest(of: bytes)
    let folder = "\(layout.programsFolder)/\(checksum)"
    path = "\(folder)/\((program as NSString).lastPathComponent)"
    if access(path, X_OK) == 0 { return }
    try Folder.make(folder)
    // Copies are nobody's source: the folder hides itself from git wherever results/ lies.
    let ignore = layout.programsFolder + "/.gitignore"
    if access(ignore, F_OK) != 0 { try AtomicFile.write(Data("*\n".utf8), to: ignore) }
    try AtomicFile.write(bytes, to: path, mode: 0o755)
  }

  /// SHA-256 of a program's file, without a copy.
  /// - Throws: ``StorageError`` if the program cannot be read.
  public static func checksum(of program: String) throws(StorageError) -> String {
    guard let bytes = try AtomicFile.read(program) else {
      throw StorageError(path: program, action: "read", code: ENOENT)
    }
    return SHA256.hexDigest(of: bytes)
  }
}

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
    checksum = try Self.checksum(of: program)
    let folder = "\(layout.programsFolder)/\(checksum)"
    path = "\(folder)/\((program as NSString).lastPathComponent)"
    if access(path, X_OK) == 0 { return }
    try Folder.make(folder)
    // Copies are nobody's source: the folder hides itself from git wherever results/ lies.
    let ignore = layout.programsFolder + "/.gitignore"
    if access(ignore, F_OK) != 0 { try AtomicFile.write(Data("*\n".utf8), to: ignore) }
    try Self.copy(program, to: path)
  }

  /// SHA-256 of a program's file, without a copy.
  /// - Throws: ``StorageError`` if the program cannot be read.
  public static func checksum(of program: String) throws(StorageError) -> String {
    var digest = SHA256()
    try forEachPiece(of: program) { (piece) throws(StorageError) in digest.add(piece) }
    return digest.finish()
  }

  private static func copy(_ program: String, to path: String) throws(StorageError) {
    let temporary = "\(path).temporary-\(Token.make())"
    let copy = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o755)
    try forEachPiece(of: program) { (piece) throws(StorageError) in try copy.write(piece) }
    try copy.sync()
    guard rename(temporary, path) == 0 else { throw .last("rename", path) }
    try Folder.sync(above: path)
  }

  /// Reads a file piece by piece: a program of 60 MB shall not make the scheduler that large, whose
  /// memory a trial's peak memory includes at its start (Linux counts it through the exec).
  private static func forEachPiece(
    of path: String, _ body: ([UInt8]) throws(StorageError) -> Void
  ) throws(StorageError) {
    let file = try OpenFile(path, O_RDONLY)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = OpenFile.retried { Glibc.read(file.descriptor, &buffer, buffer.count) }
      guard count >= 0 else { throw .last("read", path) }
      if count == 0 { return }
      try body(Array(buffer[..<count]))
    }
  }
}

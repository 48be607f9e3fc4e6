import Foundation
import Glibc

/// Files that are there whole or not at all: temporary file, fsync, rename or link, fsync of the
/// folder.
///
/// The dullest order known to hold on every file system (ALICE, OSDI 2014). Cost: 0.4 ms on a
/// local ext4.
enum AtomicFile {
  /// How much of a file must have survived a power cut once it is written.
  enum Durability {
    /// Its bytes and its name.
    case named
    /// Its bytes; the name follows with the next sync of the folder.
    case bytes
    /// Nothing: its loss costs nothing but itself, and readers take damage for absence.
    case none
  }

  /// Puts `data` at `path`, in place of what is there.
  static func write(
    _ data: Data, to path: String, mode: mode_t = 0o644, durable: Durability = .named
  ) throws(StorageError) {
    let temporary = "\(path).temporary-\(Token.make())"
    try write(data, new: temporary, mode, synced: durable != .none)
    guard rename(temporary, path) == 0 else {
      let error = StorageError.last("rename", path)
      unlink(temporary)
      throw error
    }
    if durable == .named { try Folder.sync(above: path) }
  }

  /// Puts `data` at `path` unless something is there; the temporary file lies in `folder`.
  /// - Returns: Whether ours is the file that is there now.
  static func writeFirst(
    _ data: Data, to path: String, temporaryIn folder: String
  ) throws(StorageError) -> Bool {
    let temporary = "\(folder)/\((path as NSString).lastPathComponent).temporary-\(Token.make())"
    try write(data, new: temporary, 0o644, synced: true)
    defer { unlink(temporary) }
    if link(temporary, path) != 0 {
      let error = StorageError.last("link", path)
      // Over NFS the reply can be lost although the link was made: two names tell.
      var status = stat()
      let made = stat(temporary, &status) == 0 && status.st_nlink == 2
      if !made && error.code == EEXIST { return false }
      if !made { throw error }
    }
    try Folder.sync(above: path)
    return true
  }

  /// The file's bytes, or only its last ones; nil if there is no such file.
  static func read(_ path: String, last limit: Int = .max) throws(StorageError) -> Data? {
    let file: OpenFile
    do throws(StorageError) {
      file = try OpenFile(path, O_RDONLY)
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
    var status = stat()
    guard fstat(file.descriptor, &status) == 0 else { throw .last("read", path) }
    let start = max(Int(status.st_size) - limit, 0)
    var bytes = Data(count: Int(status.st_size) - start)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        OpenFile.retried {
          pread(
            file.descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done,
            start + done)
        }
      }
      guard count >= 0 else { throw .last("read", path) }
      if count == 0 { return bytes.prefix(done) }
      done += count
    }
    return bytes
  }

  private static func write(
    _ data: Data, new path: String, _ mode: mode_t, synced: Bool
  ) throws(StorageError) {
    let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    do throws(StorageError) {
      try file.write(data)
      if synced { try file.sync() }
    } catch {
      unlink(path)
      throw error
    }
  }
}

/// Folders that survive a power cut.
enum Folder {
  /// Makes the folder and those above it; a new folder's name is on disk when this returns.
  static func make(_ path: String) throws(StorageError) {
    if mkdir(path, 0o777) == 0 { return try sync(above: path) }
    if errno == ENOENT, parent(of: path) != path {
      try make(parent(of: path))
      // Once only: some file systems (/proc) say ENOENT of any new name.
      if mkdir(path, 0o777) == 0 { return try sync(above: path) }
    }
    guard errno == EEXIST else { throw .last("make the folder", path) }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw StorageError(path: path, action: "make the folder", code: ENOTDIR)
    }
  }

  /// Makes the last folder of `path`; a power cut may take it.
  /// - Returns: False if something of that name is there.
  static func makeNew(_ path: String) throws(StorageError) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    if errno == EEXIST { return false }
    throw .last("make the folder", path)
  }

  /// Makes the names in the folder that `path` lies in durable.
  static func sync(above path: String) throws(StorageError) {
    try OpenFile(parent(of: path), O_RDONLY | O_DIRECTORY).sync()
  }

  /// The names in a folder, sorted; none if there is no such folder.
  static func names(in path: String) throws(StorageError) -> [String] {
    guard let stream = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .last("list", path)
    }
    defer { closedir(stream) }
    // An entry is only as long as its name, so the name is read in place, not copied as a tuple.
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    var names: [String] = []
    while let entry = readdir(stream) {
      let bytes = UnsafeRawPointer(entry) + offset
      let name = String(cString: bytes.assumingMemoryBound(to: CChar.self))
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func parent(of path: String) -> String {
    let parent = (path as NSString).deletingLastPathComponent
    return parent.isEmpty ? "." : parent
  }
}

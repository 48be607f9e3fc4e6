import Foundation
import SequenceTasks

/// The fetching of one file from several addresses in turn.
struct FileFetch {
  let target: DataFile
  /// Whole addresses of the file, the first first.
  let addresses: [String]
  /// Seconds to wait for an address that sends next to nothing.
  let patience: Int

  init(_ target: DataFile, from addresses: [String], patience: Int) {
    self.target = target
    self.addresses = addresses
    self.patience = patience
  }

  /// How a fetching ended well.
  enum Success: Equatable, CustomStringConvertible {
    case wasThere
    case fetched(from: String, resumedAt: Int)

    var description: String {
      switch self {
      case .wasThere: "is there already"
      case .fetched(let address, 0): "fetched from \(address)"
      case .fetched(let address, let held):
        "fetched from \(address), going on after \(Grouped(held)) bytes"
      }
    }
  }

  /// How it ended badly: whether all that came was wrong, or something did not come.
  struct Failure: Error, Equatable {
    let isWrongContent: Bool
  }
}

extension FileFetch {
  /// Fetches the file unless it is there, and puts it into place when its checksum is right.
  ///
  /// - Parameter complain: gets one line for each thing that went wrong on the way.
  /// - Returns: how it ended.
  /// - Throws: what stops this for every address: the disk, a missing curl, a signal.
  func run(
    complain: (String) -> Void
  ) throws(CommandFailure) -> Result<Success, Failure> {
    try DataFile.makeFolder(target.folder)
    // One fetching at a time in a folder; the lock ends with the process.
    let lock = try FolderLock(target.folder) {
      complain("another orthornn fetches into \(target.folder); waiting for it")
    }
    defer { lock.release() }
    switch try target.content() {
    case .published: return .success(.wasThere)
    case .other(let reason): complain("\(target.path) \(reason); it is fetched anew")
    case .nothing: break
    }
    var allWrong = true
    for address in addresses {
      switch try fetch(from: address, complain: complain) {
      case .success(let held):
        return .success(.fetched(from: address, resumedAt: held))
      case .failure(let failure):
        allWrong = allWrong && failure.isWrongContent
      }
    }
    return .failure(Failure(isWrongContent: allWrong))
  }

  /// Fetches from one address.
  /// - Returns: How many bytes were there before.
  private func fetch(
    from address: String, complain: (String) -> Void
  ) throws(CommandFailure) -> Result<Int, Failure> {
    if StopSignals.isReceived { throw Self.stopped }
    try renewPart()
    let held = try usablePart()
    if held == target.file.bytes {
      try target.place(target.partPath)
      return .success(held)
    }
    let transfer = CurlTransfer(
      address, to: target.partPath, bytes: target.file.bytes, patience: patience)
    switch try transfer.run() {
    case .done: break
    case .unresumable where held > 0:
      try removePart()
      return try fetch(from: address, complain: complain)
    case .unresumable:
      complain("\(address): the server refuses a range that was not asked for")
      return .failure(Failure(isWrongContent: false))
    case .failed(_) where try target.content(of: target.partPath) == .published: break
    case .failed(let reason):
      complain("\(address): \(reason)")
      if try DataFile.size(of: target.partPath) == 0 { try removePart() }
      return .failure(Failure(isWrongContent: false))
    case .tooLong:
      try removePart()
      complain("\(address): more came than the \(Grouped(target.file.bytes)) bytes of the file")
      return .failure(Failure(isWrongContent: true))
    }
    guard case .other(let reason) = try target.content(of: target.partPath) else {
      try target.place(target.partPath)
      return .success(held)
    }
    try removePart()
    complain("\(address): what came \(reason)")
    // What was held may have been the wrong part: the address gets a second chance.
    if held > 0 { return try fetch(from: address, complain: complain) }
    return .failure(Failure(isWrongContent: true))
  }

  static let stopped = CommandFailure(.stopped, "orthornn: stopped\n")

  /// Gives an earlier part a file of its own.
  ///
  /// A curl that outlived its orthornn may still write into the old one, also after it was found
  /// right and put into place; and what is no plain file is nothing to write into.
  private func renewPart() throws(CommandFailure) {
    var status = stat()
    guard lstat(target.partPath, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else { return try removePart() }
    let copy = target.partPath + ".copy"
    unlink(copy)
    do {
      try FileManager.default.copyItem(atPath: target.partPath, toPath: copy)
    } catch {
      throw DataFile.failure("copied", target.partPath)
    }
    guard rename(copy, target.partPath) == 0 else {
      throw DataFile.failure("replaced", target.partPath)
    }
  }

  /// The bytes of an earlier fetching that can be gone on with; what cannot is removed.
  private func usablePart() throws(CommandFailure) -> Int {
    guard let held = try DataFile.size(of: target.partPath) else { return 0 }
    if held < target.file.bytes { return held }
    if try target.content(of: target.partPath) == .published { return held }
    try removePart()
    return 0
  }

  private func removePart() throws(CommandFailure) {
    guard unlink(target.partPath) == 0 || errno == ENOENT else {
      throw DataFile.failure("removed", target.partPath)
    }
  }
}

/// A lock on a folder, held by one process at a time; none where the file system knows no locks.
struct FolderLock {
  private let descriptor: Int32

  /// Takes the lock; `wait` is called if another process holds it.
  init(_ folder: String, wait: () -> Void) throws(CommandFailure) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK
    else { return }
    wait()
    while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {
      if StopSignals.isReceived { throw FileFetch.stopped }
    }
  }

  func release() { close(descriptor) }
}

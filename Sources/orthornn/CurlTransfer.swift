import Foundation
import SequenceTasks

/// One download by the system's curl program, which brings TLS, proxies and resuming.
struct CurlTransfer {
  let address: String
  /// The file that the content goes to; what it holds already is gone on with.
  let destination: String
  /// The bytes that the whole file has.
  let bytes: Int
  /// Seconds to wait for an address that sends next to nothing.
  let patience: Int

  init(_ address: String, to destination: String, bytes: Int, patience: Int) {
    self.address = address
    self.destination = destination
    self.bytes = bytes
    self.patience = patience
  }

  /// How a transfer ended.
  enum Ending: Equatable {
    /// All that the address had to send is there.
    case done
    /// The address does not go on in the middle of a file.
    case unresumable
    /// For this reason, which reads on after the address and a colon.
    case failed(String)
    /// More came than the file has.
    case tooLong
  }

  /// Transfers until the end.
  /// - Throws: what would stop every address: no curl, no room, a signal.
  func run() throws(CommandFailure) -> Ending {
    let process = Process()
    process.executableURL = try Self.program()
    try requireWritable()
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw CommandFailure(
        .inputOutput, "orthornn: curl cannot be started: \(error.localizedDescription)\n")
    }
    let isTooLong = try watch(process)
    process.waitUntilExit()
    if isTooLong { return .tooLong }
    // Both are short: curl is told to be silent but for one line about a failure.
    let status = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    return try ending(code: process.terminationStatus, httpStatus: status, words: words)
  }

  private var arguments: [String] {
    var arguments = [
      "--fail", "--location", "--globoff", "--no-buffer", "--silent", "--show-error",
      "--proto", "=http,https,file", "--proto-redir", "=http,https",
      "--connect-timeout", "\(patience)", "--speed-limit", "1000", "--speed-time", "\(patience)",
      "--continue-at", "-", "--output", destination, "--write-out", "%{http_code}",
    ]
    // A proxy cannot reach this machine's own servers.
    if address.hasPrefix("http://127.0.0.1") { arguments += ["--noproxy", "127.0.0.1"] }
    return arguments + ["--url", address]
  }

  /// Finds curl on PATH.
  private static func program() throws(CommandFailure) -> URL {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    for folder in folders.split(separator: ":") where access("\(folder)/curl", X_OK) == 0 {
      return URL(fileURLWithPath: "\(folder)/curl")
    }
    throw CommandFailure(
      .inputOutput,
      "orthornn: curl is not installed; install it, or take files from elsewhere in with: "
        + "orthornn data import DIR\n")
  }

  /// Tells a full disk or a forbidden folder from an address that fails.
  private func requireWritable() throws(CommandFailure) {
    let descriptor = open(destination, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw DataFile.failure("written", destination) }
    close(descriptor)
  }

  /// Shows how far the transfer is, until it ends.
  /// - Returns: Whether it was ended because more came than the file has.
  private func watch(_ process: Process) throws(CommandFailure) -> Bool {
    let name = URL(fileURLWithPath: destination).deletingPathExtension().lastPathComponent
    let line = ProgressLine(name, of: bytes)
    defer { line.erase() }
    while process.isRunning {
      usleep(20_000)
      let held = try DataFile.size(of: destination) ?? 0
      line.draw(held)
      guard held > bytes || StopSignals.isReceived else { continue }
      // Not SIGTERM, which curl may have been started with blocked; it has nothing to put in order.
      kill(process.processIdentifier, SIGKILL)
      if held > bytes { return true }
      process.waitUntilExit()
      let kept = try DataFile.size(of: destination) ?? 0
      throw CommandFailure(
        .stopped,
        "orthornn: stopped; \(destination) holds \(Grouped(kept)) of \(Grouped(bytes)) bytes, and "
          + "the same command goes on from there\n")
    }
    return false
  }

  /// What curl's exit code (its manual, "EXIT CODES") means here.
  private func ending(
    code: Int32, httpStatus: String, words: String
  ) throws(CommandFailure) -> Ending {
    switch code {
    // To curl, 416 may mean that there was nothing left to send.
    case 0 where httpStatus == "416", 22 where httpStatus == "416": return .unresumable
    case 0: return .done
    case 33, 36: return .unresumable
    case 5: return .failed("the proxy's name is not known")
    case 6: return .failed("the server's name is not known")
    case 7: return .failed("the server cannot be reached")
    case 18: return .failed("the answer was cut short")
    case 22: return .failed("the server answers with HTTP status \(httpStatus)")
    case 23:
      throw CommandFailure(
        .inputOutput, "orthornn: \(destination) cannot be written (disk full?)\n")
    case 28:
      return .failed("less than 1 kB a second came for \(patience) s")
    case 37: return .failed("there is no such file")
    default:
      let said = words.split(separator: "\n").first.map { ": \($0)" } ?? ""
      return .failed("curl ended with status \(code)\(said)")
    }
  }
}

import Foundation
import Glibc

/// Where a sweep is run and with what, asked once a sweep.
///
/// This file is the one place that asks the wall clock, the host and the system's randomness:
/// all of it goes into provenance and names of folders, nothing of it into a result.
public struct Surroundings: Sendable, Equatable {
  /// The scheduler's version.
  public let orthosweepVersion: String
  /// The host's name.
  public let host: String
  /// The processor's name.
  public let processor: String
  /// The git commit of the sweep file's folder, `+` if tracked files were changed.
  public let gitCommit: String?

  /// Surroundings from their parts.
  public init(orthosweepVersion: String, host: String, processor: String, gitCommit: String?) {
    self.orthosweepVersion = orthosweepVersion
    self.host = host
    self.processor = processor
    self.gitCommit = gitCommit
  }

  /// Asks the system; about 10 ms where git is there.
  ///
  /// Changes below `results` do not count as changed: results are written by sweeps.
  public static func ask(
    orthosweepVersion: String, sweepFolder: String, results: ResultLayout
  ) -> Surroundings {
    Surroundings(
      orthosweepVersion: orthosweepVersion, host: hostName(), processor: processorName(),
      gitCommit: gitCommit(of: sweepFolder, except: results.root))
  }

  /// The host's name, as the kernel has it.
  static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func processorName() -> String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    // x86 says "model name"; ARM often has only the line "CPU part".
    for key in ["model name", "Model", "CPU part"] {
      for line in text.split(separator: "\n") where line.hasPrefix(key) {
        let value = line.drop { $0 != ":" }.dropFirst()
        return value.trimmingCharacters(in: .whitespaces)
      }
    }
    return "unknown"
  }

  private static func gitCommit(of folder: String, except results: String) -> String? {
    guard let commit = git(["rev-parse", "HEAD"], in: folder), commit.count >= 40 else {
      return nil
    }
    let exclusion = ":(exclude)" + results
    // A results folder outside the work tree cannot be excluded and need not be.
    let changes =
      git(["status", "--porcelain", "--untracked-files=no", "--", ":/", exclusion], in: folder)
      ?? git(["status", "--porcelain", "--untracked-files=no"], in: folder)
    return commit + (changes?.isEmpty == false ? "+" : "")
  }

  /// What git prints; nil if it is missing, fails or takes longer than five seconds.
  private static func git(_ arguments: [String], in folder: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder.isEmpty ? "." : folder] + arguments
    let inherited = ProcessInfo.processInfo.environment
    // Looking must not write: status would refresh the index.
    process.environment = inherited.merging(["GIT_OPTIONAL_LOCKS": "0"]) { $1 }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let watch = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + 5, execute: watch)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    watch.cancel()
    guard process.terminationStatus == 0 else { return nil }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// The wall clock's only use: stamps in provenance.
enum Timestamp {
  /// Now: ISO 8601, UTC, milliseconds.
  static func now() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    let length = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
    let text = String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let milliseconds = String(1000 + time.tv_nsec / 1_000_000).dropFirst()
    return "\(text).\(milliseconds)Z"
  }
}

/// Digits that no other process picks, for names of folders and temporary files.
enum Token {
  /// Eight hex digits.
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = String(generator.next() as UInt32, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

import Foundation
import Trials

/// Asks a trial program which parameters and metrics it has: `PROGRAM describe`.
enum ProgramInquiry {
  /// How long a program may take to describe itself.
  private static let patience: TimeInterval = 10

  /// The file that we run from.
  static var ownFile: String {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return link ?? CommandLine.arguments[0]
  }

  /// The program of this name beside orthosweep, where `make build` puts both.
  static func besideOrthosweep(_ name: String) throws(CommandFailure) -> String {
    let folder = URL(fileURLWithPath: ownFile).deletingLastPathComponent()
    let path = folder.appending(path: name).path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw CommandFailure(
        .usage,
        "orthosweep: the trial program '\(name)' is not at \(path); build it with `make build`, "
          + "or name another one under `trial` in the sweep file")
    }
    return path
  }

  /// The file of a program that is named as a shell would name it: a path, or a name on PATH.
  static func found(_ name: String) throws(CommandFailure) -> String {
    let folders = name.contains("/") ? [""] : path
    for folder in folders {
      let file = folder.isEmpty ? name : folder + "/" + name
      if FileManager.default.isExecutableFile(atPath: file) {
        return URL(fileURLWithPath: file).path
      }
    }
    let place = name.contains("/") ? "is not an executable file" : "is not on PATH"
    throw CommandFailure(.usage, "orthosweep: the trial program '\(name)' \(place)")
  }

  private static var path: [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
  }

  /// Starts `arguments` with `describe` and reads what it prints.
  static func describe(_ arguments: [String]) throws(CommandFailure) -> ParameterSchema {
    let shown = (arguments + ["describe"]).joined(separator: " ")
    let said = try listen(to: arguments + ["describe"], shown: shown)
    let description: ProgramDescription
    do {
      description = try TrialJSON.read(ProgramDescription.self, from: said)
    } catch {
      throw CommandFailure(
        .usage,
        "orthosweep: `\(shown)` did not print a description: \(misfit(of: said, error))")
    }
    do {
      return try ParameterSchema(description)
    } catch {
      throw CommandFailure(.usage, "orthosweep: `\(shown)` describes itself wrongly: \(error)")
    }
  }

  /// Why a text is no description; one that is not even JSON is known best by its beginning.
  private static func misfit(of said: Data, _ error: any Error) -> String {
    let text = String(decoding: said, as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isNewline).first else {
      return "it printed nothing"
    }
    return line.first == "{" ? TrialJSON.explain(error) : "it begins '\(line.prefix(60))'"
  }

  private static func listen(to arguments: [String], shown: String) throws(CommandFailure) -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw CommandFailure(
        .usage,
        "orthosweep: the trial program \(arguments[0]) cannot be started: \(reason(of: error))")
    }
    let watchdog = DispatchWorkItem { [pid = process.processIdentifier] in kill(pid, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: watchdog)
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    watchdog.cancel()
    let status = process.terminationStatus
    guard process.terminationReason == .exit else {
      let why = status == SIGKILL ? " (it took longer than \(Int(patience)) s)" : ""
      throw CommandFailure(.usage, "orthosweep: `\(shown)` died of signal \(status)\(why)")
    }
    guard status == 0 else {
      throw CommandFailure(.usage, "orthosweep: `\(shown)` ended with exit status \(status)")
    }
    return said
  }

  private static func reason(of error: any Error) -> String {
    let code = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    return code.domain == NSPOSIXErrorDomain
      ? String(cString: strerror(Int32(code.code))) : "\(error)"
  }
}

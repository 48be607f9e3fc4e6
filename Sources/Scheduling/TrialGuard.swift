import CProcess
import Glibc

/// Watches a trial program that does not know the life line, in the scheduler's stead.
///
/// The scheduler starts the guard as it would the program; the guard starts the program in the same
/// process group. A signal to the group reaches both; when the scheduler is gone, however it went,
/// the guard's standard input ends, and it kills the group.
public enum TrialGuard {
  /// The argument list that puts a guard before a program.
  /// - Parameters:
  ///   - arguments: the program and its arguments.
  ///   - guardian: the file of the program whose hidden verb `guard` calls ``watch(_:)``.
  /// - Returns: the argument list to start.
  public static func guarded(_ arguments: [String], by guardian: String) -> [String] {
    [guardian, "guard", "--"] + arguments
  }

  /// Starts the program and waits for its end.
  /// - Returns: its exit status, 127 if it cannot be started; where a signal ended the program, the
  ///   same one ends us.
  public static func watch(_ arguments: [String]) -> Int32 {
    var error: Int32 = 0
    let status = withCStrings(arguments) { process_guard($0, &error) }
    guard status < 0 else { return status }
    // 127 is what shells say of a command that is not found.
    let message = "\(arguments.first ?? ""): \(String(cString: strerror(error)))\n"
    _ = message.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    return 127
  }
}

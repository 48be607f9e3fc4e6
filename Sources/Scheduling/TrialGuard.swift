import CProcess
import Glibc

/// Watches a trial program that does not know the life line, in the scheduler's stead.
///
/// The scheduler starts the guard as it would the program; the guard starts the program in the same
/// process group. A signal to the group reaches both; when the scheduler is gone, however it went,
/// the guard's standard input ends, and it kills the group.
public enum TrialGuard {
  /// The words that stand before a program's own to guard it.
  /// - Parameter guardian: The file of the program whose hidden verb `guard` calls ``watch(_:)``.
  /// - Returns: The words, the guard's own file first.
  public static func words(of guardian: String) -> [String] { [guardian, "guard", "--"] }

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

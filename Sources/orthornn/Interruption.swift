import Foundation
import Synchronization

/// How the outside ends a training early: by SIGTERM, or by going away.
enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Whether SIGTERM has come.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Begins to listen for both.
  ///
  /// SIGTERM is only noted, and the training ends before its next iteration. With
  /// ORTHOSWEEP_LIFELINE=1, standard input is a pipe that the scheduler holds open: its end means
  /// that the scheduler is gone and nobody reads our events, so the process ends at once.
  static func listen() {
    // Touched here, because a handler may not initialise it.
    requested.store(false, ordering: .relaxed)
    signal(SIGTERM) { _ in Interruption.requested.store(true, ordering: .relaxed) }
    // Who started us may have done so from a thread that blocks signals, and the mask is inherited.
    var terminate = sigset_t()
    sigemptyset(&terminate)
    sigaddset(&terminate, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &terminate, nil)
    if ProcessInfo.processInfo.environment["ORTHOSWEEP_LIFELINE"] == "1" {
      Thread.detachNewThread(watchLifeLine)
    }
  }

  private static func watchLifeLine() {
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 0 || (count < 0 && errno != EINTR) { _exit(ExitStatus.stopped.rawValue) }
    }
  }
}

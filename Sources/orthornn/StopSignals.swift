import Foundation
import Synchronization

/// Signals that ask the program to stop, noted instead of ending it.
///
/// A child in a process group of its own would live on if they ended us.
enum StopSignals {
  private static let received = Atomic<Bool>(false)

  /// Whether one has come.
  static var isReceived: Bool { received.load(ordering: .relaxed) }

  /// Begins to note them; those that are ignored, as under nohup, stay ignored.
  static func listen() {
    // Touched here, because a handler may not initialise it.
    received.store(false, ordering: .relaxed)
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      sigaction(signal, nil, &action)
      let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
      guard !isIgnored else { continue }
      // Without SA_RESTART, so that a waiting system call returns.
      action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in
        StopSignals.received.store(true, ordering: .relaxed)
      }
      sigaction(signal, &action, nil)
      sigaddset(&unblocked, signal)
    }
    // Who started us may have done so from a thread that blocks signals, and the mask is inherited.
    pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
  }
}

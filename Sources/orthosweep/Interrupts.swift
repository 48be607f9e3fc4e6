import Dispatch
import Glibc
import Synchronization

/// Signals that ask a command to stop, as calls instead of an end.
///
/// The first one asks gently, the second one at once. A signal that was ignored when we started
/// (SIGHUP under nohup) stays ignored.
final class Interrupts: Sendable {
  /// The signal that came first; nil if none came.
  var first: Int32? { seen.withLock { $0.first } }

  private struct Seen {
    var first: Int32?
    var count = 0
  }

  private let seen = Mutex(Seen())

  /// Listens from now on.
  /// - Parameter stop: gets the signal and how many came, the first counted as 1.
  init(_ stop: @escaping @Sendable (Int32, Int) -> Void) {
    for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(number) {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        let count = seen.withLock { seen in
          seen.first = seen.first ?? number
          seen.count += 1
          return seen.count
        }
        stop(number, count)
      }
      source.resume()
      // Signals are listened to until the command ends: nobody else keeps the source.
      _ = Unmanaged.passRetained(source as AnyObject)
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

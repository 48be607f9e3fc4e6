import Foundation
import Trials

/// The whole lines of an `events.jsonl`, which may end anywhere: its writer may have been killed.
struct EventLog {
  /// The events in the order in which they came.
  private(set) var events: [TrialEvent] = []
  /// Lines that are no events, a cut-off last one included.
  private(set) var badLines = 0

  /// Reads a file's bytes, whatever they are.
  init(_ data: Data) {
    for line in data.split(separator: UInt8(ascii: "\n")) {
      let isWhole = line.endIndex < data.endIndex
      if isWhole, let event = try? TrialJSON.read(TrialEvent.self, from: Data(line)) {
        events.append(event)
      } else {
        badLines += 1
      }
    }
  }

  /// The last epoch whose metrics are there; 0 if none is.
  var lastEpoch: Int {
    for event in events.reversed() {
      if case .metrics(let epoch, _, _) = event { return epoch }
    }
    return 0
  }
}

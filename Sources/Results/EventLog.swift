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

  /// The metrics of one epoch.
  struct Metrics {
    let epoch: Int
    let step: Int
    let values: [String: Double]
  }

  /// Where an attempt went on.
  struct Resumption: Equatable {
    /// The whole epochs that it did not make itself.
    let epoch: Int
    /// The iterations that it did not make itself.
    let step: Int
  }

  /// The metrics in the order in which they came.
  var metrics: [Metrics] {
    events.compactMap { event in
      guard case .metrics(let epoch, let step, let values) = event else { return nil }
      return Metrics(epoch: epoch, step: step, values: values)
    }
  }

  /// Where the attempt went on; nil if it began at the start.
  var resumption: Resumption? {
    for event in events.reversed() {
      if case .resumed(let epoch, let step) = event { return Resumption(epoch: epoch, step: step) }
    }
    return nil
  }

  /// How far the attempt came.
  var reach: AttemptReach { events.reduce(into: AttemptReach()) { $0.take($1) } }
}

import BenchmarkFigures
import Foundation

/// What a table must be read with: on which machine, with what, and when it was measured.
enum Surroundings {
  static func line(_ measurements: Measurements) -> String {
    let peak = measurements.timings(of: .ours(.smnist)).compactMap(\.peakGigaflops)
    let limit =
      peak.isEmpty
      ? []
      : [
        String(
          format: "multiply-add peak %.1f GFLOP/s a core (%@)", Quantile.median(of: peak),
          MultiplyAddLimit.level)
      ]
    let parts = [Cores.processor, Engine.words] + limit + versions(measurements) + [date]
    return parts.joined(separator: " · ")
  }

  private static func versions(_ measurements: Measurements) -> [String] {
    Peer.allCases.compactMap { peer in
      let found = measurements.rounds.flatMap { round in
        round.compactMap { contender, timing -> String? in
          guard case .peer(let variant, _) = contender, variant.peer == peer else { return nil }
          return timing.version
        }
      }
      return found.first.map { "\(peer.title) \($0)" }
    }
  }

  private static var date: String {
    Date.now.formatted(.iso8601.year().month().day())
  }
}

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
    let parts =
      [Cores.processor, Engine.words + forced] + limit + versions(measurements) + [date]
    return parts.joined(separator: " · ")
  }

  /// A user's choice of OpenBLAS's kernels, which may halve or double the speed of a product.
  private static var forced: String {
    let name = "OPENBLAS_CORETYPE"
    return ProcessInfo.processInfo.environment[name].map { ", by \(name)=\($0)" } ?? ""
  }

  /// A warning, if the machine was not ours alone.
  static func disturbance(_ measurements: Measurements) -> String {
    let timings = measurements.rounds.flatMap(\.values)
    let disturbed = timings.count(where: \.isDisturbed)
    guard disturbed > 0 else { return "" }
    return """

      Other programs took a part of the core from \(disturbed) of \(timings.count) processes; the \
      figures are no better than that.

      """
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

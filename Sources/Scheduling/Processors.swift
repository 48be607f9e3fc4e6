import Foundation
import Glibc

/// How many trials run at once unless said otherwise.
public enum Processors {
  /// The physical cores that this process may use: within its affinity mask, at most the control
  /// group's processor quota, at least 1.
  ///
  /// Hyperthreads of one core share its arithmetic units, so a second trial there gains little.
  public static func usable() -> Int {
    usable(allowed: affinity(), topology: "/sys/devices/system/cpu", ControlGroup.processorQuota())
  }

  static func usable(allowed: [Int], topology: String, _ quota: Double?) -> Int {
    let cores = Set(
      allowed.map { processor -> String in
        let path = "\(topology)/cpu\(processor)/topology/thread_siblings_list"
        let siblings = try? String(contentsOfFile: path, encoding: .utf8)
        // Without a topology (some containers) every processor counts as a core.
        return siblings?.trimmingCharacters(in: .whitespacesAndNewlines) ?? String(processor)
      })
    let limit = quota.map { max(Int($0), 1) } ?? Int.max
    return max(min(cores.count, limit), 1)
  }

  /// The processors of the affinity mask, from `Cpus_allowed_list:  0-3,8`.
  private static func affinity() -> [Int] {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let key = "Cpus_allowed_list:"
    for line in status.split(separator: "\n") where line.hasPrefix(key) {
      return list(line.dropFirst(key.count))
    }
    return Array(0..<max(ProcessInfo.processInfo.activeProcessorCount, 1))
  }

  static func list(_ text: some StringProtocol) -> [Int] {
    text.trimmingCharacters(in: .whitespaces).split(separator: ",").flatMap { part -> [Int] in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last else { return [] }
      return Array(first...last)
    }
  }
}

import Foundation

/// The most memory that a process has held.
struct PeakMemory: Codable {
  /// In units of 10⁶ bytes.
  let megabytes: Double

  /// Of this process until now.
  ///
  /// The system counts a process from its fork on, as a copy of its parent; ours holds less than any
  /// child that trains.
  static var megabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1024 / 1e6  // getrusage(2): in KiB
  }
}

import Foundation

/// What the kernel's control groups say of this process: memory kills and the processor quota, in
/// both versions of their files.
enum ControlGroup {
  /// How often the kernel's memory killer struck in our group; 0 if that cannot be told.
  static func memoryKills() -> Int {
    for folder in folders(controller: "memory") {
      for file in ["memory.events", "memory.oom_control"] {
        guard let text = try? String(contentsOfFile: folder + "/" + file, encoding: .utf8) else {
          continue
        }
        for line in text.split(separator: "\n") where line.hasPrefix("oom_kill ") {
          return Int(line.dropFirst("oom_kill ".count)) ?? 0
        }
      }
    }
    return 0
  }

  /// How many bytes of memory the group and those above it may use; nil without a limit.
  static func memoryLimit() -> Int? {
    var limit: Int?
    for start in folders(controller: "memory") {
      var folder = start
      while folder.hasPrefix(mount) {
        if let found = memoryLimit(in: folder) { limit = min(limit ?? found, found) }
        folder = (folder as NSString).deletingLastPathComponent
      }
    }
    return limit
  }

  /// `max` or bytes (version 2); in version 1 no limit is a number near 2⁶³.
  static func memoryLimit(in folder: String) -> Int? {
    for file in ["memory.max", "memory.limit_in_bytes"] {
      let text = try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)
      let words = text?.split { $0 == " " || $0 == "\n" } ?? []
      if let bytes = words.first.flatMap({ Int($0) }), bytes > 0, bytes < 1 << 60 { return bytes }
    }
    return nil
  }

  /// How many processors' time the group and those above it may use; nil without a limit.
  static func processorQuota() -> Double? {
    var quota: Double?
    for start in folders(controller: "cpu") {
      var folder = start
      while folder.hasPrefix(mount) {
        if let found = processorQuota(in: folder) { quota = min(quota ?? found, found) }
        folder = (folder as NSString).deletingLastPathComponent
      }
    }
    return quota
  }

  private static let mount = "/sys/fs/cgroup"

  /// `max 100000` or `150000 100000` (version 2); two files with -1 for no limit (version 1).
  static func processorQuota(in folder: String) -> Double? {
    func numbers(_ file: String) -> [Double?] {
      let text = (try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)) ?? ""
      return text.split { $0 == " " || $0 == "\n" }.map { Double($0) }
    }
    var parts = numbers("cpu.max")
    if parts.isEmpty { parts = numbers("cpu.cfs_quota_us") + numbers("cpu.cfs_period_us") }
    guard parts.count == 2, let time = parts[0], let period = parts[1], time > 0, period > 0
    else { return nil }
    return time / period
  }

  /// Where our group's files may lie, the likeliest first.
  ///
  /// Lines of /proc/self/cgroup are `4:memory:/path` in version 1 and `0::/path` in version 2; in a
  /// container the path is often the mount itself.
  private static func folders(controller: String) -> [String] {
    let text = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").flatMap { line -> [String] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let path = parts[2] == "/" ? "" : String(parts[2])
      if parts[1].isEmpty { return [mount + path, mount] }
      guard parts[1].split(separator: ",").contains(Substring(controller)) else { return [] }
      return [mount + "/" + controller + path, mount + "/" + controller]
    }
  }
}

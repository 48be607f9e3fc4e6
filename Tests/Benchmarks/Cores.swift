import CBenchmark
import Foundation

/// The processor, and the cores of it that this process may use.
enum Cores {
  /// Their numbers, in ascending order; none where the system does not say.
  static var allowed: [Int] {
    var cores = [Int32](repeating: 0, count: 1024)
    let count = benchmark_allowed_cores(&cores, Int32(cores.count))
    return cores.prefix(Int(count)).map(Int.init)
  }

  /// Keeps this process on one core.
  static func pin(to core: Int) throws {
    let code = benchmark_pin(Int32(clamping: core))
    guard code == 0 else {
      let reason = String(cString: strerror(code))
      throw BenchmarkFailure("this process cannot be kept on core \(core): \(reason)")
    }
  }

  /// The processor's name, as Linux tells it.
  static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    func value(_ key: String) -> String? {
      text.split(separator: "\n").first { $0.hasPrefix(key) }?
        .split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    }
    guard let name = value("model name") else { return "an unknown processor" }
    // Virtual machines may call every EPYC the same; its family and model tell them apart.
    guard let family = value("cpu family"), let model = value("model\t") else { return name }
    return "\(name) (family \(family), model \(model))"
  }
}

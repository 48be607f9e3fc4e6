/// Something that keeps the benchmark from measuring, for people to read.
struct BenchmarkFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The exit statuses; `--help` lists them.
enum ExitStatus: Int32 {
  case allHold = 0
  case missed = 1
  case usage = 2
  case failed = 3
}

import Foundation
import TestSupport

/// Sweep files of trials that last milliseconds, and a foreign trial program for them.
enum SweepText {
  /// Copy trials of orthornn; `grid` is the section's lines.
  static func copy(
    _ grid: String = "margin: [0, 0.1, none]", batches: Int = 2, epochs: Int = 2, seeds: Int = 1,
    table: String = "[margin, train.loss]"
  ) -> String {
    """
    sweep: 1
    about: Copy task in miniature
    defaults:
      {task: copy, delay: 3, activation: identity, hidden: 8, batch: 4,
       batches_per_epoch: \(batches), epochs: \(epochs)}
    grid:
      \(grid.replacing("\n", with: "\n  "))
    seeds: \(seeds)
    report:
      tables:
        tiny: \(table)

    """
  }

  /// Trials of the program `./toy` of the project's folder, one for each of the values.
  static func toy(_ values: some Collection<Int>, seeds: Int = 1) -> String {
    """
    sweep: 1
    trial: {name: toy, command: [./toy, "{trial}"]}
    grid:
      value: [\(values.map(String.init).joined(separator: ", "))]
    seeds: \(seeds)
    report:
      tables:
        toy: [value, score]

    """
  }

  /// The CSV file (RFC 4180) of that sweep's table, once these values are done.
  static func toyTable(_ values: some Collection<Int>) -> String {
    "value,score.mean,score.std,score.n\r\n" + values.map { "\($0),\($0),,1\r\n" }.joined()
  }
}

extension SweepFixture {
  /// What ``SweepText/toy(_:)`` runs: a program of somebody else's, which no part of ours helps
  /// to write.
  ///
  /// It describes itself, or trains for one epoch. A value with a file `fails-VALUE` ends with 7;
  /// one with a file `waits-VALUE` announces itself and then waits until the file is gone.
  /// - Parameters:
  ///   - first: A line of shell to begin with.
  ///   - check: Lines of shell that the verb `check` is; nil: it has no such verb.
  ///   - engine: The engine that it says it has.
  /// - Throws: What writing the file throws.
  func writeToy(
    startingWith first: String = ":", check: String? = nil, engine: Int = 1
  ) throws {
    let script = """
      #!/bin/sh
      \(first)
      if [ "$1" = check ]; then
        \(check ?? "exit 64")
        exit
      fi
      if [ "$1" = describe ]; then
        cat <<'END'
      {"program": {"name": "toy", "version": "1", "engine": \(engine)}, "checks": \(check != nil),
       "parameters": [
         {"name": "value", "type": "integer >= 1", "about": "any number"},
         {"name": "probe.norms", "type": "boolean", "default": false, "probe": true},
         {"name": "probe.every", "type": "integer >= 0", "default": 0, "probe": true}],
       "metrics": [{"name": "score", "unit": "", "better": "max", "about": "the value again"}]}
      END
        exit
      fi
      value=$(sed 's/.*"value":\\([0-9]*\\).*/\\1/' "$1")
      if [ -e "fails-$value" ]; then exit 7; fi
      echo '{"event": "started", "epochs": 1}'
      while [ -e "waits-$value" ]; do sleep 0.02; done
      echo '{"event": "metrics", "epoch": 1, "step": 1, "values": {"score": '$value'}}'
      echo '{"event": "summary", "values": {}}'

      """
    try writeProgram(script, to: "toy")
  }

  /// Writes a file that can be executed.
  ///
  /// By another process: a program that any process has open for writing is "busy", and those that
  /// other tests start have a copy of all that is open here for a moment.
  func writeProgram(_ script: String, to file: String) throws {
    let text = try write(script, to: file + ".text")
    let url = root.appending(path: file)
    let copied = try Invocation(URL(fileURLWithPath: "/bin/cp"), [text.path, url.path])
    guard copied.status == 0 else { throw Uncopied(description: copied.errors) }
    try FileManager.default.removeItem(at: text)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
  }

  /// A program that could not be written.
  struct Uncopied: Error, CustomStringConvertible {
    let description: String
  }

  /// Removes a file of the project.
  func remove(_ file: String) throws {
    try FileManager.default.removeItem(at: root.appending(path: file))
  }
}

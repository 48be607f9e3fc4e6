import Foundation
import TestSupport
import Testing
import Trials

/// Sweeps that are ended in the middle of a trial, by whatever, and go on where it was.
@Suite("Going on", .timeLimit(.minutes(2))) struct ResumeTests {
  private let project: SweepFixture

  /// A project with a program of somebody else's that makes a checkpoint after each of six epochs,
  /// and after its third waits as long as there is a file `hold`.
  init() throws {
    project = try SweepFixture()
    try project.writeProgram(
      """
      #!/bin/sh
      if [ "$1" = describe ]; then
        cat <<'END'
      {"program": {"name": "walker", "version": "1", "engine": 1},
       "parameters": [{"name": "pace", "type": "integer >= 1"}],
       "metrics": [{"name": "way", "better": "max"}]}
      END
        exit
      fi
      pace=$(sed 's/.*"pace":\\([0-9]*\\).*/\\1/' "$1")
      trap 'exit 75' TERM
      from=0
      [ -s "$3" ] && from=$(cat "$(head -n 1 "$3")")
      echo '{"event": "started", "epochs": 6}'
      [ $from -gt 0 ] && echo '{"event": "resumed", "epoch": '$from', "step": '$from'}'
      for epoch in 1 2 3 4 5 6; do
        [ $epoch -le $from ] && continue
        echo '{"event": "metrics", "epoch": '$epoch', "step": '$epoch',' \\
          '"values": {"way": '$((epoch * pace))'}}'
        echo $epoch > "$2/new" && mv "$2/new" "$2/checkpoint-$epoch.safetensors"
        while [ $epoch = 3 ] && [ -e hold ]; do sleep 0.02; done
      done
      echo '{"event": "artifact", "name": "end", "file": "end.txt"}'
      echo arrived > "$2/end.txt"
      echo '{"event": "summary", "values": {}}'

      """, to: "walker")
    try project.write(
      """
      sweep: 1
      trial: {name: walker, command: [./walker, "{trial}", "{dir}", "{checkpoints}"]}
      grid:
        pace: [1, 2]
      seeds: 1
      report:
        tables:
          ways: [pace, way]

      """, to: "walk.yaml")
  }

  private func checkpoints() throws -> [String] {
    let results = project.root.appending(path: "results").path
    return (FileManager.default.enumerator(atPath: results)?.allObjects ?? [])
      .compactMap { ($0 as? String)?.split(separator: "/").last.map(String.init) }
      .filter { $0.hasPrefix("checkpoint-") }.sorted()
  }

  private func start() throws -> RunningSweep {
    try project.write("", to: "hold")
    let running = try project.start("run", "walk.yaml", "-j", "2")
    try Waiting.until("the third epoch of both") {
      try checkpoints().filter { $0 == "checkpoint-3.safetensors" }.count == 2
    }
    return running
  }

  /// Runs what is left, and expects each trial to go on after its third epoch and its results to be
  /// those of an undisturbed run.
  private func expectCompletion() throws {
    let status = try project.orthosweep("status", "walk.yaml").output
    #expect(status.hasPrefix("walk   2 trials: 0 finished · 2 to run\n"))
    for pace in [1, 2] { #expect(status.contains("pace \(pace)   interrupted, epoch 3\n")) }
    #expect(try checkpoints().filter { $0 == "checkpoint-3.safetensors" }.count == 2)
    try project.remove("hold")
    let resumed = try project.orthosweep("run", "walk.yaml")
    let whole = try project.orthosweep("run", "walk.yaml", "--results", "undisturbed")
    #expect(resumed.status == 0 && whole.status == 0)
    #expect(resumed.output == whole.output)
    #expect(try project.timelessCurves() == project.timelessCurves(in: "undisturbed"))
    let records = try project.records()
    #expect(records.map(\.provenance.attempts) == [2, 2])
    #expect(records.map(\.provenance.resumedSteps) == [[3], [3]])
    #expect(
      records.map(\.artifacts)
        == Array(repeating: ["end.txt": SHA256.hexDigest(of: "arrived\n".utf8)], count: 2))
    #expect(try checkpoints() == [])
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `a sweep that was stopped goes on from its checkpoints`(number: Int32, status: Int32) throws
  {
    let running = try start()
    running.send(number)
    #expect(running.end() == status)
    try expectCompletion()
  }

  @Test func `a sweep whose scheduler was killed goes on from its checkpoints`() throws {
    let running = try start()
    running.send(SIGKILL)
    #expect(running.end() == 128 + SIGKILL)
    try Waiting.until("the end of all trials") {
      try ProcessTable.mentioning(project.root.appending(path: "results").path) == []
    }
    try expectCompletion()
  }

  @Test func `a sweep whose time was up goes on from its checkpoints`() throws {
    try project.write("", to: "hold")
    let run = try project.orthosweep("run", "walk.yaml", "-j", "2", "--for", "3 s")
    #expect(run.status == 0)
    #expect(run.errors.contains("stopping: the time given is over\n"))
    #expect(
      run.errors.hasSuffix(
        "\n2 trials left to run; to go on: \(project.called) run walk.yaml -j 2\n"))
    try expectCompletion()
  }
}

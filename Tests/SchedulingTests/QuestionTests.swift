import Foundation
import TestSupport
import Testing
import Trials

@testable import Scheduling

@Suite("Questions to programs", .timeLimit(.minutes(1))) struct QuestionTests {
  private func ask(
    _ script: String, _ lines: [String] = [], environment: [String: String] = [:],
    patience: Duration = .seconds(20), limit: Int = 1 << 20
  ) throws(ProgramQuestion.Failure) -> String {
    let question = ProgramQuestion(
      ["/bin/sh", "-c", script], environment: environment, patience: patience, limit: limit)
    return String(decoding: try question.answer(reading: lines), as: UTF8.self)
  }

  @Test func `a program reads its lines and answers`() throws {
    #expect(try ask("cat; echo end", ["a", "ü"]) == "a\nü\nend\n")
    #expect(try ask("cat") == "")
    #expect(try ask("echo $ORTHOSWEEP_DATA", environment: ["ORTHOSWEEP_DATA": "/d"]) == "/d\n")
  }

  /// More than any pipe holds: a program that reads none of it holds nobody up.
  @Test func `a program need not read what it is given`() throws {
    let lines = Array(repeating: String(repeating: "x", count: 1 << 16), count: 100)
    #expect(try ask("echo done", lines) == "done\n")
    #expect(try ask("wc -c | tr -d ' '", lines) == "6553700\n")
  }

  @Test func `each way to give no answer is told apart`() {
    #expect(throws: ProgramQuestion.Failure.status(3)) { try ask("exit 3") }
    #expect(throws: ProgramQuestion.Failure.signal("SIGKILL")) { try ask("kill -KILL $$") }
    #expect(throws: ProgramQuestion.Failure.tooLong(.milliseconds(300))) {
      try ask("trap '' TERM; sleep 50", patience: .milliseconds(300))
    }
    #expect(throws: ProgramQuestion.Failure.tooMuch(bytes: 1000)) { try ask("yes", limit: 1000) }
    #expect(throws: ProgramQuestion.Failure.cannotStart("No such file or directory")) {
      try ProgramQuestion(["/nowhere/program"]).answer()
    }
  }
}

@Suite("Questions about trials", .timeLimit(.minutes(1))) struct TrialQuestionTests {
  /// A trial whose seed stands in three places, as a schema resolves it.
  private func trial(_ margin: Double, seed: Int, data: Int? = nil, threads: Double = 1) -> Trial {
    Trial(
      program: "p",
      parameters: [
        "margin": .number(margin), "seed.data": .number(Double(data ?? seed)),
        "seed.init": .number(Double(seed)),
      ], settings: ["threads": .number(threads)], seed: seed)
  }

  private func questions(_ trials: [Trial]) -> TrialQuestions {
    TrialQuestions(trials, seedParameters: ["seed.data", "seed.init"])
  }

  @Test func `trials that only a seed tells apart are asked about once`() {
    let trials = (0..<3).flatMap { seed in [0.1, 0.2].map { trial($0, seed: seed) } }
    let questions = questions(trials)
    #expect(questions.distinct == Array(trials.prefix(2)))
    #expect(Array(questions.lines) == trials.prefix(2).map(\.json))
  }

  @Test func `what is no seed tells trials apart`() {
    let trials = [
      trial(0.1, seed: 0), trial(0.1, seed: 1, data: 7), trial(0.1, seed: 2, data: 7),
      trial(0.1, seed: 3, threads: 2),
    ]
    #expect(questions(trials).distinct == [trials[0], trials[1], trials[3]])
  }

  @Test func `equal problems of several trials are one, wrong trials first`() throws {
    let trials = (0..<5).flatMap { seed in [0.1, 0.2, 0.3].map { trial($0, seed: seed) } }
    let answer = """
      {"trial":2,"kind":"missing","problem":"no data"}
      {"trial":1,"kind":"missing","problem":"no data"}
      {"trial":1,"kind":"missing","problem":"no data"}

      {"trial":2,"kind":"invalid","problem":"odd"}
      """
    let found = try questions(trials).problems(in: Data(answer.utf8))
    #expect(
      found == [
        .init(kind: .invalid, problem: "odd", first: trials[2], trials: 5),
        .init(kind: .missing, problem: "no data", first: trials[1], trials: 10),
      ])
    #expect(try questions(trials).problems(in: Data()) == [])
  }

  @Test(arguments: [
    ("hello", "line 1 is no finding: it begins 'hello'"),
    (
      #"{"trial":0,"kind":"missing","problem":"x"}"# + "\n" + #"{"trial":1}"#,
      "line 2 is no finding: 'kind' is missing"
    ),
    (
      #"{"trial":0,"kind":"wrong","problem":"x"}"#,
      "line 1 is no finding: kind: Cannot initialize Kind from invalid String value wrong"
    ),
    (
      #"{"trial":1,"kind":"missing","problem":"x"}"#,
      "line 1 speaks of trial 1, and it was asked about 0 to 0"
    ),
    (
      #"{"trial":-1,"kind":"missing","problem":"x"}"#,
      "line 1 speaks of trial -1, and it was asked about 0 to 0"
    ),
    ("\u{0}\u{FFFD}", "line 1 is no finding: it begins '\u{0}\u{FFFD}'"),
  ])
  func `what is no answer is refused with its line`(answer: String, why: String) {
    let misfit = #expect(throws: TrialQuestions.Misfit.self) {
      try questions([trial(0.1, seed: 0)]).problems(in: Data(answer.utf8))
    }
    #expect(misfit?.description == why)
  }

  @Test func `a hundred thousand trials of ten cells are ten questions, found at once`() {
    let trials = (0..<10_000).flatMap { seed in (0..<10).map { trial(Double($0), seed: seed) } }
    let clock = ContinuousClock()
    var count = 0
    let time = clock.measure { count = questions(trials).distinct.count }
    #expect(count == 10)
    // A tenth of a second alone; tests run side by side on busy machines.
    #expect(time < .seconds(5))
  }
}

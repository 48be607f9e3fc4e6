import Testing

@testable import Trials

@Suite("Parameter types") struct ParameterTypesTests {
  private func type(_ words: String) throws -> ParameterType {
    try #require(ParameterType(words))
  }

  @Test(arguments: [
    "number", "number >= 0", "number > 0, <= 1", "number >= 0 | none", "integer >= 1",
    "one of [a, b]", "one of [28, 14, 7]", "boolean", "text",
  ])
  func `a type's description reads back as itself`(words: String) throws {
    #expect(try type(words).description == words)
  }

  @Test(arguments: ["", "numbers", "number > x", "one of []", "integer ~ 3"])
  func `other words are not a type`(words: String) {
    #expect(ParameterType(words) == nil)
  }

  @Test(arguments: [
    ("1", 1.0), ("+1", 1), (".5", 0.5), ("-2.5e-3", -0.0025), ("2e2", 200), ("0.10", 0.1),
  ])
  func `numbers follow JSON's grammar, a leading plus and a bare point`(text: String, value: Double)
    throws
  {
    #expect(try type("number").read(text) == .number(value))
  }

  @Test(arguments: [
    (
      "number >= 0 | none", "nome",
      "`nome` is neither a number >= 0 nor `none`; did you mean `none`?"
    ),
    ("number >= 0 | none", "-1", "`-1` is neither a number >= 0 nor `none`"),
    ("number", "1e400", "`1e400` is larger than a number can be"),
    ("number", "1_000", "`1_000` is not a number"),
    ("number", "12:30", "`12:30` is not a number"),
    ("number", "nan", "`nan` is not a number"),
    ("integer >= 1", "0o17", "`0o17` is not an integer >= 1"),
    ("integer >= 1", "017", "`017` is not an integer >= 1"),
    ("integer >= 1", "2.5", "`2.5` is not an integer >= 1"),
    (
      "integer", "9223372036854775808",
      "`9223372036854775808` is beyond the largest integer here, 2^53"
    ),
    ("boolean", "yes", "`yes` is not `true` or `false`"),
    (
      "one of [copy, adding]", "coppy",
      "`coppy` is not one of `copy`, `adding`; did you mean `copy`?"
    ),
  ])
  func `a mismatch says what is wanted`(words: String, text: String, message: String) throws {
    let type = try type(words)
    let problem = #expect(throws: ParameterType.Mismatch.self) { try type.read(text) }
    #expect(problem?.description == message)
  }

  @Test func `an integer may be written with an exponent`() throws {
    #expect(try type("integer >= 1").read("2e2") == .number(200))
  }
}

@Suite("Patterns") struct PatternsTests {
  private let margin = ParameterType("number >= 0 | none")

  @Test func `only absent matches an absent parameter`() throws {
    for text in ["0.1", "> 0", "not none", "no*"] {
      #expect(try !Pattern.read(text, type: margin).matches(nil))
    }
    #expect(try Pattern.read("absent", type: margin).matches(nil))
    #expect(try !Pattern.read("absent", type: margin).matches(.number(0)))
  }

  @Test func `comparisons are true of numbers only`() throws {
    let positive = try Pattern.read("> 0, <= 1", type: margin)
    #expect(positive.matches(.number(1)))
    #expect(!positive.matches(.number(0)))
    #expect(!positive.matches(.number(1.5)))
    #expect(!positive.matches(.text("none")))
  }

  @Test func `a value matches however its number was written`() throws {
    #expect(try Pattern.read("0.10", type: margin).matches(.number(0.1)))
  }

  @Test func `an alias matches as well as the value it stands for`() throws {
    let task = ParameterType("one of [copy, adding]")
    let glob = try Pattern.read("copy-*", type: task)
    #expect(glob.matches(.text("copy"), alias: "copy-200"))
    #expect(!glob.matches(.text("copy")))
    let alias = try Pattern.read("copy-200", type: task, aliases: ["copy-200"])
    #expect(alias.matches(.text("copy"), alias: "copy-200"))
    #expect(!alias.matches(.text("copy"), alias: "copy-500"))
  }

  @Test(arguments: [
    ("a*c", "abc", true), ("a*c", "ac", true), ("*b*", "abc", true),
    ("a*b*c", "acb", false), ("ab*bc", "abc", false), ("*", "", true),
  ])
  func `a star stands for any characters`(glob: String, text: String, matches: Bool) throws {
    #expect(try Pattern.read(glob, type: nil).matches(.text(text)) == matches)
  }
}

@Suite("Nearest words") struct NearestWordsTests {
  @Test(arguments: [
    ("hiden", "hidden"), ("lr.fre", "lr.free"), ("margni", "margin"), ("xyz", nil),
  ])
  func `a near word is found and a far one is not`(word: String, expected: String?) {
    #expect(NearestWord.of(word, among: ["hidden", "lr.free", "margin"]) == expected)
  }
}

@Suite("Resolving a trial") struct ResolvingATrialTests {
  private let description = ProgramDescription(
    program: .init(name: "p", version: "1", engine: 1),
    parameters: [
      .init(
        "bases", .init(.number([])), default: "0.5", about: "", applies: .init(["kind": ["rnn"]])),
      .init("kind", .init(.choice([.text("rnn"), .text("lstm")])), default: "rnn", about: ""),
      .init("rate", .init(.number([])), default: "0.1", about: ""),
      .init("rate.spectrum", .init(.number([])), default: "=rate", about: ""),
      .init("seed.data", .init(.integer([])), default: "=seed", about: ""),
      .init("hidden", .init(.integer([])), about: ""),
      .init("threads", .init(.integer([])), default: "1", about: "", identity: false),
      .init("later", .init(.boolean), default: "false", about: "", neutral: true),
    ], metrics: [])

  @Test func `defaults follow other parameters and the seed`() throws {
    let schema = try ParameterSchema(description)
    let result = schema.resolve(["hidden": .number(8), "rate": .number(0.2)], seed: 7)
    #expect(result.values["rate.spectrum"] == .number(0.2))
    #expect(result.values["seed.data"] == .number(7))
    #expect(result.values["bases"] == .number(0.5))
    #expect(result.missing.isEmpty && result.inapplicable.isEmpty)
  }

  @Test func `a parameter that does not apply is absent, and told if it was given`() throws {
    let schema = try ParameterSchema(description)
    let given: [String: ParameterValue] = ["kind": .text("lstm"), "bases": .number(1)]
    let result = schema.resolve(given, seed: 0)
    #expect(result.values["bases"] == nil)
    #expect(result.inapplicable == ["bases"])
    #expect(result.missing == ["hidden"])
  }

  @Test func `threads and neutral defaults stay out of the identity`() throws {
    let schema = try ParameterSchema(description)
    let few = schema.resolve(["hidden": .number(8)], seed: 0)
    let many = schema.resolve(["hidden": .number(8), "threads": .number(4)], seed: 0)
    let trials = [few, many].map { schema.trial($0, seed: 0) }
    #expect(trials[0].id == trials[1].id)
    #expect(trials[0].parameters["later"] == nil)
    #expect(trials[1].settings == ["threads": .number(4)])
    let changed = schema.resolve(["hidden": .number(8), "later": .boolean(true)], seed: 0)
    #expect(schema.trial(changed, seed: 0).parameters["later"] == .boolean(true))
  }

  @Test func `a description that goes in a circle is refused by name`() {
    let circle = ProgramDescription(
      program: .init(name: "p", version: "1", engine: 1),
      parameters: [
        .init("a", .init(.number([])), default: "=b", about: ""),
        .init("b", .init(.number([])), default: "=a", about: ""),
      ], metrics: [])
    let problem = #expect(throws: DescriptionProblem.self) { try ParameterSchema(circle) }
    #expect(problem?.description == "a depends on itself")
  }
}

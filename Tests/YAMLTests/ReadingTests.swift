import Testing
import YAML

/// `line:column: message` of everything wrong with a text.
private func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }

private func problems(_ bytes: [UInt8]) -> [String] {
  Reading(of: bytes).problems.map { "\($0.mark): \($0.message)" }
}

/// A node as nested text, with the place of each scalar.
private func shown(_ node: Node?) -> String {
  guard let node else { return "nothing" }
  return switch node.content {
  case .scalar(let text, _): "\(text)@\(node.mark)"
  case .sequence(let items): "[" + items.map(shown).joined(separator: " ") + "]"
  case .mapping(let entries):
    "{"
      + entries.map { "\($0.key.text)@\($0.key.mark): \(shown($0.value))" }
      .joined(separator: " ") + "}"
  }
}

@Suite("Reading YAML") struct ReadingTests {
  @Test func `values keep their text and their place`() {
    let text = "a: [1e-6, 0.10, no]\nb:\n  c: \"q\\0r\"   # why\n  é: x\n"
    #expect(
      shown(Reading(of: Array(text.utf8)).root)
        == "{a@1:1: [1e-6@1:5 0.10@1:11 no@1:17] b@2:1: {c@3:3: q\0r@3:6 é@4:3: x@4:6}}")
  }

  @Test func `a mark is as long as its token`() {
    let root = Reading(of: Array("margin: [0, nome]\n".utf8)).root
    #expect(root?.entries?[0].key.mark == Mark(line: 1, column: 1, length: 6))
    #expect(root?["margin"]?.items?[1].mark == Mark(line: 1, column: 13, length: 4))
  }

  @Test func `an alias is what it stands for, at that place`() {
    #expect(
      shown(Reading(of: Array("a: &x [1, 2]\nb: *x\n".utf8)).root).hasSuffix(
        "b@2:1: [1@1:8 2@1:11]}"))
  }

  @Test func `quoting and missing values can be told`() {
    let root = Reading(of: Array("a: ''\nb:\nc: {d}\n".utf8)).root
    #expect(root?["a"]?.isMissing == false)
    #expect(root?["b"]?.isMissing == true)
    #expect(root?["c"]?["d"]?.isMissing == true)
  }

  @Test(arguments: [
    "a: 1", "\u{FEFF}a: 1\n", "a: 1\r\n", "---\na: 1\n...\n", "%YAML 1.2\n---\na: 1\n",
  ])
  func `a byte order mark, CR LF, a document's marks and no last newline are accepted`(
    text: String
  ) {
    let reading = Reading(of: Array(text.utf8))
    #expect(reading.problems == [])
    #expect(reading.root?["a"]?.text == "1")
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "\u{FEFF}"])
  func `a text without a value is empty`(text: String) {
    #expect(problems(text) == ["1:1: the file is empty"])
  }

  @Test func `a key given twice is told with both places`() {
    #expect(
      problems("a: 1\nb: {c: 1, c: 2}\na: 2\n") == [
        "2:11: 'c' is given twice; first at 2:5", "3:1: 'a' is given twice; first at 1:1",
      ])
  }

  @Test(arguments: [
    (
      "a: !!python/object x",
      "1:4: `tag:yaml.org,2002:python/object` is a tag, which sweep files do not have; quote "
        + "the value if it is text"
    ),
    (
      "a: {b: !none}",
      "1:8: `!` begins a tag, which sweep files do not have; quote the value if it is text"
    ),
    ("a: {b: > 0}", "1:8: `>` cannot begin a value; quote it, as \"> 0\""),
    ("a: @x # c", "1:4: `@` cannot begin a value; quote it, as \"@x\""),
    ("a: %x", "1:4: `%` cannot begin a value; quote it, as \"%x\""),
    ("a: *mnist", "1:4: `*mnist` stands for no anchor above; quote globs, as \"*mnist\""),
    ("a: {b: *.x}", "1:8: `*` begins an alias; quote globs, as \"*.x\""),
    ("a: &a [1, *a]", "1:11: `*a` stands inside what it stands for"),
    (
      "a: &a {x: 1}\nb:\n  <<: *a\n",
      "3:3: merge keys (`<<`) are not read; anchor a value (`&a`) and repeat it (`*a`)"
    ),
    ("a: 1\n---\nb: 2\n", "2:1: a second document begins here; a sweep file is one document"),
    ("a:\n\tb: 1\n", "2:1: a tab; indent with spaces"),
    ("a:\n  b: 1\n\tc: 1\n", "3:1: a tab; indent with spaces"),
    ("? [a]\n: 1\n", "1:3: a key is one word, not a list or a map"),
    (
      "a: [1, 2\nb: 3\n",
      "2:2: did not find expected ',' or ']' while parsing a flow sequence (begun at 1:4)"
    ),
    ("a: b: c", "1:5: mapping values are not allowed in this context"),
    ("a: \"x", "1:6: found unexpected end of stream while scanning a quoted scalar (begun at 1:4)"),
    ("é: \u{7}", "1:4: control characters are not allowed"),
  ])
  func `a fault has its place and the way out`(text: String, message: String) {
    #expect(problems(text) == [message])
  }

  @Test func `bytes that are no text are told by line and column`() {
    #expect(
      problems(Array("é: 1\na: ".utf8) + [0xE9, 0x0A]) == [
        "2:4: not UTF-8 (incomplete UTF-8 octet sequence); save the file as UTF-8"
      ])
    let wide: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x3A, 0]
    #expect(problems(wide) == ["1:1: the file is UTF-16; save it as UTF-8"])
    #expect(problems(Array(wide.dropFirst(2))) == ["1:1: the file is UTF-16; save it as UTF-8"])
  }

  @Test func `what is wrong inside a sound text leaves the rest readable`() {
    let reading = Reading(of: Array("a: *b\nc: !x 1\nd: 2\n".utf8))
    #expect(reading.problems.count == 2)
    #expect(reading.root?["d"]?.text == "2")
  }
}

import Testing

@testable import Reports

@Suite("CSV") struct CSVTests {
  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a\n\n1\n", [["a"], ["1"]]),
    ("\"a,\"\"b\"\"\r\nc\",\n", [["a,\"b\"\r\nc", ""]]),
    (",,LSTM\n", [["", "", "LSTM"]]),
    ("", []),
    ("é,\"\"\n", [["é", ""]]),
  ])
  func `fields may be quoted, and lines end either way`(text: String, wanted: [[String]]) throws {
    #expect(try CSVText.read(text).map(\.fields) == wanted)
  }

  @Test(arguments: [
    ("a\n\"b", 2, "a quote that is never closed"),
    ("a\nb\"c\"", 2, "a quote inside a field that is not quoted"),
    ("\"a\n\"b", 2, "text after a closing quote"),
  ])
  func `broken quotes are told by line`(text: String, line: Int, message: String) {
    let problem = #expect(throws: CSVProblem.self) { try CSVText.read(text) }
    #expect(problem == CSVProblem(line: line, description: message))
  }

  @Test(arguments: [
    ("", 1, "the file is empty; a header of names is wanted"),
    ("a,a\n", 1, "column 'a' stands twice"),
    ("a,,b\n", 1, "column 2 has no name"),
    ("a,b\n1,2\n\n3\n", 4, "1 field where the header has 2"),
  ])
  func `a reference without a sound header or rows is refused`(
    text: String, line: Int, message: String
  ) {
    let problem = #expect(throws: CSVProblem.self) { try ReferenceTable(name: "paper", csv: text) }
    #expect(problem == CSVProblem(line: line, description: message))
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("-1.5", "-1.5"),
    ("=1+1", "'=1+1"), ("-x", "'-x"), ("@a,b", "\"'@a,b\""), ("\tx", "'\tx"), ("a\nb", "\"a\nb\""),
    ("", ""),
  ])
  func `fields are quoted where needed and are no formulas`(text: String, wanted: String) {
    #expect(CSVText.field(text) == wanted)
  }

  @Test func `what is written reads back`() throws {
    let fields = ["a", "b\r\nc", "\"", "d,e", "", "1"]
    #expect(try CSVText.read(CSVText.line(fields)).map(\.fields) == [fields])
  }
}

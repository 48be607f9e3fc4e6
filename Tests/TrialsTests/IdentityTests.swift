import Foundation
import Testing

@testable import Trials

@Suite("Digests and canonical text") struct DigestsAndCanonicalTextTests {
  /// FIPS 180-4 examples, and lengths around the padding's edges (from Python's hashlib).
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 55),
      "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"
    ),
    (
      String(repeating: "a", count: 64),
      "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
    ),
  ])
  func `SHA-256 is the standard's, whole or in pieces`(text: String, digest: String) {
    #expect(SHA256.hexDigest(of: text.utf8) == digest)
    for size in [1, 7, 63, 64] {
      var pieces = SHA256()
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        pieces.add(rest.prefix(size))
        rest = rest.dropFirst(size)
      }
      #expect(pieces.finish() == digest)
    }
  }

  /// What ECMAScript's Number.prototype.toString gives (RFC 8785).
  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1.0, "1"), (0.1, "0.1"), (1e-4, "0.0001"), (1e-6, "0.000001"),
    (1e-7, "1e-7"), (1.5e-7, "1.5e-7"), (123456789.0, "123456789"), (1e21, "1e+21"),
    (1e20, "100000000000000000000"), (-2.5, "-2.5"), (0.30000000000000004, "0.30000000000000004"),
    (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
    (9007199254740992.0, "9007199254740992"), (100.0, "100"), (120.25, "120.25"),
  ])
  func `numbers have their shortest text`(number: Double, text: String) {
    #expect(CanonicalJSON.text(of: number) == text)
  }

  @Test func `strings escape only what JSON requires`() {
    #expect(CanonicalJSON.text(of: "a\"b\\c\n\u{1}é/") == "\"a\\\"b\\\\c\\n\\u0001é/\"")
  }

  /// The golden file of IDs: a change here would orphan every record ever made.
  @Test func `an ID is the digest of the canonical text, for ever`() {
    let trial = Trial(
      program: "orthornn",
      parameters: ["margin": .number(0.1), "task": .text("copy"), "learn": .boolean(true)],
      settings: ["threads": .number(2)], seed: 3)
    #expect(
      trial.identityJSON == """
        {"format":1,"parameters":{"learn":true,"margin":0.1,"task":"copy"},\
        "program":"orthornn","seed":3}
        """)
    #expect(trial.id.hex == "83553c3dfb2de32f9732aaf53d96493bea79a3476a725f815c70ecf2cfc41d75")
    #expect(trial.json.hasSuffix(",\"settings\":{\"threads\":2}}"))
  }

  @Test(arguments: ["none", "nan", "inf", "-inf", "1", "true", ""])
  func `a trial reads back from what it writes`(word: String) throws {
    let trial = Trial(
      program: "p", parameters: ["a": .number(0.1), "b": .text(word), "c": .boolean(false)],
      settings: ["threads": .number(1)], seed: 0)
    let data = Data(trial.json.utf8)
    #expect(try TrialJSON.read(Trial.self, from: data) == trial)
    #expect(try TrialJSON.read(Trial.self, from: TrialJSON.line(trial)).id == trial.id)
  }
}

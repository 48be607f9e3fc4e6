import Foundation
import TestSupport
import Testing

/// What shells and helps offer.
@Suite("Completion and help", .timeLimit(.minutes(2))) struct CompletionTests {
  private let project: SweepFixture

  init() throws {
    project = try SweepFixture()
    try project.write(SweepText.copy(), to: "sweeps/tiny.yaml")
    try project.write("name: small-tiny\n" + SweepText.copy(), to: "sweeps/small/tiny.yaml")
  }

  /// What bash offers for the last of the words, which it takes apart at `=`.
  private func offers(_ words: String...) throws -> [String] {
    let program = try Invocation.builtProgram("orthosweep")
    let script = """
      PATH="$1:$PATH"; shift
      source <(orthosweep completion bash)
      compopt() { :; }  # it asks for a completion that readline has begun
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
      current="${COMP_WORDS[COMP_CWORD]}"; [ "$current" = "=" ] && current=""
      function=$(complete -p orthosweep | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
      "$function" orthosweep "$current" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let offered = try Invocation(
      URL(fileURLWithPath: "/bin/bash"),
      ["-c", script, "bash", program.deletingLastPathComponent().path, "orthosweep"] + words,
      folder: project.root)
    #expect(offered.errors == "")
    return offered.output.split(separator: "\n").map(String.init)
  }

  @Test func `bash completes verbs, sweeps, axes and values`() throws {
    try #require(FileManager.default.isExecutableFile(atPath: "/bin/bash"))
    #expect(try offers("pl") == ["plan"])
    #expect(try offers("plan", "") == ["small-tiny", "tiny"])
    #expect(try offers("plan", "sweeps/t") == ["sweeps/tiny.yaml"])
    #expect(try offers("plan", "tiny", "") == ["margin=", "seed="])
    #expect(try offers("run", "tiny", "ma") == ["margin="])
    #expect(try offers("show", "sweeps/tiny.yaml", "margin", "=") == ["0", "0.1", "none"])
    #expect(try offers("plan", "tiny", "margin", "=", "no") == ["none"])
    #expect(try offers("plan", "tiny", "--set", "ep") == ["epochs="])
    #expect(try offers("plan", "tiny", "--na") == [])
    #expect(try offers("report", "tiny", "--na") == ["--name"])
    #expect(try offers("completion", "z") == ["zsh"])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `there is a script for each shell`(shell: String) throws {
    let script = try project.orthosweep("completion", shell)
    #expect(script.status == 0 && script.errors == "")
    #expect(script.output.contains("orthosweep") && script.output.contains("diff"))
  }

  @Test(arguments: [
    "plan", "run", "status", "show", "diff", "logs", "report", "import", "describe",
  ])
  func `the help of a verb has an example`(verb: String) throws {
    let help = try project.orthosweep(verb, "--help")
    #expect(help.status == 0 && help.output.contains("\nExample: orthosweep \(verb) "))
  }

  @Test func `the help lists the verbs in the order of work`() throws {
    let help = try project.orthosweep("help").output
    let heads = help.split(separator: "\n").filter { $0.hasSuffix("SUBCOMMANDS:") }
    #expect(
      heads == [
        "LOOK BEFORE SUBCOMMANDS:", "DO SUBCOMMANDS:", "LOOK AT SUBCOMMANDS:",
        "HAND OVER SUBCOMMANDS:",
      ])
    #expect(!help.contains("guard"))
  }
}

import Foundation
import TestSupport
import Testing

/// A trial program that cannot say what it is: one clear message, exit status 2, nothing started.
@Suite("Bad trial programs", .timeLimit(.minutes(2))) struct BadProgramTests {
  private let project: SweepFixture

  init() throws {
    project = try SweepFixture()
    try project.write(SweepText.toy([1]), to: "toy.yaml")
  }

  private func expectRefusal(_ message: String) throws {
    let refused = try project.orthosweep("run", "toy.yaml")
    #expect(refused.status == 2 && refused.output == "")
    #expect(refused.errors == "orthosweep: " + message + "\n")
    #expect(!project.exists("results"))
  }

  /// What the messages show of `./toy describe`.
  private var inquiry: String { "`\(project.root.path)/toy describe`" }

  @Test func `a program that is missing is named`() throws {
    try expectRefusal("the trial program './toy' is not an executable file")
    try project.write("no program", to: "toy")
    try expectRefusal("the trial program './toy' is not an executable file")
    try project.write(
      SweepText.toy([1]).replacing("./toy", with: "no-such-program-here"), to: "toy.yaml")
    try expectRefusal("the trial program 'no-such-program-here' is not on PATH")
  }

  @Test func `a program whose interpreter is missing is named`() throws {
    try project.writeProgram("#!/no/such/interpreter\n", to: "toy")
    try expectRefusal(
      "the trial program \(project.root.path)/toy cannot be started: No such file or directory")
  }

  @Test func `a program that prints garbage is named`() throws {
    try project.writeProgram("#!/bin/sh\necho hello\n", to: "toy")
    try expectRefusal("\(inquiry) did not print a description: it begins 'hello'")
    try project.writeProgram("#!/bin/sh\necho '{}'\n", to: "toy")
    try expectRefusal("\(inquiry) did not print a description: 'program' is missing")
    try project.writeProgram("#!/bin/sh\nexit 0\n", to: "toy")
    try expectRefusal("\(inquiry) did not print a description: it printed nothing")
  }

  @Test func `a program that dies or gives up is named with its end`() throws {
    try project.writeProgram("#!/bin/sh\nkill -SEGV $$\n", to: "toy")
    try expectRefusal("\(inquiry) was ended by SIGSEGV")
    try project.writeProgram("#!/bin/sh\nexit 3\n", to: "toy")
    try expectRefusal("\(inquiry) ended with exit status 3")
  }

  @Test func `a program by another name is named`() throws {
    try project.writeToy()
    try project.write(
      SweepText.toy([1]).replacing("name: toy", with: "name: doll"), to: "toy.yaml")
    try expectRefusal(
      "\(project.root.path)/toy calls itself 'toy', and the sweep file 'doll'; name it so under "
        + "`trial`")
  }

  @Test func `an installed program that is not there is named`() throws {
    try project.write("sweep: 1\ntrial: {program: orthocnn}\n", to: "toy.yaml")
    let folder = try Invocation.builtProgram("orthosweep").deletingLastPathComponent()
      .resolvingSymlinksInPath().path
    try expectRefusal(
      "the trial program 'orthocnn' is not at \(folder)/orthocnn; build it with `make build`, or "
        + "name another one under `trial` in the sweep file")
  }

  @Test func `a program that floods is cut off`() throws {
    try project.writeProgram("#!/bin/sh\nexec yes\n", to: "toy")
    try expectRefusal(inquiry + " printed more than 1 MiB")
  }

  @Test func `a program whose child holds its output is not waited for`() throws {
    try project.writeProgram("#!/bin/sh\nsleep 50 &\n", to: "toy")
    let refused = try project.orthosweep("run", "toy.yaml")
    #expect(refused.errors.hasSuffix("did not print a description: it printed nothing\n"))
    #expect(refused.seconds < 8)
  }

  @Test func `what would act on a terminal is shown by its code`() throws {
    try project.writeProgram("#!/bin/sh\nprintf 'a\\033[2Jb'\n", to: "toy")
    try expectRefusal(
      inquiry + " did not print a description: it begins 'a\\u{1b}[2Jb'")
  }

  @Test func `what is wrong with the file is told before the program's refusal`() throws {
    try project.write(SweepText.toy([1]) + "colour: red\n", to: "toy.yaml")
    try project.writeProgram("#!/bin/sh\nexit 3\n", to: "toy")
    let refused = try project.orthosweep("run", "toy.yaml")
    #expect(refused.errors.contains("unknown key 'colour'"))
  }
}

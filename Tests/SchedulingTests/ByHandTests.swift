@testable import Scheduling
import Testing
import Trials

@Suite("Starting by hand") struct ByHandTests {
  private let trial = Trial(
    program: "toy", parameters: ["a": .number(0.5), "b": .text("x y")], seed: 3)

  @Test func `placeholders are filled, and our own guard is left out`() {
    let command = TrialCommand(
      ["python3", "{dir}/train.py", "{trial}", "--seed={seed}", "{flags}", "{checkpoints}"],
      startedBy: TrialGuard.words(of: "/bin/orthosweep"))
    #expect(command.namesFolder)
    #expect(
      command.wordsByHand(for: trial, file: "/t.json", folder: "/out") == [
        "python3", "/out/train.py", "/t.json", "--seed=3", "--a", "0.5", "--b", "x y",
        "/dev/null",
      ])
  }

  @Test func `a command without a folder names none`() {
    let command = TrialCommand(["train", "{trial}"])
    #expect(!command.namesFolder)
    #expect(command.wordsByHand(for: trial, file: "t", folder: "d") == ["train", "t"])
  }
}

import Foundation
import TestSupport
import Testing

@Suite("orthosweep import", .timeLimit(.minutes(2))) struct ImportTests {
  private let project: SweepFixture

  /// A project whose toy has run two of three values elsewhere, the third failed there.
  init() throws {
    project = try SweepFixture()
    try project.writeToy()
    try project.write("", to: "fails-3")
    try project.write(SweepText.toy([1, 2, 3]), to: "toy.yaml")
    let run = try project.orthosweep("run", "toy.yaml", "--results", "elsewhere")
    try #require(run.status == 1)
  }

  private var places: String { "\(project.root.path)/elsewhere → \(project.root.path)/results" }

  @Test func `what is finished there is here afterwards, and a second time there is nothing to do`()
    throws
  {
    let first = try project.orthosweep("import", "elsewhere")
    #expect(first.status == 0 && first.errors == "")
    #expect(first.output == "\(places)   2 trials copied · 0 already here · 1 not finished there\n")
    let before = try project.trialBytes()
    let second = try project.orthosweep("import", "elsewhere")
    #expect(second.status == 0 && second.errors == "")
    #expect(
      second.output == "\(places)   0 trials copied · 2 already here · 1 not finished there\n")
    #expect(try project.trialBytes() == before)
    #expect(!before.keys.contains { $0.contains("attempts") })
    #expect(try project.records() == project.records(in: "elsewhere"))

    try project.remove("fails-3")
    #expect(try project.orthosweep("run", "toy.yaml").status == 0)
    #expect(try project.text("results/toy/toy.csv") == SweepText.toyTable([1, 2, 3]))
    #expect(try project.attempts().values.sorted() == [0, 0, 1])
  }

  @Test func `what is damaged there is refused with its reason, and the others are copied`() throws
  {
    let folder = try #require(
      project.trialFolders(in: "elsewhere").first {
        FileManager.default.fileExists(atPath: $0.appending(path: "record.json").path)
      })
    try Data("nonsense".utf8).write(to: folder.appending(path: "curves.safetensors"))
    let imported = try project.orthosweep("import", "elsewhere", "--results", "results")
    #expect(imported.status == 1)
    #expect(
      imported.errors == """
        refused: \(folder.path): curves.safetensors does not fit its checksum in the record

        """)
    #expect(
      imported.output
        == "\(places)   1 trial copied · 0 already here · 1 not finished there · 1 refused\n")
    #expect(try project.records().count == 1)
  }

  @Test func `a folder that is none, or the same, is refused with the right one`() throws {
    try project.write("", to: "outer/results/trials/note")
    for (folder, message) in [
      ("nowhere", "/nowhere is no results folder: it has no folder 'trials'"),
      (
        "outer",
        "/outer is no results folder: it has no folder 'trials'; did you mean "
          + "\(project.root.path)/outer/results?"
      ),
    ] {
      let refused = try project.orthosweep("import", folder)
      #expect(refused.status == 2 && refused.output == "")
      #expect(refused.errors == "orthosweep: \(project.root.path)\(message)\n")
    }
    let same = try project.orthosweep("import", "elsewhere", "--results", "./elsewhere/")
    #expect(same.status == 2 && same.output == "")
    #expect(
      same.errors == "orthosweep: \(project.root.path)/elsewhere is the folder to copy into; "
        + "say another one with --results\n")
    #expect(!project.exists("results"))
  }

  @Test func `a record of a newer version here is neither read nor replaced`() throws {
    try #require(try project.orthosweep("import", "elsewhere").status == 0)
    let file = try #require(project.trialFolders().first).appending(path: "record.json")
    let newer = try String(contentsOf: file, encoding: .utf8)
      .replacing("\n  \"format\" : 1,", with: "\n  \"format\" : 2,")
    try Data(newer.utf8).write(to: file)
    let before = try project.trialBytes()
    let refused = try project.orthosweep("import", "elsewhere")
    #expect(refused.status == 5 && refused.output == "")
    #expect(
      refused.errors == """
        orthosweep: \(file.path): record format 2; this orthosweep reads format 1: update orthosweep

        """)
    #expect(try project.trialBytes() == before)
  }
}

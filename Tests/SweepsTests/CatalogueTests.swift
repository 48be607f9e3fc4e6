import Foundation
@testable import Sweeps
import TestSupport
import Testing

@Suite("Sweeps by name") struct CatalogueTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (file, name) in [
      ("paper/table1.yaml", nil), ("small/table1.yaml", "small-table1"), ("quick.yml", nil),
      ("old/quick2.yaml", "renamed"), (".hidden/secret.yaml", nil), ("notes.txt", nil),
    ] {
      try folder.write("sweep: 1\n" + (name.map { "name: \($0)\n" } ?? ""), to: file)
    }
    try folder.write("[: broken", to: "broken.yaml")
  }

  private func find(_ word: String) -> [String] {
    let root = folder.url.path + "/"
    return SweepCatalogue(below: folder.url).find(word).map {
      $0.path.replacing(root, with: "")
    }
  }

  @Test func `a sweep is found by its file's name and by the name inside`() {
    #expect(find("quick") == ["quick.yml"])
    #expect(find("small-table1") == ["small/table1.yaml"])
    #expect(find("renamed") == ["old/quick2.yaml"])
    #expect(find("quick2") == ["old/quick2.yaml"])
    #expect(find("broken") == ["broken.yaml"])
    #expect(find("secret") == [] && find("notes") == [] && find("table") == [])
  }

  @Test func `of files of one name, the sweep of that name is meant`() throws {
    #expect(find("table1") == ["paper/table1.yaml"])
    try folder.write("sweep: 1\n", to: "other/table1.yaml")
    #expect(find("table1") == ["other/table1.yaml", "paper/table1.yaml", "small/table1.yaml"])
  }

  @Test func `what there is, is told with the nearest name`() {
    let (nearest, names) = SweepCatalogue(below: folder.url).suggestion(for: "tabel1")
    #expect(nearest == "table1")
    #expect(names == ["broken", "quick", "renamed", "small-table1", "table1"])
  }

  @Test func `no folder has no sweeps`() {
    #expect(SweepCatalogue(below: folder.url.appending(path: "nowhere")).entries == [])
  }
}

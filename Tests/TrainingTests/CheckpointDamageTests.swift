import Foundation
import Randomness
import Testing
import Trials

@testable import Training

/// Files as a crash, a bad disk or a curious hand may leave them.
@Suite("Damaged checkpoints") struct CheckpointDamageTests {
  private let fixture: CheckpointFixture
  private let bytes: Data
  private let whole: Checkpoint

  init() throws {
    fixture = try CheckpointFixture()
    bytes = try fixture.bytes()
    whole = fixture.checkpoint
  }

  /// Reads as a training does.
  private func read(_ data: Data) throws(Checkpoint.Problem) -> Checkpoint {
    try Checkpoint(serialized: data, of: fixture.owner)
  }

  /// Whether a file is refused, in one line; if not, it must say what the whole one says.
  private func isRefused(_ data: Data, _ place: String) -> Bool {
    do throws(Checkpoint.Problem) {
      let checkpoint = try read(data)
      #expect(checkpoint == whole, "\(place): another content is accepted")
      return false
    } catch {
      let reason = error.description
      #expect(
        !reason.isEmpty && !reason.contains("\n") && reason.count < 300, "\(place): \(reason)")
      return true
    }
  }

  @Test func `no flipped byte is read as something else`() {
    var random = RandomStream(seed: 1, name: "flips")
    var accepted = 0
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= UInt8(1 + random.integer(below: 255))
      if !isRefused(damaged, "byte \(place)") { accepted += 1 }
    }
    // Blanks fill the header up to a multiple of 8 bytes, and JSON knows other blanks.
    #expect(accepted <= 7)
  }

  @Test func `every flipped bit of the lengths and the first names is refused or harmless`() {
    for place in bytes.indices.prefix(400) {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[place] ^= 1 << UInt8(bit)
        _ = isRefused(damaged, "bit \(bit) of byte \(place)")
      }
    }
  }

  @Test func `a file cut anywhere is refused`() {
    for length in 0..<bytes.count {
      #expect(isRefused(bytes.prefix(length), "\(length) bytes"))
    }
  }

  @Test func `blocks that never reached the disk are refused`() {
    for start in stride(from: 0, to: bytes.count, by: 512) {
      var damaged = bytes
      let end = min(start + 512, bytes.count)
      damaged.replaceSubrange(start..<end, with: Data(count: end - start))
      #expect(isRefused(damaged, "zeros from \(start)"))
    }
  }

  @Test func `behind a damaged checkpoint the next older one is gone on from`() throws {
    let older = try fixture.writeOlder()
    var random = RandomStream(seed: 2, name: "flips")
    for _ in 0..<200 {
      var damaged = bytes
      damaged[random.integer(below: bytes.count)] ^= UInt8(1 + random.integer(below: 255))
      let path = try fixture.write(damaged)
      let (course, notes) = fixture.resumed(from: [path, older])
      if notes == [] {
        #expect(try course?.checkpoint.serialized() == bytes)
      } else {
        #expect(course?.loop.step == 1)
        #expect(notes.count == 1)
        let start = "DIR/checkpoint-3.safetensors: cannot go on from this checkpoint: "
        #expect(notes[0].hasPrefix(start) && notes[0].hasSuffix("; an older one is tried"))
      }
    }
  }

  @Test func `the reasons of a refusal are these`() throws {
    let place = "DIR/checkpoint-3.safetensors: cannot go on from this checkpoint: "
    func reason(_ data: Data) throws -> String? {
      let note = try fixture.note(on: data)
      return note?.replacing(place, with: "").replacing("; an older one is tried", with: "")
    }
    #expect(try reason(bytes) == nil)
    #expect(try reason(Data()) == "the file is shorter than its header")
    #expect(try reason(bytes.prefix(100)) == "the header is cut off")
    #expect(try reason(bytes.dropLast()) == "array update is cut off or of another size")
    var damaged = bytes
    damaged[bytes.count - 1] ^= 1
    #expect(try reason(damaged) == "its checksum is not that of its content")
    #expect(try reason(whole.content.serialized()) == "it has no checksum")
    #expect(
      try reason(Data("curves,of,a,table\n".utf8)) == "the header is cut off")
  }

  @Test func `of several files the first whole one is gone on from, and each other one noted`()
    throws
  {
    let older = try fixture.writeOlder()
    let missing = fixture.place + "/checkpoint-5.safetensors"
    let cut = try fixture.write(bytes.prefix(2000), to: "checkpoint-4.safetensors")
    let (course, notes) = fixture.resumed(
      from: [missing, fixture.place, cut, older, "never read"])
    #expect(course?.loop.step == 1)
    #expect(
      notes == [
        "DIR/checkpoint-5.safetensors: cannot go on from this checkpoint: it cannot be read; "
          + "an older one is tried",
        "DIR: cannot go on from this checkpoint: it cannot be read; an older one is tried",
        "DIR/checkpoint-4.safetensors: cannot go on from this checkpoint: the header is cut off; "
          + "an older one is tried",
      ])
  }

  @Test func `where none can be used, the training begins from its start and says so`() throws {
    let expected = try Attempts(fixture.trial).attempt()
    let attempts = try Attempts(fixture.trial)
    attempts.checkpoints = [fixture.place + "/no/checkpoint-3.safetensors"]
    let attempt = try attempts.attempt()
    #expect(attempt.events == expected.events)
    #expect(
      attempts.notes.map { $0.replacing(fixture.place, with: "FOLDER") } == [
        "FOLDER/no/checkpoint-3.safetensors: cannot go on from this checkpoint: it cannot be read; "
          + "an older one is tried",
        "no checkpoint can be used: the trial begins from its start",
      ])
  }

  @Test func `where there is none, nothing is noted`() throws {
    let attempts = try Attempts(fixture.trial)
    _ = try attempts.attempt()
    #expect(attempts.notes == [])
  }
}

import Foundation
import Sweeps
import TestSupport
import Testing
import YAML

/// A small generator of our own, so that every test sees the same mutations.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Mutated sweep files") struct MutationTests {
  /// Bytes that mean something to YAML or to the language, and some that mean nothing anywhere.
  private static let bytes: [UInt8] =
    Array("{}[]:,-#&*!|>'\"%@`? \n\t\r0x.e+~<".utf8) + [0, 7, 0xE9, 0xFF]

  private func mutated(_ text: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0..<max(1, text.count), using: &generator)
      let end = min(text.count, place + Int.random(in: 1...12, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: text.removeSubrange(place..<end)
      case 1: text.insert(contentsOf: text[place..<end], at: place)
      case 2:
        text.replaceSubrange(place..<end, with: [UInt8.random(in: 0...255, using: &generator)])
      default:
        text.insert(Self.bytes.randomElement(using: &generator) ?? 0, at: place)
      }
    }
    return text
  }

  @Test(arguments: ["sweeps/quickstart.yaml", "sweeps/paper/figure4-soft.yaml"])
  func `a mutated file is read or refused with a place, never more`(path: String) throws {
    let whole = try SweepFile(reading: Checkout.root.appending(path: path), shownAs: path).bytes
    var generator = SplitMix(state: 2017)
    var refused = 0
    var slowest = Duration.zero
    for _ in 0..<1000 {
      let bytes = mutated(whole, &generator)
      let time = processorTime(tries: 1) {
        do throws(SweepProblems) {
          _ = try SweepFixture.sweep(bytes: bytes)
        } catch {
          refused += 1
          #expect(!error.problems.isEmpty)
          #expect(error.problems.allSatisfy { ($0.mark?.line ?? 0) >= 1 && !$0.message.isEmpty })
          #expect(error.description.hasSuffix("no trial was started"))
        }
      }
      slowest = max(slowest, time)
    }
    // Most mutations hurt; that some do not shows that sound files are not refused at random.
    #expect((500..<1000).contains(refused), "\(refused) of 1000 refused")
    // Asked for each.
    #expect(slowest < .milliseconds(50), "\(slowest)")
  }
}

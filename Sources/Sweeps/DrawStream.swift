import Trials

/// Random numbers for the draws of one axis: the same in every process and on every machine, because
/// they hang on names alone.
///
/// SplitMix64 (Steele, Lea, Flood 2014), begun at the first 64 bits of the SHA-256 of the names.
struct DrawStream {
  private var state: UInt64

  /// The stream of the `number`th draw of an axis in a sweep, from 0.
  init(sweep: String, axis: String, number: Int) {
    let digest = SHA256.hexDigest(of: "draw\n\(sweep)\n\(axis)\n\(number)".utf8)
    state = UInt64(digest.prefix(16), radix: 16) ?? 0
  }

  /// The next number of [0, 1), a multiple of 2⁻⁵³.
  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }
}

/// Draws that differ from each other and from values that are there already.
struct Draws {
  /// One member of the axis: where its numbers come from, and whether they are whole.
  struct Member {
    let scale: NumberScale
    let isWhole: Bool
    var stream: DrawStream
  }

  private var members: [Member]

  init(_ members: [Member]) { self.members = members }

  /// The next `count` draws, one number a member, that are not `taken`; they are then.
  ///
  /// Fewer, if new ones are not found any more. A larger count begins with the same draws.
  mutating func next(_ count: Int, except taken: inout Set<[Double]>) -> [[Double]] {
    var draws: [[Double]] = []
    var misses = 0
    while draws.count < count, misses < Self.mostMisses(after: taken.count) {
      var draw: [Double] = []
      for place in members.indices {
        let fraction = members[place].stream.next()
        let (scale, isWhole) = (members[place].scale, members[place].isWhole)
        draw += [scale.draw(at: fraction, whole: isWhole)].compactMap(\.self)
      }
      if draw.count == members.count, taken.insert(draw).inserted {
        draws.append(draw)
        misses = 0
      } else {
        misses += 1
      }
    }
    return draws
  }

  /// Draws in a row without a new value, after which no more are tried.
  ///
  /// If there were one more value, as likely as those found, this many draws would miss it with a
  /// chance of e⁻²⁰.
  private static func mostMisses(after found: Int) -> Int { 20 * (found + 5) }
}

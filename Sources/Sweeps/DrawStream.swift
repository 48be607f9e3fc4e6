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
  private var taken: Set<[Double]>

  init(_ members: [Member], except taken: Set<[Double]>) {
    self.members = members
    self.taken = taken
  }

  /// The next `count` draws, one number a member; fewer, if new ones are not found any more.
  ///
  /// A larger count begins with the same draws.
  mutating func next(_ count: Int) -> [[Double]] {
    var draws: [[Double]] = []
    var misses = 0
    while draws.count < count, misses < Self.mostMisses {
      var draw: [Double] = []
      for place in members.indices {
        let member = members[place]
        let fraction = members[place].stream.next()
        draw += [member.scale.draw(at: fraction, whole: member.isWhole)].compactMap(\.self)
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

  /// Draws in a row without a new value, after which no more are tried: one value of a thousand that
  /// are left is missed but once in 20,000 times, and it takes some milliseconds.
  private static let mostMisses = 10_000
}

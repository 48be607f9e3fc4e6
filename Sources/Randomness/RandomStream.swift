/// A random stream of its own, told apart from others by a seed and a name.
///
/// The generator is xoshiro256** (Blackman and Vigna 2018, period 2²⁵⁶ − 1). Its four words come
/// from SplitMix64, started at the seed scrambled once by SplitMix64 and combined (exclusive or) with
/// the 64-bit FNV-1a hash of the name's UTF-8. A stream depends on nothing else, so seed k gives
/// every cell of a sweep the same data, and a longer training the same initial weights.
///
/// All draws use integer arithmetic and correctly rounded operations, and give the same bytes on
/// every machine; the normal draws see `normal()`.
public struct RandomStream: Sendable, Equatable {
  /// The generator's four words, all that it remembers, for checkpoints.
  public var words: [UInt64] { [state.x, state.y, state.z, state.w] }

  private var state: SIMD4<UInt64>

  /// The stream of a seed and a name, at its beginning.
  public init(seed: UInt64, name: String) {
    var scrambled = SplitMix64(state: seed)
    var start = SplitMix64(state: scrambled.next() ^ Self.hash(of: name))
    self.state = SIMD4(start.next(), start.next(), start.next(), start.next())
  }

  /// The stream of a seed and a name; a negative seed stands for its two's complement.
  public init(seed: Int, name: String) {
    self.init(seed: UInt64(bitPattern: Int64(seed)), name: name)
  }

  /// A stream continued from the words read earlier.
  ///
  /// Answers nil unless there are four words that are not all zero, the one state that xoshiro cannot
  /// leave.
  public init?(words: [UInt64]) {
    guard words.count == 4, words.contains(where: { $0 != 0 }) else { return nil }
    self.state = SIMD4(words)
  }

  /// FNV-1a, 64 bits, over the UTF-8 of the name.
  static func hash(of name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV offset basis
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }  // FNV prime
    return hash
  }
}

extension RandomStream: RandomNumberGenerator {
  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotate(state.y &* 5, by: 7) &* 9
    let shifted = state.y << 17
    state.z ^= state.x
    state.w ^= state.y
    state.y ^= state.z
    state.x ^= state.w
    state.z ^= shifted
    state.w = Self.rotate(state.w, by: 45)
    return result
  }

  static func rotate(_ value: UInt64, by bits: UInt64) -> UInt64 {
    (value << bits) | (value >> (64 - bits))
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014), used only to fill the state of the main generator.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// SHA-256 of bytes (FIPS 180-4), the one digest of trial IDs and of checksums.
///
/// Own code because swift-crypto compiles all of BoringSSL (three minutes of two cores, measured)
/// for this one function; held to the standard's vectors by tests.
/// Cost: about 300 MB/s; identities are a few hundred bytes, and a sweep may have 100,000 of them.
public struct SHA256 {
  private var state = Self.initialState
  private var pending: [UInt8] = []
  private var count = 0

  /// The digest of nothing yet.
  public init() {}

  /// The digest of `bytes` as 64 lower-case hex digits.
  public static func hexDigest(of bytes: some Sequence<UInt8>) -> String {
    hexDigits(of: words(of: bytes))
  }

  /// The digest of `bytes` as its eight words.
  static func words(of bytes: some Sequence<UInt8>) -> SIMD8<UInt32> {
    var digest = SHA256()
    digest.add(bytes)
    return digest.finishedWords()
  }

  /// Eight words as 64 lower-case hex digits.
  static func hexDigits(of words: SIMD8<UInt32>) -> String {
    let digits: StaticString = "0123456789abcdef"
    return String(unsafeUninitializedCapacity: 64) { out in
      for place in 0..<64 {
        let nibble = words[place / 8] >> UInt32(28 - 4 * (place % 8)) & 15
        out[place] = digits.utf8Start[Int(nibble)]
      }
      return 64
    }
  }

  /// Takes the next bytes of the message.
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    let isTaken: Void? = bytes.withContiguousStorageIfAvailable { add($0) }
    if isTaken == nil { Array(bytes).withUnsafeBufferPointer { add($0) } }
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    count += bytes.count
    var rest = bytes[...]
    if !pending.isEmpty {
      let missing = rest.prefix(64 - pending.count)
      pending += missing
      rest = rest.dropFirst(missing.count)
      guard pending.count == 64 else { return }
      pending.withUnsafeBufferPointer { Self.compress($0, into: &state) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.prefix(rest.count - rest.count % 64)
    Self.compress(UnsafeBufferPointer(rebasing: whole), into: &state)
    pending += rest.dropFirst(whole.count)
  }

  /// Ends the message.
  /// - Returns: its digest as 64 lower-case hex digits.
  public mutating func finish() -> String { Self.hexDigits(of: finishedWords()) }

  private mutating func finishedWords() -> SIMD8<UInt32> {
    let bitCount = UInt64(count) * 8
    let padding = [0x80] + [UInt8](repeating: 0, count: (119 - count % 64) % 64)
    add(padding + (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> (56 - 8 * $0)) })
    return state
  }

  /// Takes blocks of 64 bytes into the state.
  private static func compress(
    _ message: UnsafeBufferPointer<UInt8>, into state: inout SIMD8<UInt32>
  ) {
    guard let bytes = UnsafeRawPointer(message.baseAddress) else { return }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
      for block in stride(from: 0, to: message.count, by: 64) {
        fill(w, from: bytes + block)
        state &+= rounds(w, state)
      }
    }
  }

  /// The message schedule of one block.
  @inline(__always)
  private static func fill(_ w: UnsafeMutableBufferPointer<UInt32>, from block: UnsafeRawPointer) {
    for i in 0..<16 {
      w[i] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self))
    }
    for i in 16..<64 {
      let s0 = rotate(w[i &- 15], 7) ^ rotate(w[i &- 15], 18) ^ (w[i &- 15] &>> 3)
      let s1 = rotate(w[i &- 2], 17) ^ rotate(w[i &- 2], 19) ^ (w[i &- 2] &>> 10)
      w[i] = w[i &- 16] &+ s0 &+ w[i &- 7] &+ s1
    }
  }

  /// The 64 rounds from a state.
  @inline(__always)
  private static func rounds(
    _ w: UnsafeMutableBufferPointer<UInt32>, _ state: SIMD8<UInt32>
  ) -> SIMD8<UInt32> {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    roundConstants.withUnsafeBufferPointer { constants in
      for i in 0..<64 {
        let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ constants[i] &+ w[i]
        let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
        (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
      }
    }
    return SIMD8(a, b, c, d, e, f, g, h)
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  private static let initialState = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

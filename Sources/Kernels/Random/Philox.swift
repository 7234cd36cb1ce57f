/// The counter-based random number generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw
/// ("Parallel random numbers: as easy as 1, 2, 3", 2011): four random words that are a pure
/// function of a 128-bit counter and a 64-bit key.
package struct Philox: BitwiseCopyable {
  /// The number of rounds.
  private static let rounds = 10
  private static let multiplier0: UInt64 = 0xD251_1F53
  private static let multiplier1: UInt64 = 0xCD9E_8D57
  private static let step0: UInt32 = 0x9E37_79B9
  private static let step1: UInt32 = 0xBB67_AE85

  /// The first half of the key, its low word.
  let key0: UInt32
  /// The second half of the key, its high word.
  let key1: UInt32

  /// The generator of a 64-bit key.
  package init(key: UInt64) {
    key0 = UInt32(truncatingIfNeeded: key)
    key1 = UInt32(truncatingIfNeeded: key >> 32)
  }

  /// The four words of one counter.
  package func words(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    let wide = words(
      SIMD8(repeating: UInt64(counter.x)), SIMD8(repeating: UInt64(counter.y)),
      UInt64(counter.z), UInt64(counter.w))
    return wide.lowHalf.lowHalf.lowHalf
  }

  /// The words of eight counters that share their third and fourth word, counter by counter.
  ///
  /// Every 32-bit word sits in a 64-bit lane, where a product of two words is one instruction.
  @inline(__always)
  func words(_ x: SIMD8<UInt64>, _ y: SIMD8<UInt64>, _ z: UInt64, _ w: UInt64) -> SIMD32<UInt32> {
    let mask = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    var x = x
    var y = y
    var z = SIMD8(repeating: z)
    var w = SIMD8(repeating: w)
    var key0 = key0
    var key1 = key1
    for _ in 0..<Self.rounds {
      let product0 = (x & mask) &* SIMD8(repeating: Self.multiplier0)
      let product1 = (z & mask) &* SIMD8(repeating: Self.multiplier1)
      x = (product1 &>> 32) ^ y ^ SIMD8(repeating: UInt64(key0))
      y = product1
      z = (product0 &>> 32) ^ w ^ SIMD8(repeating: UInt64(key1))
      w = product0
      key0 &+= Self.step0
      key1 &+= Self.step1
    }
    let pairs = System.interleave((x & mask) | (y &<< 32), (z & mask) | (w &<< 32))
    return unsafe unsafeBitCast(pairs, to: SIMD32<UInt32>.self)
  }
}

/// The same random numbers in every run. Source: SplitMix64, G. L. Steele and others, "Fast
/// splittable pseudorandom number generators", 2014.
struct RandomSequence: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// One of `elements`, which are not empty.
  mutating func pick<C: RandomAccessCollection>(_ elements: C) -> C.Element {
    let distance = Int.random(in: 0..<elements.count, using: &self)
    return elements[elements.index(elements.startIndex, offsetBy: distance)]
  }
}

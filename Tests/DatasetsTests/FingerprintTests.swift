import Testing

@testable import Datasets

@Suite struct FingerprintTests {
  /// Source: the test vectors of the FNV reference code.
  @Test(
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
    ] as [(String, UInt64)])
  func vectors(text: String, hash: UInt64) {
    #expect(Fingerprint(of: text.utf8).value == hash)
  }

  @Test func everythingThatRowsAreMatters() {
    func rows(_ storage: Storage, _ labels: Labels, _ shape: [Int] = [2]) -> Rows {
      Rows(shape: shape, storage: storage, labels: labels, origin: "the test")
    }
    let floats = Storage.floats([1, 2, 3, 4])
    let variants = [
      rows(floats, .classes([0, 1])), rows(floats, .classes([1, 0])),
      rows(.floats([1, 2, 3, 5]), .classes([0, 1])), rows(.bytes([1, 2, 3, 4]), .classes([0, 1])),
      rows(floats, .values([0, 1], columns: 1)), rows(floats, .values([0, 2], columns: 1)),
      rows(floats, .classes([0, 1]), [1, 2]), rows(floats, .classes([0, 1]))[0..<1],
      rows(floats, .classes([0, 1]))[1..<2],
    ]
    var all = variants.map { Parts(train: $0).fingerprint }
    let one = variants[0]
    all.append(Parts(train: one, validation: one).fingerprint)
    all.append(Parts(train: one, test: one).fingerprint)
    #expect(Set(all).count == all.count)
    // A slice is what it holds, wherever it was taken from.
    let copy = rows(.floats([3, 4]), .classes([1]))
    #expect(Parts(train: copy).fingerprint == Parts(train: one[1..<2]).fingerprint)
  }
}

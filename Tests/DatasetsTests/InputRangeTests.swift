import Testing

@testable import Datasets

@Suite struct InputRangeTests {
  @Test func rangesOfRows() {
    let bytes = Rows(shape: [2], storage: .bytes([3, 4]), labels: [0], origin: "bytes")
    #expect(InputRange(of: bytes) == InputRange(areBytes: true, low: 0, high: 1))
    let floats = Rows(
      shape: [2], storage: .floats([9, 9, 2, -1, 3, 0.5]), labels: [0, 1, 0], origin: "floats")
    #expect(InputRange(of: floats[1..<3]) == InputRange(areBytes: false, low: -1, high: 3))
  }

  @Test func otherScales() {
    let bytes = InputRange(areBytes: true, low: 0, high: 1)
    for (low, high, isOther) in [
      (0, 255, true), (0, 1, false), (-0.005, 1.005, false), (-1, 1, true), (0.2, 0.4, false),
    ] as [(Float, Float, Bool)] {
      let floats = InputRange(areBytes: false, low: low, high: high)
      #expect(floats.isOnAnotherScale(than: bytes) == isOther, "\(low) to \(high)")
      #expect(bytes.isOnAnotherScale(than: floats) == isOther, "\(low) to \(high)")
      // Floats are taken as they are, whatever training's were.
      #expect(!floats.isOnAnotherScale(than: InputRange(areBytes: false, low: 0, high: 1)))
    }
  }
}

import Datasets
import Testing

@Suite struct ClassCountsTests {
  @Test func rowsOfEachClass() {
    func counts(_ labels: [Int32]) -> [Int]? {
      Rows(
        shape: [1], storage: .bytes([UInt8](repeating: 0, count: labels.count)), labels: labels,
        origin: "test"
      ).classCounts
    }
    #expect(counts([0, 3, 1, 3, 3]) == [1, 1, 0, 3])
    #expect(counts([]) == [])
  }
}

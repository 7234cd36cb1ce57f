import Kernels
import Testing

@testable import Execution

@Suite struct FreeListTests {
  /// The same in the plainest way: a list of gaps in order, looked through for each request.
  private struct PlainList {
    var gaps: [Range<Int>] = []
    var end = 0

    mutating func take(_ size: Int) -> Int {
      let fitting = gaps.indices.filter { gaps[$0].count >= size }
      guard let best = fitting.min(by: { gaps[$0].count < gaps[$1].count }) else {
        if let last = gaps.last, last.upperBound == end {
          gaps.removeLast()
          end = last.lowerBound
        }
        end += size
        return end - size
      }
      let gap = gaps.remove(at: best)
      if gap.count > size { gaps.insert((gap.lowerBound + size)..<gap.upperBound, at: best) }
      return gap.lowerBound
    }

    mutating func insert(_ stretch: Range<Int>) {
      gaps.append(stretch)
      gaps.sort { $0.lowerBound < $1.lowerBound }
      for index in gaps.indices.dropFirst().reversed()
      where gaps[index - 1].upperBound == gaps[index].lowerBound {
        gaps[index - 1] = gaps[index - 1].lowerBound..<gaps[index].upperBound
        gaps.remove(at: index)
      }
    }
  }

  @Test(arguments: 0..<50) func itTakesWhatAPlainSearchTakes(seed: Int) {
    var random = RandomStream(seed: UInt64(seed), stream: 4)
    var list = FreeList()
    var plain = PlainList()
    var taken: [Range<Int>] = []
    for _ in 0..<600 {
      if taken.isEmpty || random.below(5) < 3 {
        let size = 64 * (1 + random.below(seed % 2 == 0 ? 4 : 40))
        let offset = list.take(size)
        #expect(offset == plain.take(size))
        taken.append(offset..<(offset + size))
      } else {
        let stretch = taken.remove(at: random.below(taken.count))
        list.insert(stretch)
        plain.insert(stretch)
      }
    }
  }
}

import Testing

@testable import Datasets

@Suite struct EpochShuffleTests {
  @Test func everyPermutationComesFromOneSequenceOfDraws() {
    var seen: Set<[Int32]> = []
    for third in 0..<4 {
      for second in 0..<3 {
        for first in 0..<2 {
          var shuffle = EpochShuffle(count: 4)
          shuffle.shuffle { [2: first, 3: second, 4: third][$0] ?? 0 }
          seen.insert(shuffle.order)
          #expect(shuffle.order.sorted() == [0, 1, 2, 3])
        }
      }
    }
    #expect(seen.count == 24)
  }

  @Test func anEpochDoesNotDependOnTheOneBefore() {
    var shuffle = EpochShuffle(count: 100)
    shuffle.shuffle { ($0 * 7 + 3) % $0 }
    let first = shuffle.order
    shuffle.shuffle { $0 / 2 }
    #expect(shuffle.order != first)
    shuffle.shuffle { ($0 * 7 + 3) % $0 }
    #expect(shuffle.order == first)
  }

  @Test func ofNoRowsAndOne() {
    var none = EpochShuffle(count: 0)
    none.shuffle { _ in 0 }
    #expect(none.order == [])
    var one = EpochShuffle(count: 1)
    one.shuffle { _ in 0 }
    #expect(one.order == [0])
  }
}

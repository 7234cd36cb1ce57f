/// The order in which an epoch visits the rows: a permutation drawn by the Fisher–Yates shuffle.
///
/// Every epoch starts from the order 0, 1, 2, …, so that its permutation depends on its random
/// numbers alone, and training that resumes at an epoch visits the same rows in the same order.
///
/// Source: Durstenfeld, "Algorithm 235: Random permutation", CACM 7(7), 1964.
public struct EpochShuffle: Sendable {
  /// The rows of the epoch in the order of visits.
  public private(set) var order: [Int32]

  /// The order of an epoch that is not shuffled.
  ///
  /// - Precondition: `count` fits an `Int32`.
  public init(count: Int) {
    order = Array(0..<Int32(count))
  }

  /// Draws the order of an epoch anew, in place.
  ///
  /// - Parameter below: For n, a number drawn uniformly from `0 ..< n` by a generator that is
  ///   keyed by the seed and the epoch.
  public mutating func shuffle(drawing below: (Int) -> Int) {
    for index in order.indices { order[index] = Int32(index) }
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, below(last + 1))
    }
  }
}

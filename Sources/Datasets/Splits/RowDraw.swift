import Kernels
import Source

/// Draws rows by a seed: a function of the rows' labels, the seed and the purpose alone.
struct RowDraw {
  /// What rows are drawn for; each purpose has random numbers of its own.
  enum Purpose: UInt64 {
    case test = 0x7465_7374
    case validation = 0x7661_6C69
    case folds = 0x666F_6C64
  }

  private var stream: RandomStream

  init(seed: UInt64, for purpose: Purpose) {
    stream = RandomStream(seed: seed, stream: purpose.rawValue)
  }

  /// The numbers below `count` in a random order, by the Fisher–Yates shuffle.
  mutating func permutation(_ count: Int) -> [Int] {
    var shuffle = EpochShuffle(count: count)
    shuffle.shuffle { stream.below($0) }
    return shuffle.order.map(Int.init)
  }

  /// `length` of `count` rows, in ascending order.
  mutating func rows(_ length: Int, of count: Int) -> [Int] {
    permutation(count).prefix(length).sorted()
  }

  /// `length` rows, of each class its share, in ascending order.
  mutating func rows(_ length: Int, of classes: [Int32]) -> [Int] {
    let members = Self.members(of: classes)
    let shares = Self.shares(of: length, among: members.map(\.count))
    var taken: [Int] = []
    for (rows, share) in zip(members, shares) {
      taken += permutation(rows.count).prefix(share).map { rows[$0] }
    }
    return taken.sorted()
  }

  /// The rows of each class, in ascending order; none of a class that does not occur.
  static func members(of classes: [Int32]) -> [[Int]] {
    var members = [[Int]](repeating: [], count: Int(classes.max() ?? -1) + 1)
    for (row, label) in classes.enumerated() { members[Int(label)].append(row) }
    return members
  }

  /// `length` cut in proportion to `counts` by the largest remainders; of equal remainders the first
  /// counts. The shares add up to `length`, and each is its exact share rounded up or down.
  static func shares(of length: Int, among counts: [Int]) -> [Int] {
    let total = counts.reduce(0, +)
    guard total > 0 else { return counts }
    let products = counts.map { $0.multipliedFullWidth(by: length) }
    let parts = products.map { total.dividingFullWidth($0) }
    var shares = parts.map(\.quotient)
    let order = counts.indices.sorted {
      (parts[$1].remainder, $0) < (parts[$0].remainder, $1)
    }
    for index in order.prefix(length - shares.reduce(0, +)) { shares[index] += 1 }
    return shares
  }
}

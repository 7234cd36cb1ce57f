internal import Glibc

/// How two models' answers to the same rows compare. Source: Q. McNemar, 1947.
public struct McNemar: Hashable, Sendable {
  /// The rows that both have right.
  public private(set) var both = 0
  /// The rows that only the first has right.
  public private(set) var onlyFirst = 0
  /// The rows that only the second has right.
  public private(set) var onlySecond = 0
  /// The rows that neither has right.
  public private(set) var neither = 0

  /// Compares answers with the rows' classes.
  public init(labels: [Int], first: [Int], second: [Int]) {
    precondition(
      labels.count == first.count && labels.count == second.count, "every row has two answers")
    for (label, answers) in zip(labels, zip(first, second)) {
      switch (answers.0 == label, answers.1 == label) {
      case (true, true): both += 1
      case (true, false): onlyFirst += 1
      case (false, true): onlySecond += 1
      case (false, false): neither += 1
      }
    }
  }

  /// The probability that rows on which just one is right fall as unevenly as this, or more, where
  /// both models are equally good: the exact two-sided binomial test of `onlyFirst` among
  /// `onlyFirst + onlySecond` with probability 1/2.
  public var probability: Double {
    let count = onlyFirst + onlySecond
    let fewer = min(onlyFirst, onlySecond)
    guard 2 * fewer < count else { return 1 }
    // The sum of binomial(count, i) / 2^count for i from 0 to `fewer`, in terms of its last term,
    // which is the largest.
    var last = -Double(count) * log(2.0)
    for i in 0..<fewer { last += log(Double(count - i) / Double(i + 1)) }
    var (sum, term) = (1.0, 1.0)
    for i in stride(from: fewer, to: 0, by: -1) {
      term *= Double(i) / Double(count - i + 1)
      sum += term
    }
    return min(1, 2 * exp(last) * sum)
  }
}

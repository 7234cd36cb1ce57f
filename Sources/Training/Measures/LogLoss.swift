internal import Glibc

/// The mean of -log p over rows, where p is the probability given to the row's own class.
/// Probabilities are kept within 2^-52 of 0 and 1, as scikit-learn's `log_loss` keeps them.
///
/// - Parameters:
///   - positive: whether each row is of class 1.
///   - probabilities: the probability of class 1 of each row.
public func logLoss(positive: [Bool], probabilities: [Double]) -> Double {
  precondition(positive.count == probabilities.count, "every row has a label and a probability")
  let margin = Double.ulpOfOne
  let sum = zip(positive, probabilities).reduce(0.0) { sum, row in
    let (isPositive, probability) = row
    let own = isPositive ? probability : 1 - probability
    return sum - log(own.isNaN ? own : min(max(own, margin), 1 - margin))
  }
  return sum / Double(positive.count)
}

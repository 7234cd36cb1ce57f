/// The area under the receiver operating characteristic: the share of pairs of a positive and a
/// negative row in which the positive one has the higher score, equal scores counting a half.
///
///     (R - p (p + 1) / 2) / (p n)
///
/// with p positive and n negative rows and R the sum of the positive rows' ranks by score, rows of
/// equal scores sharing the mean of their ranks. Source: J. A. Hanley and B. J. McNeil, 1982.
///
/// - Returns: nil where all rows are of one class, or a score is not a number.
public func rocArea(positive: [Bool], scores: [Double]) -> Double? {
  precondition(positive.count == scores.count, "every row has a label and a score")
  let positives = positive.count { $0 }
  let negatives = positive.count - positives
  guard positives > 0, negatives > 0, !scores.contains(where: \.isNaN) else { return nil }
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var rankSum = 0.0
  var start = 0
  while start < order.count {
    var end = start
    while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
    let midrank = Double(start + 1 + end) / 2
    rankSum += midrank * Double(order[start..<end].count { positive[$0] })
    start = end
  }
  let pairs = Double(positives) * Double(negatives)
  return (rankSum - Double(positives) * Double(positives + 1) / 2) / pairs
}

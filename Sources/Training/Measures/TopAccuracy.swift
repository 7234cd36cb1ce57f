/// The share of rows whose class is among the `count` classes with the largest outputs. Of equal
/// outputs the first counts as the largest, as it does for the accuracy.
///
/// - Precondition: labels are columns of the outputs.
public func topAccuracy(_ count: Int, labels: [Int], outputs: [[Double]]) -> Double {
  precondition(labels.count == outputs.count, "every row has a label and outputs")
  var hits = 0
  for (label, row) in zip(labels, outputs) {
    let own = row[label]
    let ahead = row.indices.count { row[$0] > own || row[$0] == own && $0 < label }
    if ahead < count { hits += 1 }
  }
  return Double(hits) / Double(labels.count)
}

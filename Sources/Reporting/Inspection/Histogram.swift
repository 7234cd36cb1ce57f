/// How many numbers lie in each of some stretches of equal width.
struct Histogram: Hashable, Sendable {
  /// The ends of the stretches, one more than there are stretches; a number on an inner end belongs
  /// to the stretch above, the largest to the last one.
  let edges: [Double]
  /// How many numbers lie in each.
  let counts: [Int]

  /// Counts finite numbers; equal ones are one stretch.
  init(_ values: [Float], bins: Int) {
    let low = values.min().map(Double.init) ?? 0
    let high = values.max().map(Double.init) ?? 0
    guard high > low else {
      edges = [low, high]
      counts = [values.count]
      return
    }
    edges = (0...bins).map { low + (high - low) * Double($0) / Double(bins) }
    var counts = [Int](repeating: 0, count: bins)
    for value in values {
      let place = (Double(value) - low) / (high - low) * Double(bins)
      counts[min(bins - 1, Int(place))] += 1
    }
    self.counts = counts
  }

  /// A line a stretch, with a bar of its share of the fullest.
  var text: String {
    let most = Double(max(counts.max() ?? 0, 1))
    var table = TextTable([.right, .left, .right, .right, .left])
    for (place, count) in counts.enumerated() {
      table.add([
        "  " + significant(edges[place], 3), "to", significant(edges[place + 1], 3),
        grouped(count), bar(Double(count) / most, width: 40),
      ])
    }
    return table.text
  }
}

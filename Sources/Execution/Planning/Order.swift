import IR

/// The order of a graph's nodes that keeps the fewest bytes alive at one time, of all orders that
/// were tried; of equal ones the one that is nearest to the order made for speed.
func order(of graph: Graph) -> [NodeID] {
  let orders = MemoryModel(graph).orders()
  return orders[orders.count - 1]
}

extension MemoryModel {
  /// The largest graph whose orders are searched set by set.
  private static let searchLimit = 2_000
  /// The largest graph for which the search keeps enough sets to be exact, as a rule.
  private static let exactLimit = 16
  /// The largest graph for which more than one order is planned.
  private static let comparisonLimit = 5_000

  /// The orders to plan: the one made for speed first, then one that keeps fewer bytes alive, if
  /// there is one.
  ///
  /// Graphs are searched the better the smaller they are: all orders up to some 16 nodes, then a
  /// beam that narrows, so that a search takes milliseconds, and above 2,000 nodes only orders that
  /// follow the two natural ones under a bound. Very large graphs get one order, since planning takes
  /// longer than what a few bytes are worth: another than the one made for speed only where that
  /// spares a 200th.
  func orders() -> [[NodeID]] {
    let speed = speedOrder()
    let speedPeak = peak(of: speed)
    let floor = floor
    guard speedPeak > floor else { return [speed] }

    var best = speed
    var bestPeak = speedPeak
    func consider(_ order: [NodeID]?) {
      guard let order else { return }
      let peak = peak(of: order)
      if peak < bestPeak { (best, bestPeak) = (order, peak) }
    }
    let own = graph.nodes.indices.map { NodeID($0) }
    for followed in [speed, own] where bestPeak > floor {
      consider(followed)
      // The lowest bound that works, halving the distance; on large graphs roughly.
      var (low, high) = (floor, bestPeak - 1)
      let precision = graph.nodes.count > Self.comparisonLimit ? floor / 50 : 0
      var bound = low
      while low <= high {
        if let order = order(following: followed, within: bound) {
          consider(order)
          high = bestPeak - 1
        } else {
          low = bound + 1
        }
        guard high - low >= precision else { break }
        bound = (low + high) / 2
      }
    }
    let count = graph.nodes.count
    if bestPeak > floor, count <= Self.searchLimit {
      let width = count <= Self.exactLimit ? 10_000 : max(4, 4_000 / count)
      if let found = OrderSearch(self, width: width).order(below: bestPeak) {
        bestPeak = peak(of: found)
        best = order(following: speed, within: bestPeak) ?? found
      }
    }
    guard bestPeak < speedPeak else { return [speed] }
    if count > Self.comparisonLimit {
      return speedPeak - bestPeak > speedPeak / 200 ? [best] : [speed]
    }
    return [speed, best]
  }
}

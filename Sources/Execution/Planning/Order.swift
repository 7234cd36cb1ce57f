import IR

extension MemoryModel {
  /// The largest graph whose orders are searched set by set.
  private static let searchLimit = 2_000
  /// The largest graph for which the search keeps enough sets to be exact, as a rule.
  private static let exactLimit = 16
  /// The largest graph for which more than one order is planned.
  private static let comparisonLimit = 5_000

  /// The orders to plan: the one made for speed first, then one that costs less memory, if there
  /// is one.
  ///
  /// Graphs are searched the better the smaller they are: all orders up to some 16 nodes, then a
  /// beam that narrows, so that a search takes milliseconds, and above 2,000 nodes only orders that
  /// follow the two natural ones under a bound. Very large graphs get one order, since planning takes
  /// longer than what a few bytes are worth: another than the one made for speed only where that
  /// spares a 200th, or where every byte counts.
  ///
  /// - Parameter isTight: whether every byte counts.
  func orders(isTight: Bool = false) -> [[NodeID]] {
    let speed = speedOrder()
    let speedCost = cost(of: speed)
    let floor = floor
    guard speedCost > floor else { return [speed] }

    var best = speed
    var bestCost = speedCost
    func consider(_ order: [NodeID]?) {
      guard let order else { return }
      let cost = cost(of: order)
      if cost < bestCost { (best, bestCost) = (order, cost) }
    }
    let count = graph.nodes.count
    let own = graph.nodes.indices.map { NodeID($0) }
    let isLarge = count > Self.comparisonLimit
    let followingSpeed = Dependencies(self, keeping: speed)
    let precision = isLarge ? speedCost / 16 : 0
    consider(lowestOrder(following: speed, followingSpeed, floor..<speedCost, precision))
    if bestCost > floor, !isLarge {
      consider(own)
      consider(
        lowestOrder(following: own, Dependencies(self, keeping: own), floor..<bestCost, precision))
    }
    if bestCost > floor, count <= Self.searchLimit {
      let width = count <= Self.exactLimit ? 10_000 : max(4, 4_000 / count)
      if let found = OrderSearch(self, width: width).order(below: bestCost) {
        consider(found)
        if let near = order(following: speed, followingSpeed, within: bestCost),
          cost(of: near) <= bestCost
        {
          best = near
        }
      }
    }
    guard bestCost < speedCost else { return [speed] }
    if isLarge {
      return isTight || speedCost - bestCost > speedCost / 200 ? [best] : [speed]
    }
    return [speed, best]
  }

  /// The order that follows another one under the lowest bound that works, halving the distance.
  private func lowestOrder(
    following order: [NodeID], _ dependencies: Dependencies, _ bounds: Range<Int>, _ precision: Int
  ) -> [NodeID]? {
    var found: [NodeID]?
    var (low, high) = (bounds.lowerBound, bounds.upperBound - 1)
    var bound = low
    while low <= high {
      if let order = self.order(following: order, dependencies, within: bound) {
        found = order
        high = min(bound, cost(of: order)) - 1
      } else {
        low = bound + 1
      }
      guard high - low >= precision else { break }
      bound = (low + high) / 2
    }
    return found
  }
}

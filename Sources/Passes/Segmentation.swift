import IR

/// Where the forward part is cut, and which of its nodes keep their results for the backward part.
struct Segmentation {
  /// By node: whether its results are kept.
  private(set) var isKept: [Bool]

  /// Cuts the forward part from its end to its beginning.
  ///
  /// - Parameter lastForward: the index of the forward part's last node.
  init(_ graph: Graph, _ saved: SavedValues, lastForward: Int, segmentBytes: Int) {
    let crossings = Crossings(graph, saved, lastForward)
    /// The first nodes of the segments, the last segment's first.
    var starts: [Int] = []
    var end = lastForward + 1
    while end > 0 {
      var start = end
      var best = end - 1
      var bytes = 0
      while start > 0, bytes + saved.madeBytes[start - 1] <= segmentBytes {
        start -= 1
        bytes += saved.madeBytes[start]
        // In the earlier half of a segment, the cut that least crosses is the best one.
        let isBetter = 2 * bytes <= segmentBytes || crossings.cost[start] <= crossings.cost[best]
        if isBetter { best = start }
      }
      end = start == 0 ? 0 : best
      starts.append(end)
    }

    isKept = Array(repeating: false, count: graph.nodes.count)
    let cuts = Array(starts.reversed())
    for index in (starts.first ?? 0)..<graph.nodes.count { isKept[index] = true }
    for index in 0..<(starts.first ?? 0) {
      isKept[index] = crossings.isCut(index, by: cuts) || crossings.isWanted[index]
    }
  }
}

/// How far each node's results reach within the forward part.
private struct Crossings {
  /// By position: the bytes that a cut before this node would keep; what is not saved anyway counts
  /// twice, since it lies there for nothing else.
  private(set) var cost: [Int]
  /// By node: the last forward node that reads a result.
  private var lastReader: [Int]
  /// By node: whether an output or an update takes a result.
  private(set) var isWanted: [Bool]

  init(_ graph: Graph, _ saved: SavedValues, _ lastForward: Int) {
    lastReader = Array(graph.nodes.indices)
    isWanted = Array(repeating: false, count: graph.nodes.count)
    var reach: [Int] = Array(repeating: -1, count: graph.values.count)
    for (index, node) in graph.nodes.prefix(lastForward + 1).enumerated() {
      for operand in node.operands {
        guard let definer = graph.node(defining: operand) else { continue }
        lastReader[definer.index] = index
        reach[operand.index] = index
      }
    }
    for value in graph.outputs.map(\.value) + graph.updates.map(\.value) {
      if let definer = graph.node(defining: value) { isWanted[definer.index] = true }
    }
    var changes = [Int](repeating: 0, count: lastForward + 2)
    for (index, node) in graph.nodes.prefix(lastForward + 1).enumerated() {
      for result in node.results where reach[result.index] > index {
        let bytes = graph.type(of: result).byteCount * (saved.isSaved[result.index] ? 1 : 2)
        changes[index + 1] += bytes
        changes[reach[result.index] + 1] -= bytes
      }
    }
    cost = []
    var sum = 0
    for change in changes {
      sum += change
      cost.append(sum)
    }
  }

  /// Whether a result of a node is read behind one of the cuts, which are in order.
  func isCut(_ node: Int, by cuts: [Int]) -> Bool {
    var low = 0
    var high = cuts.count
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle] > node { high = middle } else { low = middle + 1 }
    }
    return low < cuts.count && cuts[low] <= lastReader[node]
  }
}

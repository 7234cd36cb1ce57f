import IR

/// Searches the placements of a few buffers by branch and bound.
///
/// Some smallest placement has every buffer at 0 or right on top of one that it conflicts with: let
/// all fall as far as they can, the lowest first. So the search puts buffers down in the order of
/// their offsets, each on the highest of those placed that it conflicts with. It gives a branch up
/// when what is left can't fit: a buffer above those below it, or all that live at one time above
/// what is placed there. Where a buffer is handed on between workers without a barrier, the two count
/// as in conflict.
struct PlacementSearch {
  private var buffers: [Buffer]
  private let conflicts: Conflicts
  /// For each position at which a buffer's life begins, the buffers that live then.
  private let cliques: Lists<Int>
  /// The lowest offset of each buffer that is not placed, above all that are.
  private var lowest: [Int]
  private var isPlaced: [Bool]
  private var best: [Buffer]?
  private var limit = 0
  private var bound = 0
  /// How many buffers may still be put down.
  private var trials = 2_000

  init(_ buffers: [Buffer], _ conflicts: Conflicts) {
    self.buffers = buffers
    self.conflicts = conflicts
    var cliques = Lists<Int>(capacity: buffers.count)
    for start in Set(buffers.map(\.lifetime.lowerBound)).sorted() {
      for index in buffers.indices where buffers[index].lifetime.contains(start) {
        cliques.append(index)
      }
      cliques.endList()
    }
    self.cliques = cliques
    lowest = Array(repeating: 0, count: buffers.count)
    isPlaced = Array(repeating: false, count: buffers.count)
  }

  /// The smallest placement found; nil where none is smaller than a size.
  ///
  /// - Parameter bound: the size at which it need not look for a smaller one.
  mutating func placement(smallerThan size: Int, downTo bound: Int) -> Placement? {
    limit = size
    self.bound = bound
    search(left: buffers.count, from: 0)
    return best.map { Placement($0) }
  }

  private mutating func search(left: Int, from offset: Int) {
    guard left > 0 else {
      best = buffers
      limit = Placement(buffers).size
      return
    }
    guard canFit(from: offset) else { return }
    let candidates = buffers.indices.filter { !isPlaced[$0] && lowest[$0] >= offset }.sorted {
      (lowest[$0], buffers[$1].byteCount, $0) < (lowest[$1], buffers[$0].byteCount, $1)
    }
    for index in candidates {
      guard limit > bound, trials > 0 else { return }
      trials -= 1
      buffers[index].offset = lowest[index]
      let end = buffers[index].extent.upperBound
      guard end < limit else { continue }
      let raised = conflicts.rivals[index].filter { !isPlaced[$0] && lowest[$0] < end }
      let before = raised.map { lowest[$0] }
      for rival in raised { lowest[rival] = end }
      isPlaced[index] = true
      search(left: left - 1, from: lowest[index])
      isPlaced[index] = false
      for (rival, lower) in zip(raised, before) { lowest[rival] = lower }
    }
  }

  /// Whether what is left could still fit below the limit.
  private func canFit(from offset: Int) -> Bool {
    for index in buffers.indices where !isPlaced[index] {
      if max(lowest[index], offset) + buffers[index].byteCount >= limit { return false }
    }
    for clique in 0..<cliques.count {
      var bytes = 0
      var floor = Int.max
      for index in cliques[clique] where !isPlaced[index] {
        bytes += buffers[index].byteCount
        floor = min(floor, lowest[index])
      }
      if bytes > 0, max(floor, offset) + bytes >= limit { return false }
    }
    return true
  }
}

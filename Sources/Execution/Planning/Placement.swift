import IR

/// Gives every buffer an offset such that no two that conflict share bytes, with little memory in
/// all: the best of several heuristics and, for few buffers, of a search. It stops at the first that
/// fits within `bound`. Where there are very many buffers it takes the fastest heuristic alone.
func place(_ buffers: [Buffer], within bound: Int) -> [Buffer] {
  var best = Placement(placeByTime(buffers))
  guard best.size > bound, buffers.count <= firstFitLimit else { return best.buffers }
  let conflicts = Conflicts(buffers)
  /// Keeps a placement if it is smaller; says whether it fits.
  func consider(_ placement: Placement) -> Bool {
    if placement.size < best.size { best = placement }
    return best.size <= bound
  }
  let orders = priorities(of: buffers, conflicts)
  for order in buffers.count <= promotionLimit ? orders : [orders[0]] {
    if consider(firstFit(buffers, conflicts, in: order)) { return best.buffers }
  }
  guard buffers.count <= promotionLimit else { return best.buffers }
  // What sticks out goes first next time.
  for var order in orders {
    for _ in 0..<promotionRounds {
      let placement = firstFit(buffers, conflicts, in: order)
      if consider(placement) { return best.buffers }
      let high = order.filter { placement.buffers[$0].extent.upperBound > bound }
      let promoted = high + order.filter { placement.buffers[$0].extent.upperBound <= bound }
      if promoted == order { break }
      order = promoted
    }
  }
  if buffers.count <= searchLimit {
    var search = PlacementSearch(buffers, conflicts)
    if let found = search.placement(smallerThan: best.size, downTo: bound) { return found.buffers }
  }
  return best.buffers
}

/// The most buffers for which first fit is tried, which takes quadratic time.
private let firstFitLimit = 2_000
/// The most buffers for which it is tried again and again.
private let promotionLimit = 400
/// How often what sticks out is put first.
private let promotionRounds = 8
/// The most buffers for which places are searched.
private let searchLimit = 64

/// Buffers with their offsets.
struct Placement {
  var buffers: [Buffer]
  /// The bytes they take.
  var size: Int

  init(_ buffers: [Buffer]) {
    self.buffers = buffers
    size = buffers.reduce(0) { max($0, $1.extent.upperBound) }
  }
}

/// Which buffers would conflict at some places.
struct Conflicts {
  /// By buffer, the others.
  let rivals: Lists<Int>

  init(_ buffers: [Buffer]) {
    var rivals = Lists<Int>(capacity: buffers.count)
    for (index, buffer) in buffers.enumerated() {
      for (other, rival) in buffers.enumerated()
      where other != index && buffer.mayConflict(with: rival) {
        rivals.append(other)
      }
      rivals.endList()
    }
    self.rivals = rivals
  }
}

/// The orders in which first fit places buffers: the largest first, by bytes, by bytes times
/// lifetime, by the bytes of those they conflict with, by lifetime alone.
private func priorities(of buffers: [Buffer], _ conflicts: Conflicts) -> [[Int]] {
  func descending(_ key: (Int) -> Int) -> [Int] {
    let keys = buffers.indices.map(key)
    return buffers.indices.sorted {
      (keys[$1], buffers[$1].byteCount, $0) < (keys[$0], buffers[$0].byteCount, $1)
    }
  }
  return [
    descending { buffers[$0].byteCount },
    descending { buffers[$0].byteCount * buffers[$0].lifetime.count },
    descending { conflicts.rivals[$0].reduce(0) { $0 + buffers[$1].byteCount } },
    descending { buffers[$0].lifetime.count },
    descending { -buffers[$0].lifetime.lowerBound },
    descending { buffers[$0].lifetime.upperBound },
  ]
}

/// Places buffers in an order, each at the lowest offset where it fits, or exactly on a buffer whose
/// bytes each worker hands on to itself.
private func firstFit(_ buffers: [Buffer], _ conflicts: Conflicts, in order: [Int]) -> Placement {
  var buffers = buffers
  var offsets = [Int](repeating: 0, count: buffers.count)
  var isPlaced = [Bool](repeating: false, count: buffers.count)
  var rivals: [Int] = []
  for index in order {
    rivals.removeAll(keepingCapacity: true)
    for rival in conflicts.rivals[index] where isPlaced[rival] { rivals.append(rival) }
    rivals.sort { offsets[$0] < offsets[$1] }
    let size = buffers[index].byteCount
    var lowest = 0
    for rival in rivals {
      if offsets[rival] >= lowest + size { break }
      lowest = max(lowest, offsets[rival] + buffers[rival].byteCount)
    }
    buffers[index].offset = lowest
    for rival in rivals where !buffers[rival].lifetime.overlaps(buffers[index].lifetime) {
      guard offsets[rival] < lowest else { break }
      buffers[index].offset = offsets[rival]
      if !rivals.contains(where: { buffers[$0].conflicts(with: buffers[index]) }) { break }
      buffers[index].offset = lowest
    }
    offsets[index] = buffers[index].offset
    isPlaced[index] = true
  }
  return Placement(buffers)
}

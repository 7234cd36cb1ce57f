/// The free stretches of a memory that grows at its end, kept apart and in order.
struct FreeList {
  private var gaps: [Range<Int>] = []
  private var end = 0

  /// Takes the smallest gap that fits, else the end of the memory, grown as needed.
  mutating func take(_ size: Int) -> Int {
    guard
      let best = gaps.indices.filter({ gaps[$0].count >= size }).min(by: {
        gaps[$0].count < gaps[$1].count
      })
    else {
      if let last = gaps.last, last.upperBound == end {
        gaps.removeLast()
        end = last.lowerBound
      }
      end += size
      return end - size
    }
    let gap = gaps[best]
    if gap.count == size {
      gaps.remove(at: best)
    } else {
      gaps[best] = (gap.lowerBound + size)..<gap.upperBound
    }
    return gap.lowerBound
  }

  /// Gives a stretch back and joins it with its neighbours.
  mutating func insert(_ stretch: Range<Int>) {
    guard !stretch.isEmpty else { return }
    var low = 0
    var high = gaps.count
    while low < high {
      let middle = (low + high) / 2
      if gaps[middle].lowerBound < stretch.lowerBound { low = middle + 1 } else { high = middle }
    }
    var joined = stretch
    if low < gaps.count, gaps[low].lowerBound == joined.upperBound {
      joined = joined.lowerBound..<gaps[low].upperBound
      gaps.remove(at: low)
    }
    if low > 0, gaps[low - 1].upperBound == joined.lowerBound {
      gaps[low - 1] = gaps[low - 1].lowerBound..<joined.upperBound
    } else {
      gaps.insert(joined, at: low)
    }
  }
}

/// Buffers by the end of their lives, the earliest first: a binary heap.
struct Heap {
  private var items: [(end: Int, index: Int)] = []

  /// Adds a buffer.
  mutating func insert(_ index: Int, end: Int) {
    items.append((end, index))
    var child = items.count - 1
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Removes the earliest buffer if its life ends before a position.
  mutating func popFirst(endingBefore position: Int) -> Int? {
    guard let first = items.first, first.end < position else { return nil }
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < items.count }
      guard let least = children.min(by: { items[$0] < items[$1] }), items[least] < items[parent]
      else { break }
      items.swapAt(parent, least)
      parent = least
    }
    return first.index
  }
}

/// The free stretches of a memory that grows at its end, kept apart.
///
/// Each is found by where it begins and by where it ends, to be joined with its neighbours, and by its
/// size. There are far fewer sizes than stretches: n different ones take n squared / 2 lines of memory.
struct FreeList {
  private var gapsByStart: [Int: Range<Int>] = [:]
  private var startsByEnd: [Int: Int] = [:]
  /// The sizes that some gap has, in order.
  private var sizes: [Int] = []
  /// By size, where gaps of it begin; some of them may be gone.
  private var starts: [Int: (gaps: Int, heap: Heap<Int>)] = [:]
  private var end = 0

  /// Takes the smallest gap that fits, the first of several, else the end of the memory, grown as
  /// needed.
  mutating func take(_ size: Int) -> Int {
    guard let gap = smallestGap(atLeast: size) else {
      if let start = startsByEnd[end] {
        remove(start..<end)
        end = start
      }
      end += size
      return end - size
    }
    remove(gap)
    if gap.count > size { add((gap.lowerBound + size)..<gap.upperBound) }
    return gap.lowerBound
  }

  /// Gives a stretch back and joins it with its neighbours.
  mutating func insert(_ stretch: Range<Int>) {
    guard !stretch.isEmpty else { return }
    var joined = stretch
    if let next = gapsByStart[stretch.upperBound] {
      remove(next)
      joined = joined.lowerBound..<next.upperBound
    }
    if let start = startsByEnd[stretch.lowerBound] {
      remove(start..<stretch.lowerBound)
      joined = start..<joined.upperBound
    }
    add(joined)
  }

  private mutating func smallestGap(atLeast size: Int) -> Range<Int>? {
    let index = place(of: size)
    guard index < sizes.count else { return nil }
    let size = sizes[index]
    while let start = starts[size]?.heap.first {
      if let gap = gapsByStart[start], gap.count == size { return gap }
      _ = starts[size]?.heap.popFirst()
    }
    preconditionFailure("no gap has the size \(size)")
  }

  private mutating func add(_ gap: Range<Int>) {
    gapsByStart[gap.lowerBound] = gap
    startsByEnd[gap.upperBound] = gap.lowerBound
    if starts[gap.count] == nil { sizes.insert(gap.count, at: place(of: gap.count)) }
    starts[gap.count, default: (0, Heap())].gaps += 1
    starts[gap.count]?.heap.insert(gap.lowerBound)
  }

  private mutating func remove(_ gap: Range<Int>) {
    gapsByStart[gap.lowerBound] = nil
    startsByEnd[gap.upperBound] = nil
    starts[gap.count]?.gaps -= 1
    if starts[gap.count]?.gaps == 0 {
      starts[gap.count] = nil
      sizes.remove(at: place(of: gap.count))
    }
  }

  /// The index of the first of the sizes that is at least so large.
  private func place(of size: Int) -> Int {
    var low = 0
    var high = sizes.count
    while low < high {
      let middle = (low + high) / 2
      if sizes[middle] < size { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

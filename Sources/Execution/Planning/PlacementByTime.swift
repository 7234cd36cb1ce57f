/// In the order of first use, each in the smallest gap where it fits, as an allocator would at run
/// time. A dead buffer's bytes become free for all at the next barrier; before that only for a
/// buffer that the workers share out in the same way.
func placeByTime(_ buffers: [Buffer]) -> [Buffer] {
  var buffers = buffers
  var free = FreeList()
  var alive = Heap<LifeEnd>()
  var retired = RetiredBuffers()
  let byStart = buffers.indices.sorted {
    buffers[$0].lifetime.lowerBound < buffers[$1].lifetime.lowerBound
  }
  for index in byStart {
    let buffer = buffers[index]
    for stretch in retired.release(before: buffer.firstPhase) { free.insert(stretch) }
    while let next = alive.first, next.position < buffer.lifetime.lowerBound {
      _ = alive.popFirst()
      let dead = next.buffer
      if buffers[dead].lastPhase < buffer.firstPhase || buffer.firstTouches.count == 1 {
        free.insert(buffers[dead].extent)
      } else {
        retired.insert(buffers[dead])
      }
    }
    buffers[index].offset = retired.take(for: buffer) ?? free.take(buffer.byteCount)
    alive.insert(LifeEnd(position: buffer.lifetime.upperBound, buffer: index))
  }
  return buffers
}

/// The last position at which a buffer is touched.
private struct LifeEnd: Comparable {
  var position: Int
  var buffer: Int

  static func < (a: LifeEnd, b: LifeEnd) -> Bool { (a.position, a.buffer) < (b.position, b.buffer) }
}

/// Buffers that died in the current phase.
private struct RetiredBuffers {
  /// What a successor must have in common to take the bytes over without a barrier.
  private struct Shape: Hashable {
    var byteCount: Int
    var touches: [Range<Int>?]
  }
  private var offsets: [Shape: [Int]] = [:]
  private var phase = 0

  mutating func insert(_ buffer: Buffer) {
    let shape = Shape(byteCount: buffer.byteCount, touches: buffer.lastTouches)
    offsets[shape, default: []].append(buffer.offset)
  }

  /// All bytes, when a phase after the one they died in begins.
  mutating func release(before next: Int) -> [Range<Int>] {
    guard next > phase else { return [] }
    phase = next
    defer { offsets.removeAll(keepingCapacity: true) }
    return offsets.flatMap { shape, offsets in offsets.map { $0..<($0 + shape.byteCount) } }
      .sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The bytes of a buffer that each worker left where it will begin, if no worker touches
  /// another's.
  mutating func take(for buffer: Buffer) -> Int? {
    let touches = buffer.firstTouches.compactMap { $0 }.sorted { $0.lowerBound < $1.lowerBound }
    guard zip(touches, touches.dropFirst()).allSatisfy({ !$0.overlaps($1) }) else { return nil }
    return offsets[Shape(byteCount: buffer.byteCount, touches: buffer.firstTouches)]?.popLast()
  }
}

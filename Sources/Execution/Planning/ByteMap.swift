/// What lies where in a memory, as stretches of bytes with one history each.
///
/// The memory is cut into pages, each a short list of stretches in order, so that a change costs the
/// same however large the memory and however long the run; neighbours with the same history are
/// joined when they are visited.
struct ByteMap {
  /// Bytes with one history, up to the next stretch or the end of the page.
  struct Stretch {
    /// Its first byte.
    fileprivate(set) var start: Int
    /// The value whose bytes these are; -1 for none.
    var value: Int
    /// Where the first byte of that value would lie.
    var base: Int
    /// The worker that wrote them last, and in which phase; -1 for never.
    var writer = -1
    var writtenIn = -1
    /// The worker that read them last, or `many`, and in which phase; -1 for never.
    var reader = -1
    var readIn = -1

    /// Stands for more than one worker.
    static let many = -2

    /// Whether another stretch has the same history, as far as a phase can tell: all that was done
    /// before the phase is visible to all in it.
    func isLike(_ other: Stretch, in phase: Int) -> Bool {
      value == other.value && base == other.base
        && (writtenIn == phase ? writer : -1) == (other.writtenIn == phase ? other.writer : -1)
        && (readIn == phase ? reader : -1) == (other.readIn == phase ? other.reader : -1)
    }
  }

  private let pageSize: Int
  private var pages: [[Stretch]]

  /// A memory of some size in which nothing lies.
  init(byteCount: Int) {
    var size = 4096
    while byteCount / size > 1 << 16 { size *= 2 }
    pageSize = size
    pages = (0..<(byteCount / size + 1)).map { [Stretch(start: $0 * size, value: -1, base: 0)] }
  }

  /// Shows the body every stretch of some bytes, split at both ends of them.
  ///
  /// - Parameter phase: the current phase.
  mutating func visit<Failure>(
    _ bytes: Range<Int>, in phase: Int, _ body: (inout Stretch) throws(Failure) -> Void
  ) throws(Failure) {
    guard !bytes.isEmpty else { return }
    for page in (bytes.lowerBound / pageSize)...((bytes.upperBound - 1) / pageSize) {
      let first = split(page, at: max(bytes.lowerBound, page * pageSize))
      let end =
        bytes.upperBound < (page + 1) * pageSize
        ? split(page, at: bytes.upperBound) : pages[page].count
      for index in first..<end { try body(&pages[page][index]) }
      join(page, from: first, to: end, phase)
    }
  }

  /// Makes a stretch of a page begin at a place; its index.
  private mutating func split(_ page: Int, at place: Int) -> Int {
    var low = 0
    var high = pages[page].count
    while low < high {
      let middle = (low + high) / 2
      if pages[page][middle].start < place { low = middle + 1 } else { high = middle }
    }
    if low == pages[page].count || pages[page][low].start > place {
      var tail = pages[page][low - 1]
      tail.start = place
      pages[page].insert(tail, at: low)
    }
    return low
  }

  /// Joins stretches with their predecessors where they have the same history, from one index to
  /// another one.
  private mutating func join(_ page: Int, from first: Int, to end: Int, _ phase: Int) {
    var last = max(first, 1) - 1
    let stop = min(end + 1, pages[page].count)
    for index in (last + 1)..<max(stop, last + 1) {
      let stretch = pages[page][index]
      if pages[page][last].isLike(stretch, in: phase) { continue }
      last += 1
      if last != index { pages[page][last] = stretch }
    }
    if last + 1 < stop { pages[page].removeSubrange((last + 1)..<stop) }
  }
}

/// Bytes of a memory: some columns of some rows that follow each other.
struct ByteRegion: Hashable {
  /// Where the first row begins.
  var start: Int
  /// The bytes of a row.
  var rowBytes: Int
  /// The number of rows.
  var rows: Int
  /// The bytes of each row that belong to it.
  var columns: Range<Int>

  /// The end of the last row.
  var end: Int { start + rows * rowBytes }

  /// The same bytes as one range; nil where they are many.
  var bytes: Range<Int>? {
    if columns.isEmpty || rows == 0 { return start..<start }
    if rows > 1, columns.count < rowBytes { return nil }
    return (start + columns.lowerBound)..<(end - rowBytes + columns.upperBound)
  }
}

/// What happened to which bytes of a memory, phase by phase.
///
/// The memory is a sequence of zones, which know bytes with one history, and the columns of many rows,
/// by their ends alone. So a visit of columns takes as long for many rows as for few, as long as rows
/// of one length lie on each other; where others meet them in one phase, rows are taken one by one.
/// Zones with the same history are joined when they are visited. They stand in short chunks, so that
/// a change costs the same however large the memory.
struct ByteMap {
  /// The place of a zone.
  private struct Position {
    var chunk: Int
    var index: Int
  }

  /// The current phase.
  private(set) var phase = 0
  private var chunks: [[ByteZone]]
  /// Where each chunk begins.
  private var starts = [0]
  private let byteCount: Int
  /// The most zones in a chunk.
  private static let chunkLimit = 64

  /// A memory of some size in which nothing lies.
  init(byteCount: Int) {
    self.byteCount = byteCount
    chunks = [[ByteZone(0..<byteCount)]]
  }

  /// All workers met: what was done before is visible to all.
  mutating func startPhase() { phase += 1 }

  /// Shows the body every history of some bytes, each at least once; what it changes holds for these
  /// bytes alone.
  mutating func visit(_ region: ByteRegion, _ body: (inout ByteHistory) -> Void) {
    precondition(region.start >= 0 && region.end <= byteCount, "\(region) leaves the memory")
    if let bytes = region.bytes {
      guard !bytes.isEmpty else { return }
      return join(from: visit(bytes, body), to: bytes.upperBound)
    }
    var row = region.start
    while row < region.end {
      let first = split(at: row)
      chunks[first.chunk][first.index].join(in: phase)
      let zone = chunks[first.chunk][first.index]
      let rows = (min(zone.end, region.end) - row) / region.rowBytes
      if rows > 0, zone.hasRows(of: region.rowBytes) {
        let end = row + rows * region.rowBytes
        _ = split(at: end)
        let first = position(of: row)
        chunks[first.chunk][first.index].visit(region.columns, ofRows: region.rowBytes, body)
        row = end
      } else {
        let bytes = (row + region.columns.lowerBound)..<(row + region.columns.upperBound)
        _ = visit(bytes, body)
        row += region.rowBytes
      }
    }
    join(from: position(of: region.start), to: region.end)
  }

  /// Visits one range of bytes, without joining; the place of its first zone.
  private mutating func visit(
    _ bytes: Range<Int>, _ body: (inout ByteHistory) -> Void
  ) -> Position {
    var first = split(at: bytes.lowerBound)
    if chunks[first.chunk][first.index].end != bytes.upperBound {
      let count = chunks.count
      _ = split(at: bytes.upperBound)
      if chunks.count != count { first = position(of: bytes.lowerBound) }
    }
    var (chunk, index) = (first.chunk, first.index)
    while true {
      while index < chunks[chunk].count {
        chunks[chunk][index].visit(body)
        if chunks[chunk][index].end == bytes.upperBound { return first }
        index += 1
      }
      (chunk, index) = (chunk + 1, 0)
    }
  }

  /// Where the zone is that a byte belongs to.
  private func position(of place: Int) -> Position {
    let chunk = starts.lastIndex(upTo: place) { $0 }
    return Position(chunk: chunk, index: chunks[chunk].lastIndex(upTo: place) { $0.start })
  }

  /// Makes a zone begin at a place, unless that is the end of the memory; where it is.
  private mutating func split(at place: Int) -> Position {
    var found = position(of: place)
    let zone = chunks[found.chunk][found.index]
    guard zone.start < place, place < zone.end else { return found }
    chunks[found.chunk][found.index].join(in: phase)
    if let tail = chunks[found.chunk][found.index].split(at: place) {
      found.index += 1
      chunks[found.chunk].insert(tail, at: found.index)
    } else {
      let parts = chunks[found.chunk][found.index].parts(beginningAt: place)
      chunks[found.chunk].replaceSubrange(found.index...found.index, with: parts)
      found.index += parts.firstIndex { $0.start == place } ?? 0
    }
    let count = chunks[found.chunk].count
    guard count > Self.chunkLimit else { return found }
    chunks.insert(Array(chunks[found.chunk][(count / 2)...]), at: found.chunk + 1)
    chunks[found.chunk].removeSubrange((count / 2)...)
    starts.insert(chunks[found.chunk + 1][0].start, at: found.chunk + 1)
    return position(of: place)
  }

  /// Joins zones that have the same history, from the one before a place to the one that begins at
  /// `end`.
  private mutating func join(from first: Position, to end: Int) {
    var (chunk, index) = (first.chunk, first.index)
    var last = first
    if index > 0 {
      last.index -= 1
    } else if chunk > 0 {
      last = Position(chunk: chunk - 1, index: chunks[chunk - 1].count - 1)
    } else {
      chunks[chunk][index].join(in: phase)
      index += 1
    }
    var emptied: [Int] = []
    while chunk < chunks.count {
      var (kept, next) = (index, index)
      while next < chunks[chunk].count, chunks[chunk][next].start <= end {
        chunks[chunk][next].join(in: phase)
        if chunks[last.chunk][last.index].isLike(chunks[chunk][next], in: phase) {
          chunks[last.chunk][last.index].end = chunks[chunk][next].end
        } else {
          if kept != next { chunks[chunk].swapAt(kept, next) }
          last = Position(chunk: chunk, index: kept)
          kept += 1
        }
        next += 1
      }
      let isDone = next < chunks[chunk].count
      if kept < next {
        chunks[chunk].removeSubrange(kept..<next)
        if let zone = chunks[chunk].first {
          starts[chunk] = zone.start
        } else {
          emptied.append(chunk)
        }
      }
      if isDone { break }
      (chunk, index) = (chunk + 1, 0)
    }
    for chunk in emptied.reversed() {
      chunks.remove(at: chunk)
      starts.remove(at: chunk)
    }
  }
}

extension Array {
  /// The index of the last element whose key is no more than a limit, in an array that is sorted by
  /// key and whose first is.
  fileprivate func lastIndex(upTo limit: Int, _ key: (Element) -> Int) -> Int {
    var low = 0
    var high = count
    while high - low > 1 {
      let middle = (low + high) / 2
      if key(self[middle]) <= limit { low = middle } else { high = middle }
    }
    return low
  }
}

/// What happened last to some bytes of a memory.
struct ByteHistory: Equatable {
  /// The value whose bytes these are; -1 for none.
  var value = -1
  /// Where the first byte of that value would lie.
  var base = 0
  /// The worker that wrote them last, and in which phase; -1 for never.
  var writer = -1
  var writtenIn = -1
  /// The worker that read them last, or `many`, and in which phase; -1 for never.
  var reader = -1
  var readIn = -1

  /// Stands for more than one worker.
  static let many = -2

  /// Whether another history is the same, as far as a phase can tell: all that was done before the
  /// phase is visible to all in it.
  func isLike(_ other: ByteHistory, in phase: Int) -> Bool {
    value == other.value && base == other.base
      && (writtenIn == phase ? writer : -1) == (other.writtenIn == phase ? other.writer : -1)
      && (readIn == phase ? reader : -1) == (other.readIn == phase ? other.reader : -1)
  }
}

/// Some bytes of a memory that have one history, or whole rows of bytes which are all cut into the
/// same columns, each with one history from the first row to the last.
struct ByteZone {
  /// Bytes of a row behind its first column, up to the next or to the row's end.
  struct Column {
    /// Where it begins in its row.
    var start: Int
    var history: ByteHistory
  }

  /// The first byte.
  private(set) var start: Int
  /// The end.
  var end: Int
  /// The bytes of a row; means nothing where there is but one history.
  private var rowBytes = 0
  /// The history of all bytes, or of the first column.
  private var history = ByteHistory()
  /// The other columns in order.
  private var others: [Column] = []

  /// Bytes that nobody touched.
  init(_ bytes: Range<Int>) { (start, end) = (bytes.lowerBound, bytes.upperBound) }

  /// The same as another zone over other bytes.
  private init(_ bytes: Range<Int>, like other: ByteZone) {
    self = other
    (start, end) = (bytes.lowerBound, bytes.upperBound)
  }

  /// Bytes with one history.
  private init(_ bytes: Range<Int>, _ history: ByteHistory) {
    self.init(bytes)
    self.history = history
  }

  /// Whether all bytes have one history.
  var isWhole: Bool { others.isEmpty }

  /// Whether its bytes can be seen as rows of some length that begin where it does.
  func hasRows(of length: Int) -> Bool { isWhole || rowBytes == length }

  /// Whether a zone could go on as another one that follows it.
  func isLike(_ other: ByteZone, in phase: Int) -> Bool {
    guard history.isLike(other.history, in: phase), others.count == other.others.count else {
      return false
    }
    if isWhole { return true }
    return rowBytes == other.rowBytes
      && zip(others, other.others).allSatisfy {
        $0.start == $1.start && $0.history.isLike($1.history, in: phase)
      }
  }

  /// Joins columns that have the same history.
  mutating func join(in phase: Int) {
    guard !isWhole else { return }
    var last = history
    others.removeAll { column in
      if last.isLike(column.history, in: phase) { return true }
      last = column.history
      return false
    }
  }

  /// Shows the body the histories of all bytes.
  mutating func visit(_ body: (inout ByteHistory) -> Void) {
    body(&history)
    for index in others.indices { body(&others[index].history) }
  }

  /// Shows the body the histories of some columns of all rows.
  mutating func visit(
    _ columns: Range<Int>, ofRows length: Int, _ body: (inout ByteHistory) -> Void
  ) {
    precondition(hasRows(of: length) && (end - start) % length == 0, "rows of another length")
    rowBytes = length
    cut(at: columns.lowerBound)
    cut(at: columns.upperBound)
    if columns.lowerBound == 0 { body(&history) }
    for index in others.indices where columns.contains(others[index].start) {
      body(&others[index].history)
    }
  }

  /// Makes a column begin at a place in the row.
  private mutating func cut(at place: Int) {
    guard place > 0, place < rowBytes else { return }
    let index = others.firstIndex { $0.start >= place } ?? others.count
    if index < others.count, others[index].start == place { return }
    let before = index == 0 ? history : others[index - 1].history
    others.insert(Column(start: place, history: before), at: index)
  }

  /// Ends at a place inside; the zone that begins there then. Nil where a row that has columns would
  /// be cut in two.
  mutating func split(at place: Int) -> ByteZone? {
    guard isWhole || (place - start) % rowBytes == 0 else { return nil }
    let tail = ByteZone(place..<end, like: self)
    end = place
    return tail
  }

  /// The zones of which one begins at a place amid a row: the rows before, that row's columns one by
  /// one, and the rows behind.
  func parts(beginningAt place: Int) -> [ByteZone] {
    let row = start + (place - start) / rowBytes * rowBytes
    var parts = row > start ? [ByteZone(start..<row, like: self)] : []
    var first = row
    var history = history
    func add(upTo last: Int) {
      if first < place, place < last {
        parts.append(ByteZone(first..<place, history))
        first = place
      }
      parts.append(ByteZone(first..<last, history))
      first = last
    }
    for column in others {
      add(upTo: row + column.start)
      history = column.history
    }
    add(upTo: row + rowBytes)
    if first < end { parts.append(ByteZone(first..<end, like: self)) }
    return parts
  }
}

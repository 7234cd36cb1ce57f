/// A cell of a table: where its text stands in the file.
struct Cell {
  /// The first byte, behind a quote where there is one.
  var start: Int
  /// The byte behind the last one.
  var end: Int
  /// Whether the cell stands in quotes.
  var isQuoted = false
  /// Whether there are doubled quotes in it, each of which stands for one.
  var hasDoubledQuotes = false
  /// Whether it has no text.
  var isEmpty: Bool { start == end }
}

/// The records of a delimited text, one after the other.
///
/// Cells in quotes may hold delimiters, line ends and doubled quotes. Lines end in LF, CR LF or CR;
/// empty lines are skipped; blanks around a cell that is not in quotes do not belong to it. Source:
/// RFC 4180, which this is a superset of.
struct RecordReader {
  /// Why a record cannot be read, and where.
  struct Fault: Error {
    var message: String
    var offset: Int
  }

  private let bytes: [UInt8]
  private let delimiter: UInt8
  private let joinsDelimiters: Bool
  /// Where the next record begins.
  private(set) var position: Int

  init(_ bytes: [UInt8], _ delimiter: Delimiter, from start: Int) {
    self.bytes = bytes
    self.delimiter = delimiter.byte
    joinsDelimiters = delimiter == .space
    position = start
  }

  /// Reads the next record into `cells`; false behind the last one.
  mutating func next(into cells: inout [Cell]) throws(Fault) -> Bool {
    cells.removeAll(keepingCapacity: true)
    // Delimiters that are joined count for nothing before the first cell, so that a line of them is
    // empty.
    while position < bytes.count, isLineEnd(bytes[position]) || isJoined(bytes[position]) {
      position += 1
    }
    guard position < bytes.count else { return false }
    while true {
      cells.append(try nextCell())
      guard position < bytes.count, bytes[position] == delimiter else { return true }
      position += 1
      while position < bytes.count, isJoined(bytes[position]) { position += 1 }
      if joinsDelimiters, position == bytes.count || isLineEnd(bytes[position]) { return true }
    }
  }

  /// Reads a cell and stops at the delimiter or line end behind it.
  private mutating func nextCell() throws(Fault) -> Cell {
    var start = position
    while start < bytes.count, isBlank(bytes[start]), bytes[start] != delimiter { start += 1 }
    if start < bytes.count, bytes[start] == UInt8(ascii: "\"") { return try quotedCell(start) }
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
      end += 1
    }
    position = end
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return Cell(start: start, end: end)
  }

  private mutating func quotedCell(_ quote: Int) throws(Fault) -> Cell {
    var cell = Cell(start: quote + 1, end: quote + 1, isQuoted: true)
    var index = quote + 1
    while true {
      guard index < bytes.count else {
        throw Fault(message: "this quote is never closed", offset: quote)
      }
      guard bytes[index] == UInt8(ascii: "\"") else {
        index += 1
        continue
      }
      guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else { break }
      cell.hasDoubledQuotes = true
      index += 2
    }
    cell.end = index
    index += 1
    while index < bytes.count, isBlank(bytes[index]), bytes[index] != delimiter { index += 1 }
    guard index == bytes.count || bytes[index] == delimiter || isLineEnd(bytes[index]) else {
      throw Fault(
        message: "behind a closing quote there must be a delimiter or the end of the line",
        offset: index)
    }
    position = index
    return cell
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private func isJoined(_ byte: UInt8) -> Bool { joinsDelimiters && byte == delimiter }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

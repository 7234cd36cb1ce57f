/// What a text's lines and columns are found by: where lines start and, every few hundred bytes,
/// how many characters stand before. A lookup takes the same time in a line of any length, so
/// that a file of one very long line full of mistakes is reported in linear time.
struct LineIndex: Sendable {
  /// A character's offset and the number of characters before it.
  private struct Checkpoint {
    var offset: Int
    var charactersBefore: Int
  }

  /// How many bytes lie between two checkpoints, about.
  private static let stride = 256

  /// The offset of each line's first byte; a byte order mark belongs to no line.
  let lineStarts: [Int]
  /// The first character at or behind each multiple of `stride`.
  private let checkpoints: [Checkpoint]

  /// Finds the lines of a text in one pass.
  init(of bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var offset = bytes.starts(with: mark) ? mark.count : 0
    var starts = [offset]
    var checkpoints = [Checkpoint(offset: offset, charactersBefore: 0)]
    var characters = 0
    while offset < bytes.count {
      if offset >= checkpoints.count * Self.stride {
        checkpoints.append(Checkpoint(offset: offset, charactersBefore: characters))
      }
      let byte = bytes[offset]
      offset += byte < 0x80 ? 1 : decodeCharacter(of: bytes, at: offset).length
      characters += 1
      let endsLine =
        byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
          && !(offset < bytes.count && bytes[offset] == UInt8(ascii: "\n"))
      if endsLine { starts.append(offset) }
    }
    lineStarts = starts
    self.checkpoints = checkpoints
  }

  /// The line and column of an offset; an offset outside the text counts as its nearest end.
  func position(of offset: Int, in bytes: [UInt8]) -> SourcePosition {
    let offset = min(max(offset, lineStarts[0]), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let before = characters(before: offset, in: bytes)
    let column = before - characters(before: lineStarts[low], in: bytes) + 1
    return SourcePosition(line: low + 1, column: column)
  }

  /// How many characters end at or before an offset.
  private func characters(before offset: Int, in bytes: [UInt8]) -> Int {
    var nearest = min(offset / Self.stride, checkpoints.count - 1)
    if checkpoints[nearest].offset > offset { nearest -= 1 }
    var position = checkpoints[nearest].offset
    var count = checkpoints[nearest].charactersBefore
    while position < offset {
      position += decodeCharacter(of: bytes, at: position).length
      if position <= offset { count += 1 }
    }
    return count
  }
}

/// The character of `bytes` that starts at `offset`, and its length in bytes. The scalar is nil
/// where the bytes are not UTF-8; the length is then that of the maximal subpart which one U+FFFD
/// stands for (Unicode 16, section 3.9).
func decodeCharacter(
  of bytes: [UInt8], at offset: Int
) -> (scalar: Unicode.Scalar?, length: Int) {
  let first = bytes[offset]
  if first < 0x80 { return (Unicode.Scalar(first), 1) }
  var rest = bytes[offset..<min(offset + 4, bytes.count)].makeIterator()
  var parser = UTF8.ForwardParser()
  switch parser.parseScalar(from: &rest) {
  case .valid(let encoded): return (UTF8.decode(encoded), encoded.count)
  case .error(let length): return (nil, length)
  case .emptyInput: return (nil, 1)
  }
}

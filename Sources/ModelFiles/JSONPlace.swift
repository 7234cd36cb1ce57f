import Source

/// A step from a JSON value to one within it.
enum JSONStep: Hashable {
  case key(String)
  case index(Int)
}

extension SourceText {
  /// Where the value that `path` leads to stands in this text, which is valid JSON; where it leads
  /// nowhere, the last value on the way.
  func range(ofJSON path: [JSONStep]) -> SourceRange {
    var walk = JSONWalk(bytes)
    for step in path {
      guard walk.enter(step) else { break }
    }
    return walk.valueRange()
  }
}

/// A walk through the bytes of valid JSON, from value to value.
private struct JSONWalk {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    skipSpace()
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Goes to a value within the current one; stays where there is none.
  mutating func enter(_ step: JSONStep) -> Bool {
    let opening =
      switch step {
      case .key: UInt8(ascii: "{")
      case .index: UInt8(ascii: "[")
      }
    guard next == opening else { return false }
    let start = position
    position += 1
    var index = 0
    skipSpace()
    while let byte = next, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") {
      switch step {
      case .key(let key):
        let keyStart = position
        skipValue()
        let isFound = bytes[keyStart..<position].elementsEqual("\"\(key)\"".utf8)
        skipSeparator()
        if isFound { return true }
      case .index(let wanted):
        if index == wanted { return true }
      }
      skipValue()
      skipSeparator()
      index += 1
    }
    position = start
    return false
  }

  mutating func valueRange() -> SourceRange {
    let start = position
    skipValue()
    return SourceRange(start, position)
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// Steps over a comma or a colon with the white space around it.
  private mutating func skipSeparator() {
    skipSpace()
    if next == UInt8(ascii: ",") || next == UInt8(ascii: ":") { position += 1 }
    skipSpace()
  }

  private mutating func skipString() {
    position += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    position += 1
  }

  private mutating func skipValue() {
    var depth = 0
    repeat {
      switch next {
      case UInt8(ascii: "\""): skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      case nil: return
      default:
        if depth > 0 { position += 1 } else { skipWord() }
      }
    } while depth > 0
  }

  /// Steps over a number, `true`, `false` or `null`.
  private mutating func skipWord() {
    while let byte = next, byte > 0x20, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"),
      byte != UInt8(ascii: "}")
    {
      position += 1
    }
  }
}

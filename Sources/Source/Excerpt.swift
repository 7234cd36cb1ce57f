/// One line of a text with the spot a diagnostic is about, ready for a terminal.
///
/// A long line is cut on both sides of the spot, so that neither its length nor the number of
/// diagnostics in it matter.
struct Excerpt {
  /// The number of the line.
  let line: Int
  /// The number of the spot's first column.
  let column: Int
  /// The line, or the stretch of it around the spot.
  private(set) var text = ""
  /// What stands below the line, up to the spot; tabs are kept, so that both lines align whatever
  /// the width of a tab is.
  private(set) var indentation = ""
  /// What marks the spot below the line: one caret for each column, and at least one.
  private(set) var carets = ""

  /// How many bytes before the spot and how many columns from it on are shown at most.
  private static let reach = (before: 120, behind: 100)

  /// The excerpt that shows the start of `range`, cut to the text.
  init(of source: SourceText, at range: SourceRange) {
    let place = source.position(of: range.start)
    line = place.line
    column = place.column
    let lineRange = source.range(ofLine: line)
    let start = min(max(range.start, lineRange.start), lineRange.end)
    let end = min(max(range.end, start), lineRange.end)

    var position = lineRange.start
    if start - position > Self.reach.before {
      position = source.characterStart(from: start - Self.reach.before, to: start)
      append("…", width: 1, isSpot: false, isBefore: true)
    }
    var width = 0
    while position < lineRange.end {
      if position >= start, width >= Self.reach.behind {
        append("…", width: 1, isSpot: false, isBefore: false)
        break
      }
      let (scalar, length) = source.character(at: position)
      let shown = scalar == "\t" ? "\t" : (scalar ?? "\u{FFFD}").printable
      let columns =
        shown.unicodeScalars.count == 1
        ? (scalar ?? "\u{FFFD}").displayWidth : shown.unicodeScalars.count
      append(
        shown, width: columns, isSpot: start <= position && position < end,
        isBefore: position < start)
      if position >= start { width += columns }
      position += length
    }
    if carets.isEmpty { carets = "^" }
  }

  private mutating func append(_ shown: String, width: Int, isSpot: Bool, isBefore: Bool) {
    text += shown
    if isBefore {
      indentation += shown == "\t" ? "\t" : String(repeating: " ", count: width)
    } else if isSpot {
      carets += String(repeating: "^", count: width)
    }
  }
}

extension SourceText {
  /// The first offset from `offset` on, but not behind `end`, at which a character may start.
  fileprivate func characterStart(from offset: Int, to end: Int) -> Int {
    var offset = offset
    while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }
}

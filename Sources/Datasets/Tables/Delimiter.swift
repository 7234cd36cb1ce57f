public import Source

/// What stands between the cells of a table.
public enum Delimiter: String, CaseIterable, Hashable, Sendable {
  case comma, semicolon, tab
  /// One or more blanks, which also may stand around a line.
  case space

  /// Reads the word, or the character itself.
  ///
  /// - Throws: E0325 for any other text.
  public init(parsing text: String) throws(InputError) {
    guard
      let found = Delimiter(rawValue: text)
        ?? Delimiter.allCases.first(where: { text.utf8.elementsEqual([$0.byte]) })
    else {
      throw InputError(
        Diagnostic(
          code: "E0325", "\(quoted(text)) is not a delimiter",
          help: ["known are \(Delimiter.allCases.map(\.rawValue).joined(separator: ", "))"]))
    }
    self = found
  }

  /// The character.
  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    case .space: UInt8(ascii: " ")
    }
  }

  /// The delimiter of a file: a tab by its name, else that of comma, semicolon and tab which occurs
  /// most often, outside of quotes, in its first line; the comma where none does.
  init(sniffing bytes: [UInt8], path: String) {
    let name = path.hasSuffix(".gz") ? path.dropLast(3) : path[...]
    if name.hasSuffix(".tsv") || name.hasSuffix(".tab") {
      self = .tab
      return
    }
    let candidates = [Delimiter.comma, .semicolon, .tab]
    var counts = [0, 0, 0]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard !isQuoted else { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if counts.contains(where: { $0 > 0 }) { break }
      }
      if let index = candidates.firstIndex(where: { $0.byte == byte }) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    self = candidates[counts.firstIndex(of: most) ?? 0]
  }
}

/// The dictionary in the head of an NPY file, a Python literal such as
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (60, 4), }`.
struct NPYHeader: Hashable {
  /// The type of the elements: byte order, kind and size.
  var type = ""
  /// Whether the first axis is the fastest.
  var isFirstAxisFastest = false
  /// The sizes of the axes.
  var sizes: [Int] = []

  /// Reads the literal; nil where it is not such a dictionary with these three keys and no other.
  init?(_ text: [UInt8]) {
    var scanner = LiteralScanner(text)
    var keys: Set<String> = []
    guard scanner.skip("{") else { return nil }
    while !scanner.skip("}") {
      guard let key = scanner.string(), keys.insert(key).inserted, scanner.skip(":") else {
        return nil
      }
      switch key {
      case "descr":
        guard let type = scanner.string() else { return nil }
        self.type = type
      case "fortran_order":
        isFirstAxisFastest = scanner.skip("True")
        guard isFirstAxisFastest || scanner.skip("False") else { return nil }
      case "shape":
        guard let sizes = scanner.tuple() else { return nil }
        self.sizes = sizes
      default: return nil
      }
      guard scanner.skip(",") || scanner.isBefore("}") else { return nil }
    }
    guard scanner.isAtEnd, keys.count == 3 else { return nil }
  }
}

/// Reads the few Python literals that the head of an NPY file may have.
private struct LiteralScanner {
  private let text: [UInt8]
  private var place = 0

  init(_ text: [UInt8]) { self.text = text }

  /// Whether only spaces are left.
  var isAtEnd: Bool {
    text[place...].allSatisfy { isSpace($0) }
  }

  /// Skips spaces and then this symbol; where it is not there, only the spaces.
  mutating func skip(_ symbol: String) -> Bool {
    guard isBefore(symbol) else { return false }
    place += symbol.utf8.count
    return true
  }

  /// Skips spaces and says whether this symbol follows.
  mutating func isBefore(_ symbol: String) -> Bool {
    while place < text.count, isSpace(text[place]) { place += 1 }
    return text[place...].starts(with: symbol.utf8)
  }

  /// A text in single or double quotes.
  mutating func string() -> String? {
    guard isBefore("'") || isBefore("\""),
      let end = text[(place + 1)...].firstIndex(of: text[place])
    else { return nil }
    defer { place = end + 1 }
    return String(decoding: text[(place + 1)..<end], as: UTF8.self)
  }

  /// Whole numbers in parentheses, with a comma behind each but perhaps the last.
  mutating func tuple() -> [Int]? {
    guard skip("(") else { return nil }
    var numbers: [Int] = []
    while !skip(")") {
      let digits = text[place...].prefix { (0x30...0x39).contains($0) }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      place += digits.count
      // Python 2 wrote long numbers with this letter.
      _ = skip("L")
      numbers.append(number)
      guard skip(",") || isBefore(")") else { return nil }
    }
    return numbers
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
